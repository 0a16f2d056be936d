/** Runs of the suite for programs. */
import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake } from '../mistake.ts';
import { RunCrashed } from './errors.ts';
import type { FromRun, ToRun } from './messages.ts';
import type { RunRequest, RunResult } from './request.ts';

/** How much of what a run writes to its standard error is kept, in characters. */
const keptOutput = 4000;

const program = fileURLToPath(new URL(`./run-process${extname(import.meta.filename)}`, import.meta.url));

/**
 * Runs the suite in a process of its own, which has ended, with all that it started, when this resolves.
 *
 * @throws Mistake where what is asked for can't be done: a document that there is not, a file that can't be read or
 * written, an implementation or a cluster that can't be had. RunCrashed where the process ended before its time. The
 * reason of `signal` where that was aborted before the first scenario.
 *
 * @example
 * const { outcome, statements } = await run({ documents: ['kubernetes-ingress'], output: 'reports' });
 * for (const { id, verdict } of statements) if (verdict === 'fails') console.log(id);
 */
export async function run({ signal, progress, ...request }: RunRequest = {}): Promise<RunResult> {
  signal?.throwIfAborted();
  // A group of its own: Ctrl-C is for the caller, who may want to end the run by its signal, or not at all.
  const child = fork(program, {
    detached: true,
    env: environment(),
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said: FromRun | undefined;
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => progress?.write(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-keptOutput);
  });
  child.on('message', (message) => {
    said = message as FromRun;
  });
  const tell = (message: ToRun) => {
    // Where it has gone already, its end tells what there is to be told.
    if (child.connected) child.send(message, () => {});
  };
  const abort = () => tell({ kind: 'abort' });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const ended = new Promise<Pick<RunCrashed, 'exitCode' | 'signal'>>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode, ending) =>
        resolve({ exitCode: exitCode ?? undefined, signal: ending ?? undefined }),
      );
    });
    tell({ kind: 'begin', request });
    const end = await ended;
    if (said === undefined) throw new RunCrashed({ ...end, output: output.trim() });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  // Before its first scenario a run that is aborted has nothing to give.
  if (said.kind === 'refused') throw signal?.aborted ? signal.reason : new Mistake(said.message);
  return said.result;
}

/** What the command would add to the summary of a job is the caller's to write. */
function environment(): NodeJS.ProcessEnv {
  const { GITHUB_STEP_SUMMARY: _, ...rest } = process.env;
  return rest;
}
