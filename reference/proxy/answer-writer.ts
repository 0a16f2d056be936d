import { type ServerResponse, STATUS_CODES } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { AnswerHead } from '../middlewares/exchange.ts';
import { type ClientWriter, maxWaiting } from './client-writer.ts';
import { withoutHeaders } from './header-names.ts';
import { inPairs } from './response-head.ts';

/** Up to this size, bytes, a body that is there at once is sent in one write with the head before it. */
const smallBody = 16 * 1024;

/**
 * Writes an answer over HTTP/1. What comes from the pod in one packet goes out in one; a head whose body
 * is not there yet goes out by itself, so that nothing is ever held back.
 */
export class AnswerWriter implements ClientWriter {
  readonly #response: ServerResponse;
  /** Called when the client has caught up after `write` returned false. */
  readonly #resume: () => void;
  #held: Buffer | undefined;
  #flowing = false;
  #ended = false;

  constructor(response: ServerResponse, resume: () => void) {
    this.#response = response;
    this.#resume = resume;
  }

  get begun(): boolean {
    return this.#response.headersSent;
  }

  goOn(): void {
    this.#response.writeContinue();
  }

  inform(status: number, headers: readonly string[]): void {
    const { req, socket } = this.#response;
    // A pod that sends them without end must not fill the memory for a client that does not read.
    if (req.httpVersionMinor === 0 || socket === null || socket.writableLength > maxWaiting) return;
    let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
    for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
    socket.write(`${text}\r\n`, 'latin1');
  }

  begin({ status, reason, headers }: AnswerHead): void {
    const { req } = this.#response;
    const all = req.httpVersionMinor === 0 ? withoutHeaders(headers, ['trailer']) : headers;
    // Always named, since a response that was begun in vain remembers the reason of that time. Node only reads the headers.
    this.#response.writeHead(status, reason || (STATUS_CODES[status] ?? ''), all as string[]);
    process.nextTick(flush, this);
  }

  write(chunk: Buffer): boolean {
    if (!this.#flowing && this.#held === undefined) {
      this.#held = chunk;
      return true;
    }
    this.#flow();
    return this.#send(chunk);
  }

  end(trailers: readonly string[]): void {
    if (trailers.length > 0) this.#response.addTrailers(inPairs(trailers));
    this.#ended = true;
    const held = this.#held;
    if (held === undefined) this.#response.end();
    // Node joins a head with a string, but not with a buffer.
    else if (held.length <= smallBody) this.#response.end(held.toString('latin1'), 'latin1');
    else this.#response.end(held);
  }

  cut(): void {
    const { req, socket } = this.#response;
    // Without chunks or a length, the end of the connection is the end of the body: only a reset says otherwise,
    // and over TLS that it is not closed properly (RFC 8446, section 6.1).
    const reset = req.httpVersionMinor === 0 && !(socket instanceof TLSSocket);
    if (socket !== null && reset) socket.resetAndDestroy();
    else this.#response.destroy();
  }

  /** Sends what there is, now that the packet has been read. */
  flush(): void {
    if (this.#flowing || this.#ended || this.#response.destroyed) return;
    if (this.#held === undefined) this.#response.flushHeaders();
    this.#flow();
  }

  #flow(): void {
    this.#flowing = true;
    const held = this.#held;
    this.#held = undefined;
    if (held !== undefined) this.#send(held);
  }

  #send(chunk: Buffer): boolean {
    if (this.#response.write(chunk)) return true;
    if (this.#response.listenerCount('drain') === 0) this.#response.once('drain', this.#resume);
    return false;
  }
}

function flush(writer: AnswerWriter): void {
  writer.flush();
}
