import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import { type Connector, placeOf, speaksHttp2 } from './connect-pod.ts';
import { type H2Options, H2Upstream } from './h2-upstream.ts';
import { type Http1Options, Http1Upstream } from './http1-upstream.ts';
import type { OutgoingRequest, Upstream } from './upstream.ts';

export interface NegotiatedOptions {
  readonly http1: Omit<Http1Options, 'connect'>;
  readonly h2: Omit<H2Options, 'open' | 'otherwise'>;
  /** For HTTP/1.1 alone. */
  readonly connect: Connector;
  /** For whichever of both the server takes. */
  readonly negotiate: Connector;
}

/**
 * TLS to one server: the first handshake tells whether it speaks HTTP/2 or HTTP/1.1 (RFC 7301), and nothing is
 * sent before. What was found holds until a connection can't be opened, or a handshake tells otherwise: another
 * pod may have taken the address.
 */
export class NegotiatedUpstream implements Upstream {
  readonly #http1: Http1Upstream;
  readonly #h2: H2Upstream;
  #isHttp1 = false;
  /** Opened to find out, and used by the first of the requests that waited for it. */
  #spare: Socket | undefined;

  constructor({ http1, h2, connect, negotiate }: NegotiatedOptions) {
    const place = placeOf(http1.origin);
    this.#http1 = new Http1Upstream({ ...http1, connect: this.#connectHttp1(connect) });
    this.#h2 = new H2Upstream({
      ...h2,
      open: (opened) =>
        negotiate(place, (...[error, socket]: buildConnector.CallbackArgs) => {
          if (error !== null) opened(error, null);
          else if (speaksHttp2(socket)) opened(null, socket);
          else {
            this.#isHttp1 = true;
            this.#keepSpare(socket);
            opened(null, null);
          }
        }),
      otherwise: this.#http1,
    });
  }

  send(request: OutgoingRequest, handler: Dispatcher.DispatchHandler): void {
    if (this.#isHttp1) this.#http1.send(request, handler);
    else this.#h2.send(request, handler);
  }

  failed(error: Error): void {
    this.#http1.failed(error);
  }

  async close(): Promise<void> {
    // Those that wait for a handshake may go on as HTTP/1.1.
    await this.#h2.close();
    await this.#http1.close();
    this.#spare?.destroy();
  }

  async destroy(): Promise<void> {
    this.#spare?.destroy();
    await Promise.all([this.#h2.destroy(), this.#http1.destroy()]);
  }

  #keepSpare(socket: Socket): void {
    this.#spare?.destroy();
    this.#spare = socket;
    socket.on('error', () => {});
  }

  #connectHttp1(connect: Connector): Connector {
    return (options, callback) => {
      const spare = this.#spare;
      this.#spare = undefined;
      if (spare !== undefined && !spare.destroyed && spare.readable) {
        // Not before this call returns: nobody expects a connection that soon.
        process.nextTick(callback, null, spare);
        return;
      }
      connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
        if (error !== null) {
          this.#isHttp1 = false;
          callback(error, null);
        } else callback(null, socket);
      });
    };
  }
}
