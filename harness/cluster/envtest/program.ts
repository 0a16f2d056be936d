/** A program of the control plane, from its start to its end. */
import { once } from 'node:events';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Child, signalGroup, spawnChild } from '../../children.ts';

export interface Program {
  readonly name: string;
  /** How it ended; undefined while it runs. */
  readonly ending: string | undefined;
  /** The end of what it has said, for a message about it. */
  lastWords(): string;
  /** Asks it to end, and ends it where it does not. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly file: string;
  readonly arguments: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  /** Of the run: whatever happens, it does not outlive that. */
  readonly runFolder: string;
  /** How long it may take to end by itself. */
  readonly patienceMs: number;
}

/** What a message can hold. */
const keptLines = 15;
const keptBytes = 16_384;

export function startProgram(options: ProgramOptions): Program {
  const { file, folder, runFolder } = options;
  let output = '';
  let ending: string | undefined;
  // Variables that are options of the program are the user's own business, and not meant for this one.
  const child = spawnChild(
    file,
    options.arguments,
    { cwd: folder, env: { PATH: process.env.PATH } },
    runFolder,
  );
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptBytes);
    });
  }
  const ended = endOf(child).then((how) => {
    ending = how;
  });

  return {
    name: basename(file),
    get ending() {
      return ending;
    },
    lastWords: () => output.trimEnd().split('\n').slice(-keptLines).join('\n'),
    async stop() {
      const { pid } = child;
      if (ending !== undefined || pid === undefined) return;
      signalGroup(pid, 'SIGTERM');
      const patience = new AbortController();
      const overdue = delay(options.patienceMs, undefined, { signal: patience.signal }).then(
        () => signalGroup(pid, 'SIGKILL'),
        () => {},
      );
      await ended;
      patience.abort();
      await overdue;
    },
  };
}

/** Also where it has never come to run. */
async function endOf(child: Child): Promise<string> {
  try {
    const [code, signal] = await once(child, 'close');
    return signal === null ? `with exit code ${code}` : `by ${signal}`;
  } catch (error) {
    return error instanceof Error ? `before it began: ${error.message}` : 'before it began';
  }
}
