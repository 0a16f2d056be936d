import type { Answer, Flow, Handler, ProxyRequest } from '../middlewares/exchange.ts';
import type { InternalAnswer, InternalService } from './internal-answer.ts';

/** Serves it to routers that name it, behind their middlewares. */
export function onRouter(service: InternalService): Handler {
  return (request, answer) => {
    const flow = new TellingFlow();
    const told = service({
      method: request.method,
      target: request.target,
      ifNoneMatch: headerOf(request, 'if-none-match'),
    });
    if (!(told instanceof Promise)) tell(told, request, answer);
    else {
      told
        .then((settled) => flow.aborted || tell(settled, request, answer))
        .catch(
          (error) => flow.aborted || answer.fail(error instanceof Error ? error : new Error(String(error))),
        );
    }
    return flow;
  };
}

/** All is said at once, so that there is nothing to resume. */
class TellingFlow implements Flow {
  aborted = false;

  resume(): void {}

  abort(): void {
    this.aborted = true;
  }
}

function tell({ status, headers, body }: InternalAnswer, { method }: ProxyRequest, answer: Answer): void {
  const length = status === 204 || status === 304 ? [] : ['Content-Length', String(body.length)];
  answer.begin({ status, reason: '', headers: [...headers, ...length] });
  if (method !== 'HEAD' && length.length > 0) answer.write(body);
  answer.end([]);
}

function headerOf({ headers }: ProxyRequest, name: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headers[at]?.toLowerCase() === name) return headers[at + 1];
  }
  return undefined;
}
