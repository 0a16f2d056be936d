import {
  constants,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AnswerHead } from '../middlewares/exchange.ts';
import { type ClientWriter, maxWaiting } from './client-writer.ts';
import { inPairs } from './response-head.ts';

/**
 * Writes an answer over HTTP/2 (RFC 9113). A head waits for what comes with it, so that an answer without a body ends
 * with its head: gRPC tells errors in that way, and knows no other.
 */
export class Http2Writer implements ClientWriter {
  readonly #response: Http2ServerResponse;
  readonly #stream: ServerHttp2Stream;
  /** Called when the client has caught up after `write` returned false. */
  readonly #resume: () => void;
  #head: OutgoingHttpHeaders | undefined;
  #begun = false;
  #behind = false;

  constructor(response: Http2ServerResponse, resume: () => void) {
    this.#response = response;
    this.#stream = response.stream;
    this.#resume = resume;
  }

  get begun(): boolean {
    return this.#begun;
  }

  goOn(): void {
    this.#inform({ ':status': 100 });
  }

  inform(status: number, headers: readonly string[]): void {
    this.#inform({ ...fieldsOf(headers), ':status': status });
  }

  begin({ status, headers }: AnswerHead): void {
    const head: OutgoingHttpHeaders = { ...fieldsOf(headers), ':status': status };
    this.#begun = true;
    this.#head = head;
    // A gRPC answer whose status stands in its head has neither a body nor trailers.
    if (head['grpc-status'] === undefined) process.nextTick(flush, this);
  }

  write(chunk: Buffer): boolean {
    this.flush();
    if (!this.#writable() || this.#stream.write(chunk)) return true;
    if (!this.#behind) this.#stream.once('drain', this.#caughtUp);
    this.#behind = true;
    return false;
  }

  end(trailers: readonly string[]): void {
    // Node sends them when the stream has ended; none is sent as nothing at all.
    if (trailers.length > 0) this.#response.addTrailers(fieldsOf(trailers));
    const head = this.#head;
    if (head !== undefined && trailers.length === 0) {
      this.#head = undefined;
      if (this.#writable()) this.#stream.respond(head, { endStream: true });
      return;
    }
    this.flush();
    if (this.#writable()) this.#stream.end();
  }

  cut(): void {
    this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  /** Sends the head, if it has not gone out. */
  flush(): void {
    const head = this.#head;
    if (head === undefined) return;
    this.#head = undefined;
    if (this.#writable()) this.#stream.respond(head, { waitForTrailers: true });
  }

  readonly #caughtUp = (): void => {
    this.#behind = false;
    this.#resume();
  };

  #inform(fields: OutgoingHttpHeaders): void {
    // A pod that sends them without end must not fill the memory for a client that does not read.
    if (this.#begun || !this.#writable() || this.#waiting() > maxWaiting) return;
    this.#stream.additionalHeaders(fields);
  }

  #waiting(): number {
    return this.#stream.session?.socket.writableLength ?? 0;
  }

  /** A stream that its client has given up takes nothing more. */
  #writable(): boolean {
    return !this.#stream.destroyed && !this.#stream.closed;
  }
}

function flush(writer: Http2Writer): void {
  writer.flush();
}

/**
 * Fields as Node's HTTP/2 takes them: lower case (RFC 9113 §8.2.1), repeated ones as lists.
 */
function fieldsOf(headers: readonly string[]): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const [spelt, value] of inPairs(headers)) {
    const name = spelt.toLowerCase();
    if (ofConnections.has(name)) continue;
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else fields[name] = [before, value];
  }
  return fields;
}

/** What is left of fields that belong to a connection, and would be a malformed message (RFC 9113 §8.2.2). */
const ofConnections: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);
