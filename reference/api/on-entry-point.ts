import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InternalAnswer, InternalRequest, InternalService } from './internal-answer.ts';
import { textAnswer } from './internal-answer.ts';

/** Answers a request that is the process's own business; false where it is not. */
export type InternalHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves what `find` finds, as it comes from an entry point. */
export function onEntryPoint(
  find: (request: InternalRequest) => InternalService | undefined,
): InternalHandler {
  return (message, response) => {
    const request: InternalRequest = {
      method: message.method ?? '',
      target: message.url ?? '',
      ifNoneMatch: message.headers['if-none-match'],
    };
    const service = find(request);
    if (service === undefined) return false;
    const answer = service(request);
    if (!(answer instanceof Promise)) send(answer, request, response);
    else {
      answer
        .catch(() => textAnswer(500, 'Internal Server Error'))
        .then((settled) => send(settled, request, response))
        // A client that has left meanwhile must not end the process.
        .catch(() => response.destroy());
    }
    return true;
  };
}

function send(
  { status, headers, body }: InternalAnswer,
  { method }: InternalRequest,
  response: ServerResponse,
) {
  const length = status === 204 || status === 304 ? [] : ['Content-Length', String(body.length)];
  response.writeHead(status, [...headers, ...length]);
  response.end(method === 'HEAD' || length.length === 0 ? undefined : body);
}
