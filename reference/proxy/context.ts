import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { ProxyRequest } from '../middlewares/exchange.ts';
import type { RequestTrace } from './request-trace.ts';

/** What the proxy itself knows of a request on its way, beside what middlewares see. */
export class RequestContext {
  /** Undefined: the request does not ask to switch protocols. */
  readonly switching: Switching | undefined;
  /** Undefined: nobody wants to hear of it. */
  readonly trace: RequestTrace | undefined;

  constructor(switching: Switching | undefined, trace: RequestTrace | undefined) {
    this.switching = switching;
    this.trace = trace;
  }

  /** That of the request, or of the one that it is a copy of. */
  static of(request: ProxyRequest): RequestContext | undefined {
    return request.context instanceof RequestContext ? request.context : undefined;
  }
}

/** A connection that is to speak another protocol from the answer on. */
export class Switching {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly #response: ServerResponse;
  /** Set once a pod has agreed: lets bytes flow both ways, behind a 101 with these headers. */
  relay: ((headers: readonly string[]) => void) | undefined;

  constructor(request: IncomingMessage, socket: Socket, response: ServerResponse) {
    this.request = request;
    this.socket = socket;
    this.#response = response;
    // The client's end of the connection stays half open when it leaves: Node leaves closing it to whoever took it over.
    socket.once('end', this.#leave);
  }

  /** From here on, the connection is HTTP no more. */
  release(): void {
    this.socket.off('end', this.#leave);
    this.#response.detachSocket(this.socket);
  }

  readonly #leave = (): void => {
    if (!this.#response.headersSent) this.socket.destroy();
  };
}
