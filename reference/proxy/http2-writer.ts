import {
  constants,
  type Http2ServerResponse,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  type ServerStreamResponseOptions,
} from 'node:http2';
import type { AnswerHead } from '../middlewares/exchange.ts';
import { type ClientWriter, maxWaiting } from './client-writer.ts';
import { http2Fields } from './http2-fields.ts';

/** RFC 9110 §15: Node sends no other. */
const highestStatus = 599;

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
    this.#inform({ ...http2Fields(headers), ':status': status });
  }

  begin({ status, headers }: AnswerHead): void {
    // Said here, where it can still be answered otherwise, and not only when the head goes out.
    if (status > highestStatus) throw new RangeError(`HTTP/2 has no status ${status}`);
    const head: OutgoingHttpHeaders = { ...http2Fields(headers), ':status': status };
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
    if (trailers.length > 0) this.#response.addTrailers(joined(http2Fields(trailers)));
    const head = this.#head;
    if (head !== undefined && trailers.length === 0) {
      this.#respond(head, { endStream: true });
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
    this.#respond(head, { waitForTrailers: true });
  }

  #respond(head: OutgoingHttpHeaders, options: ServerStreamResponseOptions): void {
    this.#head = undefined;
    if (!this.#writable()) return;
    try {
      this.#stream.respond(head, options);
    } catch {
      // There is nobody above who could give another answer: the head is taken for told already.
      this.cut();
    }
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
 * Repeated fields as one (RFC 9110 §5.3): Node, before it could be told otherwise, throws at those that must not stand
 * there twice, when nobody is left to catch it.
 */
function joined(fields: Readonly<Record<string, string | readonly string[]>>): Record<string, string> {
  const single: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(fields)) {
    single[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return single;
}
