import type { ProxyRequest } from '../middlewares/exchange.ts';
import type { RuntimeService, Server } from '../runtime/runtime.ts';
import { headerKind } from './header-names.ts';

export interface Choice {
  readonly server: Server;
  /** `Set-Cookie` for the answer, where the client is to stay with the server and does not know yet. */
  readonly cookie: string | undefined;
}

/** The server that the client is bound to, or else the next one; undefined where there is none (503). */
export function chooseServer(service: RuntimeService, request: ProxyRequest): Choice | undefined {
  const { sticky } = service;
  const bound = sticky?.serverOf(cookiesOf(request.headers));
  if (bound !== undefined) return { server: bound, cookie: undefined };
  const server = service.next();
  return server && { server, cookie: sticky?.cookieFor(server) };
}

/** The Host that the server sees (routing page, `service.passhostheader`). */
export function hostFor(request: ProxyRequest, service: RuntimeService, server: Server): string {
  if (request.host !== undefined) return request.host;
  return service.passHostHeader && request.authority !== '' ? request.authority : server.authority;
}

function cookiesOf(headers: readonly string[]): string {
  let cookies = '';
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (headerKind(headers[at] ?? '') !== 'cookie') continue;
    cookies += cookies === '' ? headers[at + 1] : `; ${headers[at + 1]}`;
  }
  return cookies;
}
