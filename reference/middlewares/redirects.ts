/**
 * Middlewares that send clients elsewhere.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/redirectscheme/ and …/redirectregex/
 */
import type { RedirectRegex, RedirectScheme } from '../dynamic/middleware.ts';
import { respondWith } from './answering.ts';
import type { Middleware, ProxyRequest } from './exchange.ts';
import { fieldText, fieldValue, isFieldValue } from './header-fields.ts';
import { MiddlewareError } from './middleware-error.ts';
import { compileRegexp, readReplacement, replaceMatches } from './regexp.ts';

/** @throws {MiddlewareError} where scheme or port are none */
export function redirectScheme({ scheme, port, permanent }: RedirectScheme): Middleware {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme)) {
    throw new MiddlewareError('redirectScheme.scheme', `"${scheme}" is no scheme.`, 'Write `https`.');
  }
  if (!/^\d{0,5}$/.test(port) || Number(port) > 65_535) {
    throw new MiddlewareError('redirectScheme.port', `"${port}" is no port.`, 'Write a number up to 65535.');
  }
  const wanted = scheme.toLowerCase();
  const suffix = port === '' || port === defaultPorts[wanted] ? '' : `:${port}`;
  return (next) => (request, answer) => {
    const host = hostWithoutPort(request.authority);
    if (clientScheme(request) === wanted || host === '') return next(request, answer);
    return redirect(request, answer, `${wanted}://${host}${suffix}${request.target}`, permanent);
  };
}

/**
 * What the expression finds in the URL is replaced, and the client sent to what comes out.
 *
 * @throws {MiddlewareError} where it is not a regular expression
 */
export function redirectRegex(options: RedirectRegex): Middleware {
  const regexp = compileRegexp(options.regex, 'redirectRegex.regex');
  const template = options.replacement.trim();
  const replacement = readReplacement(template);
  return (next) => (request, answer) => {
    const url = requestUrl(request);
    const location = replaceMatches(regexp, url, replacement);
    if (location === undefined || location === url) return next(request, answer);
    if (!isRedirectTarget(location, url, template)) return respondWith(answer, 500);
    return redirect(request, answer, location, options.permanent);
  };
}

const defaultPorts: Readonly<Record<string, string>> = { http: '80', https: '443', ws: '80', wss: '443' };

/**
 * Redirects a request, and lets its method and body go with it: to a 301 or 302, browsers answer with a `GET`
 * (RFC 9110 §15.4.2).
 */
function redirect(
  request: ProxyRequest,
  answer: Parameters<typeof respondWith>[0],
  location: string,
  permanent: boolean,
): ReturnType<typeof respondWith> {
  const keepsMethod = request.method !== 'GET' && request.method !== 'HEAD';
  const status = permanent ? (keepsMethod ? 308 : 301) : keepsMethod ? 307 : 302;
  return respondWith(answer, status, ['Location', fieldText(location)]);
}

/** Where the client has asked, as far as those that are trusted say: `http` or `https`. */
function clientScheme(request: ProxyRequest): string {
  const told = fieldValue(request.headers, 'x-forwarded-proto')?.toLowerCase();
  if (told === 'https' || told === 'wss') return 'https';
  if (told === 'http' || told === 'ws') return 'http';
  return request.client.tls === undefined ? 'http' : 'https';
}

function requestUrl(request: ProxyRequest): string {
  return `${clientScheme(request)}://${request.authority}${request.target}`;
}

function hostWithoutPort(authority: string): string {
  return authority.replace(/:\d*$/, '');
}

/** A URL or the path of one; of another scheme than the web's only where the template itself says so. */
function isRedirectTarget(location: string, base: string, template: string): boolean {
  if (location === '' || !isFieldValue(fieldText(location))) return false;
  if (!URL.canParse(location, base)) return false;
  const { protocol } = new URL(location, base);
  return protocol === 'http:' || protocol === 'https:' || template.toLowerCase().startsWith(protocol);
}
