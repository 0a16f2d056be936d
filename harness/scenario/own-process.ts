/** The implementation as a process: for what only the end of one, or a network of its own, can show. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Address } from '../traffic/client.ts';
import { connectRaw } from '../traffic/raw-client.ts';
import { eventually, timeoutScale } from './deadline.ts';

const run = promisify(execFile);

/** How long a process may take to end. It only bounds how long a failure takes. */
const patienceMs = 20_000;

/** With loopback alone, and in the rights of its creator. */
const networkOfItsOwn = [
  'unshare',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec "$@"',
  'sh',
];

export async function canHaveNetworksOfTheirOwn(): Promise<boolean> {
  const [file = '', ...rest] = [...networkOfItsOwn, 'nsenter', '--version'];
  try {
    await run(file, rest);
    return true;
  } catch {
    return false;
  }
}

/** An address of this machine that nobody else listens at: one of its many loopback addresses. */
export function loopbackAddress(): Address {
  const part = (): number => 1 + Math.floor(Math.random() * 254);
  return { host: `127.${part()}.${part()}.${part()}`, port: 8000 };
}

export interface ProcessOptions {
  /** The program, and what it is always given. */
  readonly command: readonly string[];
  readonly arguments: readonly string[];
  readonly networkOfItsOwn: boolean;
}

export class OwnProcess {
  readonly #child;
  readonly #ended: Promise<number | string>;
  #output = '';

  constructor({ command, arguments: own, networkOfItsOwn: apart }: ProcessOptions) {
    const [file = '', ...rest] = [...(apart ? networkOfItsOwn : []), ...command, ...own];
    this.#child = spawn(file, rest, { env: { PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
    this.#ended = once(this.#child, 'close').then(([code, signal]): number | string => code ?? signal ?? '');
  }

  signal(name: 'SIGTERM'): void {
    this.#child.kill(name);
  }

  /** Its exit code, or the signal that ended it. Rejects where it goes on. */
  async end(): Promise<number | string> {
    const { promise: overdue, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => reject(new Error(`The process has not ended; it says:\n${this.#output}`)),
      patienceMs * timeoutScale(),
    );
    try {
      return await Promise.race([this.#ended, overdue]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Where it has a network of its own: the answer that a client within that gets in the end. */
  async expectWithin(url: string, accept: (status: number, body: string) => boolean): Promise<void> {
    const ask = `fetch(${JSON.stringify(url)}).then(async (r) => console.log(r.status + ' ' + await r.text()))`;
    const target = ['--target', String(this.#child.pid), '--user', '--net', '--preserve-credentials'];
    await eventually(
      async () => {
        try {
          return (await run('nsenter', [...target, process.execPath, '--eval', ask])).stdout;
        } catch {
          return 'no answer';
        }
      },
      (answer) => {
        const [, status, body = ''] = /^(\d{3}) (.*)$/s.exec(answer) ?? [];
        return status !== undefined && accept(Number(status), body);
      },
      (last) => `${url} gives: ${last}\nThe process says:\n${this.#output}`,
    );
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** Resolves when a GET for that host is answered with that status at the address. */
export async function expectAnswerAt(address: Address, host: string, status: number): Promise<void> {
  await eventually(
    async () => {
      try {
        const connection = await connectRaw(address);
        connection.send(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
        return (await connection.answer()).status;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
    (got) => got === status,
    (got) => `Expected ${host} to be answered with ${status} at ${address.host}, but it is: ${got}`,
  );
}
