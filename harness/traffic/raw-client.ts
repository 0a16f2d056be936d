/**
 * A client that sends bytes as they are, for requests that no HTTP library would send, at the pace that a
 * scenario gives, and that tells how the connection ends.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { timeoutScale } from '../scenario/deadline.ts';
import type { Address } from './client.ts';
import { type Over, type RawAnswer, readRawAnswer } from './raw-answer.ts';

/** How long a client waits for what must come. It only bounds how long a failure takes. */
const patienceMs = 10_000;

export class RawConnection {
  readonly #socket: Socket;
  #received = '';
  #over: Over = false;
  #waiting: (() => void)[] = [];
  /** Methods of requests that have not been answered, as far as they could be told. */
  readonly #methods: string[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket
      .on('data', (text: string) => {
        this.#received += text;
        this.#wake();
      })
      .on('error', () => this.#end('broken'))
      .on('end', () => this.#end('ended'))
      .on('close', () => this.#end('broken'));
  }

  /** @param bytes as Latin-1 */
  send(bytes: string): void {
    const [, method] = /^([A-Z]+) \S+ HTTP\/1/.exec(bytes) ?? [];
    if (method !== undefined) this.#methods.push(method);
    this.#socket.write(bytes, 'latin1');
  }

  /** The next answer, informational ones too. Rejects where there is none, with what came instead. */
  async answer(): Promise<RawAnswer> {
    const found = await this.#until('an answer', () => {
      const reading = readRawAnswer(this.#received, {
        toHead: this.#methods[0] === 'HEAD',
        over: this.#over,
      });
      if (reading === undefined && this.#over !== false)
        throw new Error(`The connection ended without an answer, after ${JSON.stringify(this.#received)}`);
      return reading;
    });
    this.#received = found.rest;
    if (found.answer.status >= 200) this.#methods.shift();
    return found.answer;
  }

  /** Resolves when bytes with this text among them have come; with everything up to its end, which is then read. */
  async text(text: string): Promise<string> {
    const end = await this.#until(JSON.stringify(text), () => {
      const at = this.#received.indexOf(text);
      return at < 0 ? undefined : at + text.length;
    });
    const found = this.#received.slice(0, end);
    this.#received = this.#received.slice(end);
    return found;
  }

  /** Reads on until something can be made of all that has come and was not read; of a connection's end at the latest. */
  async read<Value>(
    what: string,
    read: (received: string, over: boolean) => Value | undefined,
  ): Promise<Value> {
    return await this.#until(what, () => read(this.#received, this.#over !== false));
  }

  /** Resolves when the other end has closed, with what has come and was not read. */
  async closed(): Promise<string> {
    return await this.#until('the end of the connection', () =>
      this.#over === false ? undefined : this.#received,
    );
  }

  /** Reads nothing more, so that the other end can't write for ever, until `goOn`. */
  pause(): void {
    this.#socket.pause();
  }

  goOn(): void {
    this.#socket.resume();
  }

  /** Sends nothing more, and still reads. */
  endSending(): void {
    this.#socket.end();
  }

  /** At once, whatever is under way. */
  leave(): void {
    this.#socket.destroy();
  }

  async #until<Value>(what: string, read: () => Value | undefined): Promise<Value> {
    const deadline = AbortSignal.timeout(patienceMs * timeoutScale());
    for (;;) {
      const value = read();
      if (value !== undefined) return value;
      if (deadline.aborted)
        throw new Error(
          `Waited in vain for ${what}; received: ${JSON.stringify(this.#received.slice(0, 2000))}`,
        );
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        deadline.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  #end(how: 'ended' | 'broken'): void {
    if (this.#over === false) this.#over = how;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/**
 * Resolves when the connection is there; rejects where it can't be made.
 *
 * @param serverName asked for in a handshake, where the connection is to be one over TLS; any certificate will do
 * @param header sent before the handshake, as Latin-1
 */
export async function connectRaw(
  { host, port }: Address,
  serverName?: string,
  header = '',
): Promise<RawConnection> {
  const secure = serverName !== undefined;
  const carrier = connectTcp({ host, port, allowHalfOpen: !secure });
  if (header !== '') carrier.write(header, 'latin1');
  const socket = secure
    ? connectTls({ socket: carrier, servername: serverName, rejectUnauthorized: false })
    : carrier;
  await new Promise<void>((resolve, reject) => {
    socket.once(secure ? 'secureConnect' : 'connect', resolve).once('error', reject);
    carrier.once('error', reject);
  });
  return new RawConnection(socket);
}
