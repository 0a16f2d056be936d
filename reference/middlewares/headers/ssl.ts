import type { HeadersOptions } from '../../dynamic/middleware.ts';
import type { ProxyRequest } from '../exchange.ts';
import { fieldValue } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';

export interface SslRedirects {
  /** Over TLS, or another proxy says that it was. */
  isSecure(request: ProxyRequest): boolean;
  /** Where a request that is not as it should be is sent; undefined: it may pass. */
  redirect(request: ProxyRequest, host: string, secure: boolean): string | undefined;
}

/** @throws {MiddlewareError} where `sslHost` is no host */
export function sslRedirects(options: HeadersOptions): SslRedirects {
  const { sslRedirect, sslForceHost, sslHost, isDevelopment } = options;
  if (!/^[\w.:[\]-]*$/.test(sslHost)) {
    throw new MiddlewareError('headers.sslHost', 'It is no host.', 'Write one like secure.example.com.');
  }
  const proof = Object.entries(options.sslProxyHeaders).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  );
  const mayRedirect = sslRedirect && !isDevelopment;
  return {
    isSecure: (request) =>
      request.client.tls !== undefined ||
      proof.some(([name, value]) => fieldValue(request.headers, name) === value),
    redirect(request, host, secure) {
      if (!mayRedirect || host === '') return undefined;
      const wrongHost = sslForceHost && sslHost !== '' && host !== sslHost.toLowerCase();
      if (secure && !wrongHost) return undefined;
      return `https://${sslHost === '' ? request.authority : sslHost}${request.target}`;
    },
  };
}
