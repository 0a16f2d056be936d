import type { ForwardAuth } from '../../dynamic/middleware.ts';
import { LateFlow } from '../answering.ts';
import type { Middleware, ProxyRequest } from '../exchange.ts';
import { asRead, fieldValue, fieldValues, isFieldName, withoutFields } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { compileRegexp } from '../regexp.ts';
import { AuthServer } from './auth-server.ts';

/**
 * Asks another server whether a request may pass: where it answers with a 2xx, the request goes on, with the headers
 * that it gave; otherwise its answer is the client's.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/forwardauth/
 *
 * @throws {MiddlewareError}
 */
export function forwardAuth(options: ForwardAuth): Middleware {
  const server = new AuthServer(options);
  const question = questionOf(options);
  const accept = acceptance(options);
  return (next) => (request, answer) => {
    const flow = new LateFlow(answer);
    flow.follow(() =>
      server.ask(question(request), answer, (headers) => {
        flow.follow(() => next(accept(request, headers), answer));
      }),
    );
    return flow;
  };
}

/** The headers that the server is asked with: the client's, and what was asked of the proxy. */
function questionOf(options: ForwardAuth): (request: ProxyRequest) => string[] {
  const passed = readNames(options.authRequestHeaders, 'forwardAuth.authRequestHeaders');
  return (request) => {
    const { headers, client } = request;
    const mayPass = (name: string): boolean => passed.size === 0 || passed.has(name);
    const asked = withoutFields(headers, (name) => notForQuestions.has(name) || !mayPass(name));
    const believed = (name: string): string | undefined =>
      options.trustForwardHeader ? fieldValue(headers, name) : undefined;
    // The proxy has put the client behind those that it believes.
    const addresses = fieldValues(headers, 'x-forwarded-for').join(', ');
    const forwarded = options.trustForwardHeader && addresses !== '' ? addresses : client.address;
    asked.push(
      'X-Forwarded-Method',
      believed('x-forwarded-method') ?? request.method,
      'X-Forwarded-Proto',
      believed('x-forwarded-proto') ?? (client.tls === undefined ? 'http' : 'https'),
      'X-Forwarded-Host',
      believed('x-forwarded-host') ?? request.authority,
      'X-Forwarded-Uri',
      believed('x-forwarded-uri') ?? request.target,
      'X-Forwarded-For',
      forwarded,
    );
    return asked;
  };
}

/** Told anew, of the body, or of a connection. */
const notForQuestions: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-method',
  'x-forwarded-proto',
  'x-forwarded-uri',
]);

/** The request that goes on: of the headers listed, those that the server gave, and never the client's own. */
function acceptance(options: ForwardAuth): (request: ProxyRequest, given: readonly string[]) => ProxyRequest {
  const names = readNames(options.authResponseHeaders, 'forwardAuth.authResponseHeaders');
  const source = options.authResponseHeadersRegex;
  const regexp = source === '' ? undefined : compileRegexp(source, 'forwardAuth.authResponseHeadersRegex');
  if (names.size === 0 && regexp === undefined) return (request) => request;
  const isGiven = (name: string): boolean => !neverGiven.has(name) && names.has(name);
  const matches = (name: string): boolean =>
    regexp !== undefined && !neverGiven.has(name.toLowerCase()) && regexp.test(canonical(name));
  const namesAsRead = new Set([...names].filter((name) => !neverGiven.has(name)).map(asRead));
  const isListed = (name: string): boolean => isGiven(name) || matches(name);
  // A client must not say it by another spelling of the name either.
  const isForged = (name: string): boolean =>
    isListed(name) || (name.includes('_') && (namesAsRead.has(asRead(name)) || matches(asRead(name))));
  return (request, given) => {
    return {
      ...request,
      headers: [
        ...withoutFields(request.headers, isForged),
        ...withoutFields(given, (name) => !isListed(name)),
      ],
    };
  };
}

/** What says how a message ends, or where it goes. */
const neverGiven: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function readNames(names: readonly string[], field: string): ReadonlySet<string> {
  for (const name of names) {
    if (isFieldName(name.trim())) continue;
    throw new MiddlewareError(field, `"${name}" is no header's name.`, 'Write one like X-User.');
  }
  return new Set(names.map((name) => name.trim().toLowerCase()));
}

/** As Go spells names, which expressions are written for: `X-Auth-User`. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
