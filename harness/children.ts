/**
 * Programs that a run has started. Each stands in the run's folder for as long as it lives, since processes outlive
 * the worker that started them: what is left at the run's end is killed by whoever removes the folder, on every way
 * out.
 */
import { type ChildProcessByStdio, type SpawnOptions, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts a program as the head of a process group of its own, so that what it starts in turn can be ended with it,
 * and so that Ctrl-C on a terminal is the run's business alone. What keeps it from being started is told by the event
 * `error`.
 *
 * @param folder that of the run, which for whoever takes part in it is the one of temporary files
 * @throws Error where the run has ended meanwhile: the program is killed at once then
 */
export function spawnChild(
  file: string,
  args: readonly string[],
  options: Pick<SpawnOptions, 'cwd' | 'env'>,
  folder = tmpdir(),
): Child {
  const child = spawn(file, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) return child;
  try {
    const entry = register(pid, folder);
    if (entry !== undefined) child.once('exit', () => rmSync(entry, { force: true }));
  } catch (error) {
    signalGroup(pid, 'SIGKILL');
    throw new Error(`${file} can't be started, since the run has ended.`, { cause: error });
  }
  return child;
}

/** To the program and whatever it has started; nothing where they have ended. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Kills what has been started in that folder and still runs; nothing can be started there any more. */
export function killChildren(folder: string): void {
  const ended = join(folder, `${registry}-ended`);
  try {
    // At one stroke: who is about to start something finds no registry, and gives up.
    renameSync(join(folder, registry), ended);
  } catch {
    // Nothing has been started there, or everything has been killed before.
    return;
  }
  for (const name of readdirSync(ended)) {
    const pid = Number(name);
    // Another program may have been given the number since.
    if (readFileSync(join(ended, name), 'utf8') === startOf(pid)) signalGroup(pid, 'SIGKILL');
  }
}

/** Before anything is started in the folder of a run. */
export function openRegistry(folder: string): void {
  mkdirSync(join(folder, registry), { recursive: true });
}

const registry = 'children';

/** Gives the path of its entry; undefined where there is no run that could leave it behind. */
function register(pid: number, folder: string): string | undefined {
  const entry = join(folder, registry, String(pid));
  try {
    writeFileSync(entry, startOf(pid));
    return entry;
  } catch (error) {
    if (existsSync(folder) && !existsSync(join(folder, `${registry}-ended`))) return undefined;
    throw error;
  }
}

/** When the process began, in the system's own terms; always the same where the system does not tell. */
function startOf(pid: number): string {
  try {
    // proc(5): the 22nd field; the second one, in parentheses, may have spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return fields[19] ?? '';
  } catch {
    return '';
  }
}
