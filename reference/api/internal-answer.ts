/** What the process answers itself, whichever way a request has come in. */

export interface InternalRequest {
  readonly method: string;
  /** Path and query, as the client spelt them or middlewares have changed them. */
  readonly target: string;
  /** The entity tag that the client has the answer of (RFC 9110 §13.1.2); undefined: none. */
  readonly ifNoneMatch: string | undefined;
}

export interface InternalAnswer {
  readonly status: number;
  /** Name, value, name, value …. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

export type InternalService = (request: InternalRequest) => InternalAnswer | Promise<InternalAnswer>;

/** Of every answer: it is what it says, is kept nowhere, and nothing in it is run by a browser that shows it. */
const careful = [
  'X-Content-Type-Options',
  'nosniff',
  'Cache-Control',
  'no-store',
  'Referrer-Policy',
  'no-referrer',
];

/** Runs nothing, loads nothing, is shown in no frame. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export function answerOf(
  status: number,
  type: string,
  body: string | Buffer,
  headers: readonly string[] = ['Content-Security-Policy', inertPolicy],
): InternalAnswer {
  return { status, headers: ['Content-Type', type, ...careful, ...headers], body: Buffer.from(body) };
}

export function textAnswer(status: number, text: string, headers?: readonly string[]): InternalAnswer {
  return answerOf(status, 'text/plain; charset=utf-8', text, headers);
}

export function redirectTo(location: string): InternalAnswer {
  return textAnswer(302, 'Found', ['Location', location]);
}

/** Only reading is possible: undefined where the request asks for nothing else. */
export function refusalOf({ method }: InternalRequest): InternalAnswer | undefined {
  return method === 'GET' || method === 'HEAD'
    ? undefined
    : textAnswer(405, 'Method Not Allowed', ['Allow', 'GET, HEAD']);
}

export function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return mark === -1 ? target : target.slice(0, mark);
}

export function queryOf(target: string): URLSearchParams {
  const mark = target.indexOf('?');
  return new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1));
}
