import { Agent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { buildConnector } from 'undici';
import { type Connector, placeOf } from './connect-pod.ts';
import { readBeforeWriteFailure } from './write-failure.ts';

/** Lets Node's HTTP client connect to one server as undici's pools do: the same time limit, names, TLS and marks. */
export class ConnectingAgent extends Agent {
  readonly #connect: Connector;
  readonly #place: buildConnector.Options;
  #destroyed = false;

  /** @param origin `scheme://host:port` */
  constructor(origin: string, connect: Connector, options: AgentOptions) {
    super(options);
    this.#connect = connect;
    this.#place = placeOf(origin);
  }

  override createConnection(
    _options: ClientRequestArgs,
    created?: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    this.#connect(this.#place, (...[error, socket]: buildConnector.CallbackArgs) => {
      if (error !== null) {
        created?.(error, new Socket());
      } else if (this.#destroyed) {
        socket.destroy();
        created?.(new Error('the connection is cut'), socket);
      } else {
        readBeforeWriteFailure(socket);
        created?.(null, socket);
      }
    });
  }

  override destroy(): void {
    this.#destroyed = true;
    super.destroy();
  }
}
