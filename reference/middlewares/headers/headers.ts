import type { HeadersOptions } from '../../dynamic/middleware.ts';
import { respondEmpty, respondWith, withHead } from '../answering.ts';
import type { Middleware } from '../exchange.ts';
import { fieldText, fieldValue } from '../header-fields.ts';
import { cors } from './cors.ts';
import { readCustomFields } from './custom.ts';
import { securityFields } from './security.ts';
import { sslRedirects } from './ssl.ts';

/**
 * Sets, changes and removes headers of requests and answers, says who may use answers in other origins, and refuses
 * hosts that are not expected.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/headers/
 *
 * @throws {MiddlewareError}
 */
export function headers(options: HeadersOptions): Middleware {
  const changeRequest = readCustomFields(options.customRequestHeaders, 'headers.customRequestHeaders');
  const changeAnswer = readCustomFields(options.customResponseHeaders, 'headers.customResponseHeaders');
  const origins = cors(options);
  const ssl = sslRedirects(options);
  const security = securityFields(options);
  const hosts = new Set(options.allowedHosts.map((host) => host.toLowerCase()));
  const hostHeaders = options.hostsProxyHeaders.map((name) => name.toLowerCase());
  const checksHosts = hosts.size > 0 && !options.isDevelopment;
  const customHost = Object.entries(options.customRequestHeaders).find(
    ([name]) => name.toLowerCase() === 'host',
  )?.[1];

  return (next) => (request, answer) => {
    const told = hostHeaders.map((name) => fieldValue(request.headers, name)).find((host) => host);
    const host = (told ?? request.authority).toLowerCase();
    if (checksHosts && !hosts.has(host) && !hosts.has(host.replace(/:\d*$/, ''))) {
      return respondWith(answer, 500, [], 'Bad Host');
    }
    const secure = ssl.isSecure(request);
    const location = ssl.redirect(request, host, secure);
    if (location !== undefined) {
      return respondWith(answer, options.sslTemporaryRedirect ? 302 : 301, ['Location', fieldText(location)]);
    }
    const preflight = origins.preflight(request);
    if (preflight !== undefined) return respondEmpty(answer, 200, preflight);
    const changed = { ...request, headers: changeRequest(request.headers) };
    return next(
      customHost === undefined || customHost === '' ? changed : { ...changed, host: fieldText(customHost) },
      withHead(answer, (head) => ({
        ...head,
        headers: changeAnswer(security(origins.allow(head.headers, request), secure)),
      })),
    );
  };
}
