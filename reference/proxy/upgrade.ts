import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { closeGently } from './answers.ts';
import { ClientAnswer } from './client-answer.ts';
import type { Connection } from './connection.ts';
import { RequestContext, Switching } from './context.ts';
import { type HandlerInput, proceed } from './handler.ts';
import { readHead } from './request-head.ts';
import { RequestTrace } from './request-trace.ts';

export type UpgradeHandler = (
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  connection: Connection,
) => void;

/**
 * Requests to switch protocols (RFC 9110 §7.8): they take the way of all others, middlewares included. One that does
 * not end in a switch is answered in HTTP, and its connection closed.
 */
export function createUpgradeHandler(input: HandlerInput): UpgradeHandler {
  return (request, socket, head, connection) => {
    if (head.length > 0) socket.unshift(head);
    const response = responseOn(socket, request);
    const { logger, observation } = input;
    const trace = observation && new RequestTrace(request, connection, observation);
    const answer = new ClientAnswer(request, response, logger, trace);
    try {
      const context = new RequestContext(new Switching(request, socket, response), trace);
      const read = readHead(request, connection, input, true, context);
      if (read.kind === 'refused') answer.refuse(read.status, false);
      else proceed(request, read, answer, connection, input);
    } catch (error) {
      logger.error({ err: error }, 'Serving a request failed.');
      answer.abandon();
    }
  };
}

/** Node has left the connection to us, with its answer. */
function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  socket.on('drain', () => response.emit('drain'));
  response.on('error', () => {}).once('finish', () => closeGently(socket));
  return response;
}
