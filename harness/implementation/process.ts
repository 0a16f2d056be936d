/**
 * One instance of an implementation as a process: with a folder, an environment and ports of its own, from its
 * start to its end.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, signalGroup, spawnChild } from '../children.ts';
import { NotToBeHad } from '../cluster/cluster.ts';
import { timeoutScale } from '../scenario/deadline.ts';
import { givePorts, type ListeningAddress } from './entry-point-ports.ts';
import { type Running, StartRefused, type Surroundings } from './implementation.ts';
import { type InstanceFolders, layOut } from './instance-folder.ts';
import { canMount, type Mount, withMounts } from './mount-namespace.ts';
import { ProcessOutput } from './process-output.ts';
import { readRawData } from './raw-data.ts';
import type { OptionTree, StaticConfiguration } from './static-configuration.ts';

export interface Program {
  /** The program, and what it is always given. */
  readonly command: readonly string[];
  /** Of its environment, besides what the scenario says and `PATH`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Undefined: the usual one, stretched as the user has it. */
  readonly patience?: Patience;
  /** Of the run; undefined: the one of temporary files. */
  readonly folder?: string;
}

/** Milliseconds. */
export interface Patience {
  /** Until its entry points take connections. */
  readonly startMs: number;
  /** From SIGTERM until it has ended. */
  readonly stopMs: number;
}

export const usualPatience: Patience = { startMs: 30_000, stopMs: 30_000 };

/** Somebody else may take a port between its choice and its use. */
const triesForPorts = 5;

/** As systems say it, and as the reference does. */
const portTaken = /address already in use|EADDRINUSE|The address is taken/i;

const systemDirectory = '/etc/traefik';
const serviceAccountDirectory = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Resolves when each of its entry points takes connections.
 *
 * @param configuration what it is started with, and `additions` where that does not set them; an entry point with the
 * port 0 is given a free one
 * @throws StartRefused where it ends instead, Error where it does neither until the deadline or can't be run at all,
 * NotToBeHad where it is to find files in places of the system's that this machine can't lend it
 */
export async function startProcess(
  program: Program,
  configuration: StaticConfiguration,
  additions: OptionTree,
  surroundings: Surroundings,
): Promise<Running> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(program, configuration, additions, surroundings);
    } catch (error) {
      const taken = error instanceof StartRefused && portTaken.test(error.output);
      if (!taken || attempt === triesForPorts) throw error;
    }
  }
}

