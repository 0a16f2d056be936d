import type { Client } from '../middlewares/exchange.ts';

/** Hears of everything that clients do: access log and metrics. Called often; what it throws is a fault of the process. */
export interface ProxyObserver {
  /** A request has been answered, or its client has left. */
  requestEnded(record: RequestRecord): void;
  /** A request has come in; `requestEnded` will tell of the same. */
  requestBegan?(request: BegunRequest): void;
  /** A router has been found for it. */
  requestRouted?(request: BegunRequest, router: string, service: string): void;
}

export type BegunRequest = Pick<RequestRecord, 'entryPoint' | 'method' | 'requestHeaders'>;

/** A request and what became of it. */
export interface RequestRecord {
  readonly entryPoint: string;
  readonly client: Client;
  /** `address:port` of the peer. */
  readonly peer: string;
  readonly method: string;
  /** Host, with port where the client gave one; empty where there is none. */
  readonly authority: string;
  /** Path and query as the client spelt them. */
  readonly target: string;
  /** As the client sent them: name, value, name, value …; of a request that could not be read, none. */
  readonly requestHeaders: readonly string[];
  /** Milliseconds since 1970. */
  readonly start: number;
  /** Milliseconds, with fractions: until the last byte of the answer was given to the system. */
  readonly duration: number;
  /** What the client was told; 499 where it left before. */
  readonly status: number;
  /** Of the answer, as they went to the client. */
  readonly responseHeaders: readonly string[];
  /** Bytes of the bodies. */
  readonly requestSize: number;
  readonly responseSize: number;
  /** `name@provider`; undefined where no router matched. */
  readonly router: string | undefined;
  readonly service: string | undefined;
  /** The pod that answered, or was asked last. */
  readonly origin:
    | {
        /** `http://10.1.2.3:8080` */
        readonly server: string;
        /** Undefined where it has not answered. */
        readonly status: number | undefined;
        readonly size: number;
        /** Milliseconds until its answer was complete. */
        readonly duration: number;
      }
    | undefined;
  /** How often the request was sent again. */
  readonly retries: number;
  readonly upgrade: 'websocket' | 'sse' | undefined;
}
