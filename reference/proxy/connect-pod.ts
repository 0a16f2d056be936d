import type { LookupFunction, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { buildConnector, errors } from 'undici';
import type { PodTls } from './pod-tls.ts';
import { markErrors } from './upstream-failure.ts';

/** Opens a connection to a pod: undici's form, since undici takes them. */
export type Connector = buildConnector.connector;

export interface ConnectOptions {
  /** Milliseconds in which the connection has to come about, handshake included; 0: no limit. */
  readonly timeout: number;
  /** Finds the addresses of names; undefined: the system does. */
  readonly lookup: LookupFunction | undefined;
}

/** Connections without TLS. */
export function plainConnector({ timeout, lookup }: ConnectOptions): Connector {
  const connect = buildConnector({ timeout, allowH2: false, ...(lookup === undefined ? {} : { lookup }) });
  return (options, callback) => {
    connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
      if (error !== null) {
        callback(error, null);
        return;
      }
      markErrors(socket);
      callback(null, socket);
    });
  };
}

/** How long a connection may be idle before the kernel asks whether the pod is still there, milliseconds. */
const keepAliveDelay = 60_000;

/**
 * Connections over TLS: the callback gets them when the handshake is done and the certificate is in order.
 *
 * @param protocols offered by ALPN (RFC 7301), the most wanted first
 */
export function tlsConnector(
  tls: PodTls,
  protocols: readonly string[],
  { timeout, lookup }: ConnectOptions,
): Connector {
  return ({ hostname, port }, callback) => {
    let socket: ReturnType<typeof connectTls>;
    try {
      socket = connectTls({
        ...tls.options(hostname),
        host: hostname,
        port: Number(port || '443'),
        ALPNProtocols: [...protocols],
        ...(lookup === undefined ? {} : { lookup }),
      });
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      process.nextTick(callback, failure, null);
      return;
    }
    socket.setKeepAlive(true, keepAliveDelay).setNoDelay(true);
    const overdue =
      timeout === 0 ? undefined : setTimeout(() => socket.destroy(new errors.ConnectTimeoutError()), timeout);
    const failed = (error: Error): void => {
      clearTimeout(overdue);
      callback(error, null);
    };
    socket.once('error', failed).once('secureConnect', () => {
      clearTimeout(overdue);
      socket.off('error', failed);
      const fault = tls.fault(socket, hostname);
      if (fault !== undefined) {
        socket.on('error', () => {}).destroy();
        callback(fault, null);
        return;
      }
      markErrors(socket);
      callback(null, socket);
    });
  };
}

/** Where a server listens, as connectors take it. */
export function placeOf(origin: string): buildConnector.Options {
  const { protocol, hostname, port, host } = new URL(origin.replace(/^h2c:/, 'http:'));
  return { protocol, port, host, hostname: hostname.replace(/^\[(.*)\]$/, '$1') };
}

/** Whether HTTP/2 was agreed on in the handshake. */
export function speaksHttp2(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
}