async function startOnce(
  program: Program,
  given: StaticConfiguration,
  additions: OptionTree,
  surroundings: Surroundings,
): Promise<Running> {
  const { configuration, addresses, release } = await givePorts(given, additions);
  const parent = program.folder ?? tmpdir();
  const folder = await mkdtemp(join(parent, 'instance-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const folders = await layOut(folder, configuration.files);
    const { home, xdgConfigHome, workingDirectory } = folders;
    const [file = '', ...args] = await placed(
      program.command,
      await mountsFor(folders, surroundings),
      folder,
    );
    const child = spawnChild(
      file,
      [...args, ...configuration.arguments],
      {
        cwd: workingDirectory,
        env: {
          PATH: process.env.PATH,
          HOME: home,
          XDG_CONFIG_HOME: xdgConfigHome,
          ...program.variables,
          ...surroundings.variables,
          ...configuration.variables,
        },
      },
      parent,
    );
    const instance = new ProcessInstance(child, addresses, program, removeFolder);
    await instance.started();
    return instance;
  } catch (error) {
    await removeFolder();
    throw error;
  } finally {
    release();
  }
}

/** What is to be found in places of the system's. */
async function mountsFor(
  { systemDirectory: ownSystem }: InstanceFolders,
  { serviceAccountDirectory: ownAccount }: Surroundings,
): Promise<readonly Mount[]> {
  const places = [
    { at: systemDirectory, folder: ownSystem },
    { at: serviceAccountDirectory, folder: ownAccount },
  ];
  // What this machine has there itself is not the program's to find.
  const needed = places.filter(({ at, folder }) => existsSync(folder) || existsSync(at));
  if (needed.length > 0 && !(await canMount())) {
    const asked = needed.find(({ folder }) => existsSync(folder));
    if (asked !== undefined)
      throw new NotToBeHad(`files in ${asked.at} need a mount namespace, which this machine does not give`);
    return [];
  }
  for (const { folder } of needed) await mkdir(folder, { recursive: true });
  return needed;
}

async function placed(
  command: readonly string[],
  mounts: readonly Mount[],
  folder: string,
): Promise<readonly string[]> {
  if (mounts.length === 0) return command;
  const aside = join(folder, 'aside');
  await mkdir(aside);
  return withMounts(command, mounts, aside);
}

class ProcessInstance implements Running {
  readonly #child: Child;
  readonly #pid: number | undefined;
  readonly #name: string;
  readonly #addresses: ReadonlyMap<string, ListeningAddress>;
  readonly #patience: Patience;
  readonly #output = new ProcessOutput();
  readonly #removeFolder: () => Promise<void>;
  /** Its exit code, once it has ended and everything that it printed has been read. */
  readonly #ended: Promise<number>;
  #exitCode: number | undefined;
  #stopping = false;
  #stopped: Promise<void> | undefined;

  constructor(
    child: Child,
    addresses: ReadonlyMap<string, ListeningAddress>,
    { command, patience = stretched(usualPatience) }: Program,
    removeFolder: () => Promise<void>,
  ) {
    this.#child = child;
    this.#pid = child.pid;
    this.#name = command.join(' ');
    this.#addresses = addresses;
    this.#patience = patience;
    this.#removeFolder = removeFolder;
    this.#output.follow(child.stdout);
    this.#output.follow(child.stderr);
    child.once('exit', (code, signal) => {
      this.#exitCode = code ?? exitCodeOf(signal);
      // What it has started may hold its output open for ever.
      if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
    });
    this.#ended = once(child, 'close').then(() => this.#exitCode ?? 0);
    // Whoever waits for the end hears of it.
    this.#ended.catch(() => {});
  }

  /** Resolves when its entry points take connections; what it has started is gone where that does not come. */
  async started(): Promise<void> {
    const overdue = new AbortController();
    const deadline = this.#patience.startMs;
    const timer = setTimeout(() => overdue.abort(), deadline);
    const waiting = this.#listens(overdue.signal);
    try {
      const outcome = await Promise.race([waiting, this.#ended]);
      if (typeof outcome === 'number') throw new StartRefused(outcome, this.#output.lines().join('\n'));
      if (outcome === undefined) return;
      throw new Error(
        `${this.#name} has not opened the entry point ${outcome} within ${deadline / 1000} s. ${this.#said()}`,
      );
    } catch (error) {
      this.#kill();
      throw isSpawnError(error) ? new Error(`${this.#name} can't be started: ${error.message}.`) : error;
    } finally {
      clearTimeout(timer);
      overdue.abort();
    }
  }

  address(entryPoint: string): ListeningAddress | undefined {
    return this.#addresses.get(entryPoint.toLowerCase());
  }

  async dynamicConfiguration() {
    const api = this.address('traefik');
    if (api === undefined) throw new Error('The implementation has no entry point for its API.');
    return await readRawData(`http://${api.host}:${api.port}`);
  }

  log(): readonly string[] {
    return this.#output.lines();
  }

  clearLog(): void {
    this.#output.clear();
  }

  reopenLogs(): void {
    this.#child.kill('SIGUSR1');
  }

  crash(): string | undefined {
    if (this.#stopping || this.#exitCode === undefined) return undefined;
    return `${this.#name} has ended by itself, with exit code ${this.#exitCode}. ${this.#said()}`;
  }

  memory(): number | undefined {
    try {
      const [, kilobytes] =
        /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8')) ?? [];
      return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    } catch {
      return undefined;
    }
  }

  /** By SIGTERM. @throws Error where it does not heed that; it is gone then all the same */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop().finally(this.#removeFolder);
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping = true;
    if (this.#exitCode !== undefined) return;
    this.#child.kill('SIGTERM');
    const patience = this.#patience.stopMs;
    const over = new AbortController();
    const inTime = await Promise.race([
      this.#ended.then(() => true),
      delay(patience, false, { signal: over.signal }),
    ]);
    over.abort();
    if (inTime) return;
    this.#kill();
    await this.#ended;
    throw new Error(
      `${this.#name} ignored SIGTERM: it had not ended after ${patience / 1000} s, and was killed. ${this.#said()}`,
    );
  }

  #kill(): void {
    if (this.#pid !== undefined) signalGroup(this.#pid, 'SIGKILL');
  }

  /** Resolves with the name of an entry point that never took a connection; undefined where each of them did. */
  async #listens(signal: AbortSignal): Promise<string | undefined> {
    // Told of no entry point, as by a file that does not parse, it shows by nothing that it has started; but it is
    // likely to end.
    if (this.#addresses.size === 0)
      await delay(this.#patience.startMs / 3, undefined, { signal }).catch(() => {});
    for (const [name, address] of this.#addresses) {
      while (!(await takesConnections(address))) {
        if (signal.aborted) return `${name} (${address.host}:${address.port})`;
        await delay(pollMs);
      }
    }
    return undefined;
  }

  #said(): string {
    const lines = this.#output.lines().slice(-shownLines);
    return lines.length === 0 ? 'It has printed nothing.' : `It said at last:\n${lines.join('\n')}`;
  }
}

function stretched({ startMs, stopMs }: Patience): Patience {
  const scale = timeoutScale();
  return { startMs: startMs * scale, stopMs: stopMs * scale };
}

const pollMs = 20;
const shownLines = 10;

function takesConnections({ host, port }: ListeningAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Of a process that a signal has ended, as shells have it: 128 and the signal's number. */
function exitCodeOf(signal: NodeJS.Signals | null): number {
  return signal === null ? 0 : 128 + (constants.signals[signal] ?? 0);
}

function isSpawnError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
}
