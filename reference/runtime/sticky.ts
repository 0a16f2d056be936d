import { createHash } from 'node:crypto';
import type { StickyCookie } from '../dynamic/configuration.ts';
import type { Server, StickyCookies } from './runtime.ts';

/** Hex digits of a value: enough that no two pods of a service share one. */
const valueLength = 16;

/**
 * Cookies that stand for the servers of one service. Names and values are made from what every instance knows, so
 * that a client may come to any of them. A value is a digest of service and server, which leads nobody to an
 * address that he does not know already.
 */
export class ServerCookies implements StickyCookies {
  readonly #name: string;
  readonly #attributes: string;
  readonly #service: string;
  readonly #servers = new Map<string, Server>();

  /** @param service `name@provider` */
  constructor(service: string, cookie: StickyCookie, servers: readonly Server[]) {
    this.#service = service;
    this.#name = cookie.name ?? defaultName(service);
    this.#attributes = attributes(cookie);
    for (const server of servers) this.#servers.set(this.#valueFor(server), server);
  }

  serverOf(cookies: string): Server | undefined {
    for (const pair of cookies.split(';')) {
      const equals = pair.indexOf('=');
      if (equals === -1 || pair.slice(0, equals).trim() !== this.#name) continue;
      // A client may bring several of that name, of other paths or domains.
      const server = this.#servers.get(pair.slice(equals + 1).trim());
      if (server !== undefined) return server;
    }
    return undefined;
  }

  cookieFor(server: Server): string {
    return `${this.#name}=${this.#valueFor(server)}${this.#attributes}`;
  }

  #valueFor({ origin }: Server): string {
    return digest(`${this.#service}\n${origin}`).slice(0, valueLength);
  }
}

/** An underscore and five hexadecimal digits. */
function defaultName(service: string): string {
  return `_${digest(service).slice(0, 5)}`;
}

/** RFC 6265, section 4.1, and `SameSite` of its successor. */
function attributes({ secure, httpOnly, sameSite }: StickyCookie): string {
  return [
    '; Path=/',
    httpOnly === true ? '; HttpOnly' : '',
    secure === true ? '; Secure' : '',
    sameSite === undefined ? '' : `; SameSite=${sameSiteNames[sameSite]}`,
  ].join('');
}

const sameSiteNames = { none: 'None', lax: 'Lax', strict: 'Strict' } as const;

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
