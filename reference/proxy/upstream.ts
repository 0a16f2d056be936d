import type { LookupFunction } from 'node:net';
import type { Dispatcher } from 'undici';
import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Server } from '../runtime/runtime.ts';
import { type Connector, placeOf, plainConnector, tlsConnector } from './connect-pod.ts';
import { H2Upstream } from './h2-upstream.ts';
import { Http1Upstream } from './http1-upstream.ts';
import { NegotiatedUpstream } from './negotiated-upstream.ts';
import type { PodTls } from './pod-tls.ts';
import type { OutgoingBody } from './transmission.ts';

/** Milliseconds; 0: no limit. */
export interface UpstreamTimeouts {
  /** To open a connection to a pod. */
  readonly connect: number;
  /** From the end of the request to the end of the pod's header section. */
  readonly responseHeader: number;
  /** How long an unused connection is kept. */
  readonly idle: number;
}

/** A request as it goes to a server. */
export interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  /** Name, value, name, value …, Host first; of the fields that frame a message Content-Length alone. */
  readonly headers: string[];
  readonly body: OutgoingBody | null;
}

/** The connections to one server, each opened when it is needed. Handlers are told what undici's are told. */
export interface Upstream {
  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void;
  /** Hears of what a request has failed for, before it is perhaps sent once more. */
  failed?(error: Error): void;
  /** Resolves when requests under way have ended and every connection is closed. */
  close(): Promise<void>;
  /** Cuts every connection; requests still under way fail. */
  destroy(): Promise<void>;
}

/** Largest header section that a pod may send, bytes. */
const maxHeaderSize = 256 * 1024;

/** What connections to a server are made with. */
export interface UpstreamInput {
  readonly transport: ServersTransport;
  /** Of that transport. */
  readonly tls: PodTls;
  readonly lookup: LookupFunction | undefined;
}

/** HTTP/1.1 for `http`, HTTP/2 for `h2c`, and for `https` what server and transport agree on. */
export function openUpstream({ origin, authority }: Server, input: UpstreamInput): Upstream {
  const { transport } = input;
  const timeouts = timeoutsOf(transport);
  const kept = maxIdle(transport);
  const http1 = { origin, timeouts, maxIdle: kept, maxHeaderSize };
  const { readIdleTimeout, pingTimeout } = transport.forwardingTimeouts;
  const h2 = {
    origin,
    authority,
    // One connection has many streams, so that of the number that is kept only 0 counts: it closes at once.
    timeouts: kept === 0 ? { ...timeouts, idle: 1 } : timeouts,
    readIdleTimeout,
    pingTimeout,
    maxHeaderSize,
  };
  if (origin.startsWith('h2c:')) {
    const connect = connectorTo(origin, input);
    const place = placeOf(origin);
    return new H2Upstream({ ...h2, open: (opened) => connect(place, opened) });
  }
  if (origin.startsWith('http:') || transport.disableHTTP2) {
    return new Http1Upstream({ ...http1, connect: connectorTo(origin, input) });
  }
  return new NegotiatedUpstream({
    http1,
    h2,
    connect: connectorTo(origin, input),
    negotiate: connectorTo(origin, input, ['h2', 'http/1.1']),
  });
}

/**
 * Connections to a server for whoever speaks HTTP/1.1 there.
 *
 * @param protocols offered where TLS is spoken
 */
export function connectorTo(
  origin: string,
  { transport, tls, lookup }: UpstreamInput,
  protocols: readonly string[] = ['http/1.1'],
): Connector {
  const options = { timeout: transport.forwardingTimeouts.dialTimeout, lookup };
  return origin.startsWith('https:') ? tlsConnector(tls, protocols, options) : plainConnector(options);
}

export function timeoutsOf({ forwardingTimeouts }: ServersTransport): UpstreamTimeouts {
  const { dialTimeout, responseHeaderTimeout, idleConnTimeout } = forwardingTimeouts;
  return { connect: dialTimeout, responseHeader: responseHeaderTimeout, idle: idleConnTimeout };
}

/** Go's `http.DefaultMaxIdleConnsPerHost`. */
const defaultMaxIdle = 2;

function maxIdle({ maxIdleConnsPerHost }: ServersTransport): number {
  return maxIdleConnsPerHost === 0 ? defaultMaxIdle : Math.max(maxIdleConnsPerHost, 0);
}
