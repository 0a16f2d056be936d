import type { Socket } from 'node:net';
import { type IpRanges, ipRanges } from '../../addresses/ip-ranges.ts';
import { peek } from '../peek.ts';
import { type Endpoint, readProxyHeader } from './header.ts';

/** `proxyProtocol` of an entry point. */
export interface SenderOptions {
  readonly insecure: boolean;
  /** Addresses and CIDR ranges. */
  readonly trustedIPs: readonly string[];
}

/**
 * Who connects to an entry point, and whom they pass on by the PROXY protocol. Headers are taken off whoever sends
 * them; what they say counts where the sender is trusted, and nobody has to send one.
 */
export class Senders {
  readonly #trust: IpRanges | undefined;
  readonly #sources = new WeakMap<Socket, Endpoint>();

  /** @param options undefined: the PROXY protocol is not spoken, and what begins like it is the client's own */
  constructor(options: SenderOptions | undefined) {
    this.#trust = options && (options.insecure ? () => true : ipRanges(options.trustedIPs));
  }

  /**
   * Calls `next` when a connection's header has been taken off, or it has shown that there is none; what follows is
   * left to be read. A header that is malformed, or not complete within `timeout` milliseconds, ends the connection.
   */
  receive(socket: Socket, timeout: number, next: () => void): void {
    const trust = this.#trust;
    if (trust === undefined) {
      next();
      return;
    }
    peek(socket, timeout, readProxyHeader, (header) => {
      if (header.kind === 'malformed') {
        socket.destroy();
        return;
      }
      if (header.kind === 'header') {
        socket.read(header.length);
        if (header.source !== undefined && trust(socket.remoteAddress ?? ''))
          this.#sources.set(socket, header.source);
      }
      next();
    });
  }

  /** Whom the sender of a connection passes on; undefined where it is the client itself, as far as can be known. */
  sourceOf(socket: Socket): Endpoint | undefined {
    return this.#sources.get(socket);
  }
}
