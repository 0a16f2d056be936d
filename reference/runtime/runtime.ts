import type { Router, ServersTransport, Service, TlsCertificate } from '../dynamic/configuration.ts';
import type { Middleware as MiddlewareDefinition } from '../dynamic/middleware.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Handler, Middleware } from '../middlewares/exchange.ts';
import type { TlsTable } from './tls-table.ts';

/** What rules are matched against. Built once per request by the entry point; nothing in it is parsed twice. */
export interface RequestFacts {
  readonly method: string;
  /** Lower case, without port, without a final dot; an IPv6 literal without brackets. */
  readonly host: string;
  /** The path to match on: percent-escapes decoded except those of `/`; starts with `/` (or is `*`). */
  readonly path: string;
  /** Without the `?`; empty where there is none. */
  readonly query: string;
  /** As Node gives them: lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Address of the peer, without port. */
  readonly clientAddress: string;
}

/** Where requests that matched a router go. */
export interface Route {
  /** `name@provider`. */
  readonly router: string;
  readonly service: RuntimeService;
  /** Those of the router, the outermost first. */
  readonly middlewares: readonly Middleware[];
}

/**
 * One address of a pod, and how connections to it are made. The same object for the same of both for as long as any
 * service names it, so that state can hang on it.
 */
export interface Server {
  /** `http://10.1.2.3:8080`: scheme, host, port; no path. */
  readonly origin: string;
  /** `10.1.2.3:8080`: what the pod sees as Host where the client's is not passed on. */
  readonly authority: string;
  /** Absent: as the static `serversTransport` says. */
  readonly transport?: ServersTransport;
}

/** How clients stay with the server that answered them first (routing page, `service.sticky.cookie`). */
export interface StickyCookies {
  /**
   * @param cookies a `Cookie` header (RFC 6265, section 4.2)
   * @returns undefined where none of them stands for a server that there is
   */
  serverOf(cookies: string): Server | undefined;
  /** The `Set-Cookie` header for clients that the server answers. */
  cookieFor(server: Server): string;
}

export interface RuntimeService {
  /** `name@provider`. */
  readonly name: string;
  readonly passHostHeader: boolean;
  readonly servers: readonly Server[];
  /** Undefined: clients are not bound to a server. */
  readonly sticky: StickyCookies | undefined;
  /** Answers in the place of servers: `api@internal` and the like. */
  readonly internal?: Handler;
  /** The next server by round robin; undefined where there is none (503). Keeps its turn over a swap of the runtime. */
  next(): Server | undefined;
}

export interface RoutingTable {
  /** The route of the router with the highest priority among those whose rule matches; undefined: 404. */
  find(request: RequestFacts): Route | undefined;
}

/** Shared by all entry points, whoever loaded a certificate. */
export interface CertificateTable extends Iterable<TlsCertificate> {
  /**
   * The certificate for a name that a handshake asks for (RFC 6066, section 3): one with exactly that name, or
   * one with the wildcard that covers it. The same object for the same content over a swap of the runtime.
   *
   * @returns undefined: the default certificate
   */
  find(serverName: string): TlsCertificate | undefined;
}

/**
 * One immutable answer to "what is in force?": routers resolved, tables built. Entry points hold the current
 * one and swap it in one assignment; a request keeps the one it began with.
 */
export interface Runtime {
  /** By entry point and by whether the request came over TLS. */
  table(entryPoint: string, tls: boolean): RoutingTable;
  readonly certificates: CertificateTable;
  /** How TLS is spoken on an entry point. */
  tls(entryPoint: string): TlsTable;
  /** Of an entry point, applied to every router on it before the router's own; the outermost first. */
  entryPointMiddlewares(entryPoint: string): readonly Middleware[];
  /** For middlewares that reach others: see `Services`. @param name `name@provider` */
  service(name: string): RuntimeService | undefined;
  /** For the API: what was asked for, where it is used, and whether it is in force. By `name@provider`. */
  readonly routers: ReadonlyMap<string, RouterState>;
  readonly services: ReadonlyMap<string, ServiceState>;
  readonly middlewares: ReadonlyMap<string, MiddlewareState>;
  /** Origins that some service names: connections to any other may be closed. */
  readonly servers: ReadonlySet<Server>;
  readonly problems: readonly Problem[];
}

export interface RouterState {
  readonly router: Router;
  readonly status: 'enabled' | 'disabled' | 'warning';
  readonly errors: readonly string[];
  /** Entry points that it listens on. */
  readonly using: readonly string[];
}

export interface ServiceState {
  /** Without secrets. */
  readonly service: Service;
  readonly status: 'enabled' | 'disabled' | 'warning';
  readonly errors: readonly string[];
  /** Routers that name it. */
  readonly usedBy: readonly string[];
}

export interface MiddlewareState {
  /** Without secrets. */
  readonly middleware: MiddlewareDefinition;
  readonly status: 'enabled' | 'disabled' | 'warning';
  readonly errors: readonly string[];
  /** Routers that name it. */
  readonly usedBy: readonly string[];
}
