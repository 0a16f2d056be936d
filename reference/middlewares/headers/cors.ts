import type { HeadersOptions } from '../../dynamic/middleware.ts';
import type { ProxyRequest } from '../exchange.ts';
import { fieldText, fieldValue, isFieldValue, withField, withMember } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { compileRegexp } from '../regexp.ts';

export interface Cors {
  /** The headers that answer a browser's question whether it may send a request; undefined: it is none. */
  preflight(request: ProxyRequest): string[] | undefined;
  /** The headers of an answer, with what allows its use. */
  allow(headers: readonly string[], request: ProxyRequest): readonly string[];
}

/**
 * Cross-origin requests: https://fetch.spec.whatwg.org/#http-cors-protocol
 *
 * @throws {MiddlewareError}
 */
export function cors(options: HeadersOptions): Cors {
  const methods = options.accessControlAllowMethods.join(',');
  const requestHeaders = options.accessControlAllowHeaders.join(',');
  const exposed = options.accessControlExposeHeaders.join(',');
  const { accessControlMaxAge: maxAge, accessControlAllowCredentials: credentials } = options;
  const allowedOrigin = readOrigins(options);
  for (const value of [methods, requestHeaders, exposed, ...options.accessControlAllowOriginList]) {
    if (isFieldValue(fieldText(value))) continue;
    throw new MiddlewareError(
      'headers',
      'An option of CORS has control characters.',
      'Write it on one line.',
    );
  }
  const isUsed = credentials || maxAge > 0 || [methods, requestHeaders, exposed].some((list) => list !== '');
  const common = credentials ? ['Access-Control-Allow-Credentials', 'true'] : [];
  const forQuestions = [
    ...common,
    ...optional('Access-Control-Allow-Headers', requestHeaders),
    ...optional('Access-Control-Allow-Methods', methods),
    'Access-Control-Max-Age',
    String(maxAge),
  ];
  const forAnswers = [...common, ...optional('Access-Control-Expose-Headers', exposed)];
  const varies = (allowed: string | undefined): boolean => options.addVaryHeader && allowed !== '*';

  if (allowedOrigin === undefined && !isUsed) {
    return { preflight: () => undefined, allow: (headers) => headers };
  }
  return {
    preflight(request) {
      const origin = fieldValue(request.headers, 'origin');
      const asked = fieldValue(request.headers, 'access-control-request-method');
      if (request.method !== 'OPTIONS' || origin === undefined || asked === undefined) return undefined;
      const allowed = allowedOrigin?.(origin);
      const answer = [...forQuestions, ...optional('Access-Control-Allow-Origin', allowed ?? '')];
      return varies(allowed) ? [...answer, 'Vary', 'Origin'] : answer;
    },
    allow(headers, request) {
      const allowed = allowedOrigin?.(fieldValue(request.headers, 'origin') ?? '');
      let changed: readonly string[] = headers;
      if (allowed !== undefined) changed = withField(changed, 'Access-Control-Allow-Origin', allowed);
      for (let at = 0; at + 1 < forAnswers.length; at += 2) {
        changed = withField(changed, forAnswers[at] ?? '', forAnswers[at + 1] ?? '');
      }
      return varies(allowed) && allowedOrigin !== undefined ? withMember(changed, 'Vary', 'Origin') : changed;
    },
  };
}

/** What is answered to an origin; undefined: it may not. */
function readOrigins(options: HeadersOptions): ((origin: string) => string | undefined) | undefined {
  const { accessControlAllowOriginList: list, accessControlAllowOriginListRegex: sources } = options;
  if (list.length === 0 && sources.length === 0) return undefined;
  if (list.includes('*')) return () => '*';
  const expressions = sources.map((source) =>
    compileRegexp(source, 'headers.accessControlAllowOriginListRegex'),
  );
  const origins = new Set(list.map((origin) => origin.toLowerCase()));
  return (origin) => {
    if (origin === '') return undefined;
    const allowed = origins.has(origin.toLowerCase()) || expressions.some((regexp) => regexp.test(origin));
    return allowed ? origin : undefined;
  };
}

function optional(name: string, value: string): string[] {
  return value === '' ? [] : [name, fieldText(value)];
}
