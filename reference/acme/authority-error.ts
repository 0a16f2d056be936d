import type { FailureKind } from './back-off.ts';

/** Why an authority has given no certificate: a sentence without its full stop, no keys and no tokens in it. */
export class AuthorityError extends Error {
  override readonly name = 'AuthorityError';
  readonly kind: FailureKind;
  /** Of the problem document (RFC 8555, section 6.7), behind `urn:ietf:params:acme:error:`; empty: there was none. */
  readonly type: string;
  /** What the authority asks to wait before the next attempt, milliseconds. */
  readonly retryAfter: number;

  constructor(
    kind: FailureKind,
    message: string,
    {
      type = '',
      retryAfter = 0,
      ...options
    }: ErrorOptions & { readonly type?: string; readonly retryAfter?: number } = {},
  ) {
    super(message, options);
    this.kind = kind;
    this.type = type;
    this.retryAfter = retryAfter;
  }
}

/** A problem document, or whatever an authority answered in its place, as an error. */
export function refusal(status: number, document: unknown, retryAfter = 0): AuthorityError {
  const { type, detail, subproblems } = problemIn(document);
  const details = [detail, ...subproblems].filter((text) => text !== '').map(plain);
  const message = details.length === 0 ? `the authority answered with status ${status}` : details.join('; ');
  // What the authority could not do may be done soon; what it did not want to is not asked for again at once.
  const kind = status >= 500 && type !== 'rateLimited' ? 'unreachable' : 'refused';
  return new AuthorityError(kind, message, { type, retryAfter });
}

function problemIn(document: unknown): {
  readonly type: string;
  readonly detail: string;
  readonly subproblems: readonly string[];
} {
  const { type, detail, subproblems } = fieldsOf(document);
  return {
    type: textOf(type).replace(/^urn:ietf:params:acme:error:/, ''),
    detail: textOf(detail),
    subproblems: Array.isArray(subproblems)
      ? subproblems.map((problem) => textOf(fieldsOf(problem).detail))
      : [],
  };
}

const longestDetail = 500;

/**
 * What an authority says, on one line that is not too long, without its full stop. Tokens are left out: they are
 * another one at each attempt, and the same failure is to be told once.
 */
export function plain(detail: string): string {
  const line = detail
    .replace(/\s+/g, ' ')
    .replace(/(acme-challenge\/)[\w-]+/g, '$1…')
    .replace(/\.$/, '');
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
