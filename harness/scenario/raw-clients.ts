/**
 * The clients of a scenario that send bytes as they are: one at a time, each on one connection, and the answer
 * that came last. A connection is made behind the barrier, so that what a request meets is never "not yet".
 */
import assert from 'node:assert/strict';
import type { Address } from '../traffic/client.ts';
import { type RawAnswer, valuesOf } from '../traffic/raw-answer.ts';
import { connectRaw, type RawConnection } from '../traffic/raw-client.ts';
import type { Session } from './session.ts';

/** A GET that was sent. */
interface Asked {
  readonly url: string;
  readonly target: string;
  /** Besides Host. */
  readonly fields: readonly (readonly string[])[];
}

export class RawClients {
  readonly #session: Session;
  readonly #connections: RawConnection[] = [];
  #current: RawConnection | undefined;
  #answer: RawAnswer | undefined;
  #asked: Asked | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * @param serverName asked for in a TLS handshake; undefined: plain HTTP
   * @param header sent before anything else, as Latin-1
   */
  async connect(entryPoint: string, serverName?: string, header = ''): Promise<RawConnection> {
    return await this.connectTo(await this.addressOf(entryPoint), serverName, header);
  }

  /** As above, to any address. */
  async connectTo(address: Address, serverName?: string, header = ''): Promise<RawConnection> {
    const connection = await connectRaw(address, serverName, header);
    this.#connections.push(connection);
    this.#current = connection;
    return connection;
  }

  /** Behind the barrier. */
  async addressOf(entryPoint: string): Promise<Address> {
    await this.#session.settled();
    const address = (await this.#session.controller()).address(entryPoint);
    if (address === undefined) throw new Error(`The implementation has no entry point named ${entryPoint}.`);
    return address;
  }

  /** The client at hand; the first one is made when it is first needed. */
  async current(): Promise<RawConnection> {
    return this.#current ?? (await this.connect('web'));
  }

  /**
   * Sends a GET for the URL, its target as it is written: over TLS, to `websecure`, where it begins with `https`.
   *
   * @param fields name and value, besides Host
   */
  async get(url: string, fields: readonly (readonly string[])[] = []): Promise<void> {
    const [, scheme, authority = '', target = ''] = /^(https?):\/\/([^/]+)(\/.*)$/.exec(url) ?? [];
    if (scheme === undefined) throw new Error(`Not a URL with a path: ${url}`);
    const connection =
      scheme === 'https'
        ? await this.connect('websecure', authority.replace(/:\d+$/, ''))
        : await this.current();
    const lines = [['Host', authority], ...fields].map((field) => `${field.join(': ')}\r\n`);
    this.#asked = { url, target, fields };
    connection.send(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  /** The last of these. */
  asked(): Asked {
    assert.ok(this.#asked, 'The scenario has asked for no URL yet.');
    return this.#asked;
  }

  /** Reads the next answer. */
  async nextAnswer(): Promise<RawAnswer> {
    this.#answer = await (await this.current()).answer();
    return this.#answer;
  }

  /** The one that was read last. */
  answer(): RawAnswer {
    assert.ok(this.#answer, 'The scenario has read no answer yet.');
    return this.#answer;
  }

  async end(): Promise<void> {
    for (const connection of this.#connections) connection.leave();
  }
}

/**
 * The bytes, as Latin-1, that a text describes. Its own line breaks count for nothing, so that every byte of a
 * line end is written out: `\r`, `\n`, `\t`, `\0`, `\\`, or any as `\x81`; and `\{70000}` for that many letters.
 */
export function bytesOf(text: string): string {
  return text
    .replaceAll('\n', '')
    .replace(
      /\\(?:([rnt0\\])|x([0-9a-f]{2})|\{(\d+)\})/g,
      (_, letter?: string, hex?: string, count?: string) => {
        if (letter !== undefined) return escapes[letter] ?? letter;
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
        return 'x'.repeat(Number(count));
      },
    );
}

const escapes: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', 0: '\0' };

/** The value is all that there is of that name, in one header or a list over several; undefined: there must be none. */
export function expectField(
  fields: readonly (readonly [string, string])[],
  name: string,
  value: string | undefined,
): void {
  const values = valuesOf(fields, name);
  const fits = value === undefined ? values.length === 0 : values.join(', ') === value;
  const expected = value === undefined ? `no ${name}` : `${name}: ${value}`;
  const listed = fields.map((field) => field.join(': ')).join('\n');
  assert.ok(fits, `Expected ${expected}, but there is:\n${listed}`);
}

/** These, in this order, whatever stands between them; no others of their names. */
export function expectFieldsInOrder(
  fields: readonly (readonly [string, string])[],
  expected: readonly (readonly string[])[],
): void {
  const wanted = expected.map(([name = '', value = '']) => [name.toLowerCase(), value]);
  const names = new Set(wanted.map(([name]) => name));
  const found = fields
    .map(([name, value]) => [name.toLowerCase(), value])
    .filter(([name]) => names.has(name));
  assert.deepEqual(found, wanted);
}
