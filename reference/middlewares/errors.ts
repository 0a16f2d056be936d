import type { ErrorPage } from '../dynamic/middleware.ts';
import { LateFlow, respondWith } from './answering.ts';
import type { Answer, AnswerHead, Flow, Handler, Middleware, ProxyRequest } from './exchange.ts';
import { GatewayError } from './gateway-error.ts';
import { withoutFields } from './header-fields.ts';
import { MiddlewareError } from './middleware-error.ts';
import { escapeTarget } from './path.ts';

/**
 * In place of answers with the statuses listed, gives the page of another service, under the same status.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/errorpages/
 *
 * @param middleware `name@provider` of it, whose provider a service belongs to that is named without one
 * @throws {MiddlewareError} where a status is none
 */
export function errorPages(options: ErrorPage, middleware: string): Middleware {
  const ranges = options.status.flatMap((entry) => entry.split(',')).map(readRange);
  const isReplaced = (status: number): boolean => ranges.some(([from, to]) => status >= from && status <= to);
  const provider = middleware.slice(middleware.lastIndexOf('@'));
  const service = options.service.includes('@') ? options.service : `${options.service}${provider}`;
  return (next, services) => (request, answer) => {
    // Nothing of it is an error page's: a 101 is another protocol from there on.
    if (request.upgrade) return next(request, answer);
    const page = (status: number): Flow => {
      const handler = services.handler(service);
      if (handler === undefined) return respondWith(answer, status);
      return servePage(handler, pageRequest(request, options.query, status), answer, status);
    };
    const flow = new LateFlow(answer);
    flow.follow(() =>
      next(
        request,
        replacing(answer, isReplaced, (status) => flow.follow(() => page(status)), flow),
      ),
    );
    return flow;
  };
}

function readRange(entry: string): readonly [from: number, to: number] {
  const [, from = '', to = from] = /^\s*(\d{3})\s*(?:-\s*(\d{3})\s*)?$/.exec(entry) ?? [];
  if (from === '' || Number(to) < Number(from)) {
    throw new MiddlewareError('errors.status', `"${entry}" is no status.`, 'Write one like 404 or 500-599.');
  }
  return [Number(from), Number(to)];
}

/** The answer, unless its status is replaced: then nothing more of it is wanted. */
function replacing(
  answer: Answer,
  isReplaced: (status: number) => boolean,
  replace: (status: number) => void,
  flow: LateFlow,
): Answer {
  let replaced = false;
  let begun = false;
  const startOver = (status: number): void => {
    replaced = true;
    flow.leave();
    replace(status);
  };
  return {
    inform: (status, headers) => answer.inform(status, headers),
    begin(head) {
      if (isReplaced(head.status)) {
        startOver(head.status);
        return;
      }
      begun = true;
      answer.begin(head);
    },
    write: (chunk) => replaced || answer.write(chunk),
    end(trailers) {
      if (!replaced) answer.end(trailers);
    },
    fail(error) {
      if (replaced) return;
      const status = error instanceof GatewayError ? error.status : 502;
      if (!begun && isReplaced(status)) startOver(status);
      else answer.fail(error);
    },
  };
}

function servePage(handler: Handler, request: ProxyRequest, answer: Answer, status: number): Flow {
  let begun = false;
  const withStatus = (head: AnswerHead): AnswerHead => ({ ...head, status, reason: '' });
  return handler(request, {
    inform() {},
    begin(head) {
      begun = true;
      answer.begin(withStatus(head));
    },
    write: (chunk) => answer.write(chunk),
    end: (trailers) => answer.end(trailers),
    fail(error) {
      if (begun) answer.fail(error);
      else respondWith(answer, status);
    },
  });
}

/** Without what was said of the body, and what would make the page's service give less than the whole page. */
function pageRequest(request: ProxyRequest, query: string, status: number): ProxyRequest {
  const target = escapeTarget(query)
    .replaceAll('{status}', String(status))
    .replaceAll('{url}', encodeURIComponent(request.target));
  return {
    ...request,
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    target: target.startsWith('/') ? target : `/${target}`,
    headers: withoutFields(request.headers, (name) => ofTheBody.test(name)),
    body: undefined,
    expectsContinue: false,
  };
}

const ofTheBody = /^(?:content-.*|expect|range|if-.*)$/;
