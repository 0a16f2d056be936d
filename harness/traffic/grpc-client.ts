/** Calls as gRPC's own library makes them, over HTTP/2 with or without TLS. */
import {
  Client,
  type ClientDuplexStream,
  credentials,
  Metadata,
  type StatusObject,
  status,
} from '@grpc/grpc-js';
import { grpcPath, textCoding } from '../../fixtures/pods/grpc.ts';
import type { Address } from './client.ts';

export interface GrpcTarget {
  /** Of the URL: the name that TLS asks for, and the authority of the calls. */
  readonly host: string;
  /** PEM of the authority that is trusted; undefined: no TLS. */
  readonly authority: string | undefined;
}

export interface GrpcCallOptions {
  readonly metadata: readonly (readonly string[])[];
  /** Milliseconds from now; undefined: no deadline. */
  readonly deadline?: number;
}

/** How a call ended. */
export interface GrpcEnd {
  /** `OK`, `NOT_FOUND` and the like. */
  readonly status: string;
  readonly details: string;
  metadata(name: string): readonly string[];
}

export class GrpcClient {
  readonly #client: Client;

  constructor({ host, authority }: GrpcTarget, { host: address, port }: Address) {
    const trust =
      authority === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(authority));
    this.#client = new Client(`${address}:${port}`, trust, {
      'grpc.default_authority': host,
      ...(authority === undefined ? {} : { 'grpc.ssl_target_name_override': host }),
      // What goes wrong is told, not tried again.
      'grpc.enable_retries': 0,
    });
  }

  /** @param method of the pods' service: `Say`; which of its sides stream, the bytes on the wire don't tell */
  call(method: string, { metadata, deadline }: GrpcCallOptions): GrpcCall {
    const fields = new Metadata();
    for (const [name = '', value = ''] of metadata) fields.add(name, value);
    const { serialize, deserialize } = textCoding;
    const options = deadline === undefined ? {} : { deadline: Date.now() + deadline };
    const stream = this.#client.makeBidiStreamRequest(
      grpcPath(method),
      serialize,
      deserialize,
      fields,
      options,
    );
    return new GrpcCall(stream);
  }

  close(): void {
    this.#client.close();
  }
}

export class GrpcCall {
  /** Messages that have come so far. */
  readonly received: string[] = [];
  /** How it ended, once it has. */
  end: GrpcEnd | undefined;
  readonly #stream: ClientDuplexStream<string, string>;

  constructor(stream: ClientDuplexStream<string, string>) {
    this.#stream = stream;
    stream
      .on('data', (message: string) => this.received.push(message))
      .on('status', ({ code, details, metadata }: StatusObject) => {
        const name = status[code] ?? String(code);
        this.end = { status: name, details, metadata: (field) => metadata.get(field).map(String) };
      })
      // The same, as an exception.
      .on('error', () => {});
  }

  send(message: string): void {
    this.#stream.write(message);
  }

  /** Nothing more is sent. */
  finish(): void {
    this.#stream.end();
  }

  cancel(): void {
    this.#stream.cancel();
  }
}
