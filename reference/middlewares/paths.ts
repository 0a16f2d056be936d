/**
 * Middlewares that change the path which a pod is asked for.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/overview/
 */
import { decodePath } from '../runtime/facts.ts';
import type { Middleware, ProxyRequest } from './exchange.ts';
import { fieldText, withField } from './header-fields.ts';
import { escapePath, prefixLength, readTarget, writeTarget } from './path.ts';
import { compileRegexp, readReplacement, replaceMatches } from './regexp.ts';

export function addPrefix({ prefix }: { readonly prefix: string }): Middleware {
  const added = escapePath(prefix.toWellFormed());
  return changingRequests((request) => {
    const { path, query } = readTarget(request.target);
    return { ...request, target: writeTarget({ path: added + path, query }) };
  });
}

/** Takes away the first of the prefixes that the path begins with. */
export function stripPrefix({ prefixes }: { readonly prefixes: readonly string[] }): Middleware {
  return changingRequests((request) => {
    const { path } = readTarget(request.target);
    for (const prefix of prefixes) {
      const length = prefixLength(path, prefix);
      if (length !== undefined && prefix !== '') return withoutPrefix(request, prefix, length);
    }
    return request;
  });
}

/**
 * Takes away what the first of the expressions finds at the beginning of the path, as rules match it.
 *
 * @throws {MiddlewareError} where one is not a regular expression
 */
export function stripPrefixRegex({ regex }: { readonly regex: readonly string[] }): Middleware {
  const expressions = regex.map((source) => compileRegexp(source, 'stripPrefixRegex.regex'));
  return changingRequests((request) => {
    const { path } = readTarget(request.target);
    const decoded = decodePath(path);
    for (const expression of expressions) {
      const matcher = expression.matcher(decoded);
      if (!matcher.find() || matcher.start() !== 0) continue;
      const prefix = matcher.group() ?? '';
      const length = prefixLength(path, prefix);
      if (length !== undefined && prefix !== '') return withoutPrefix(request, prefix, length);
    }
    return request;
  });
}

export function replacePath({ path }: { readonly path: string }): Middleware {
  const replaced = escapePath(path.toWellFormed());
  return changingRequests((request) => withPath(request, replaced));
}

/**
 * Replaces what the expression finds in the path, which is taken as the client spelt it.
 *
 * @throws {MiddlewareError} where it is not a regular expression
 */
export function replacePathRegex(options: {
  readonly regex: string;
  readonly replacement: string;
}): Middleware {
  const regexp = compileRegexp(options.regex, 'replacePathRegex.regex');
  const replacement = readReplacement(options.replacement.trim().toWellFormed());
  return changingRequests((request) => {
    const replaced = replaceMatches(regexp, readTarget(request.target).path, replacement);
    return replaced === undefined ? request : withPath(request, escapePath(replaced));
  });
}

function changingRequests(change: (request: ProxyRequest) => ProxyRequest): Middleware {
  return (next) => (request, answer) => next(change(request), answer);
}

function withoutPrefix(request: ProxyRequest, prefix: string, length: number): ProxyRequest {
  const { path, query } = readTarget(request.target);
  return {
    ...request,
    target: writeTarget({ path: path.slice(length), query }),
    headers: [...request.headers, 'X-Forwarded-Prefix', fieldText(withoutControls(prefix))],
  };
}

function withPath(request: ProxyRequest, path: string): ProxyRequest {
  const { path: former, query } = readTarget(request.target);
  return {
    ...request,
    target: writeTarget({ path, query }),
    headers: withField(request.headers, 'X-Replaced-Path', former),
  };
}

/** What an expression has found in a decoded path may hold line ends, which no field can. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => encodeURIComponent(character));
}
