/** What a program says of itself when it is asked for its version and for help. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { signalGroup, spawnChild } from '../children.ts';
import { ProcessOutput } from './process-output.ts';

export interface ProgramAnswers {
  /** Undefined: it does not tell. */
  readonly name: string | undefined;
  /** As it stands there: `2.10.4`. */
  readonly version: string | undefined;
  /** Empty where it gives none. */
  readonly help: string;
}

/**
 * @param folder of the run
 * @param patienceMs a program that has not answered by then takes whatever it is given for an order to run
 */
export async function askProgram(
  binary: string,
  folder: string,
  patienceMs: number,
): Promise<ProgramAnswers> {
  let version: string | undefined;
  for (const argument of ['version', '--version']) {
    const answer = await ask(binary, argument, folder, patienceMs);
    if (answer === undefined) return { name: undefined, version: undefined, help: '' };
    const found = nameAndVersion(answer);
    if (found === undefined) continue;
    version = answer;
    break;
  }
  const help = (await ask(binary, '--help', folder, patienceMs)) ?? '';
  return { name: undefined, version: undefined, ...nameAndVersion(version ?? ''), help };
}

/** `Version: 2.10.4` in a line of its own, or a line of name and version. */
export function nameAndVersion(
  text: string,
): { readonly name: string | undefined; readonly version: string } | undefined {
  const [, labelled] = /^\s*Version:\s*(\S+)/im.exec(text) ?? [];
  if (labelled !== undefined) return { name: undefined, version: labelled };
  const [, name, version] = /^\s*([a-z][\w.-]*)(?: version)? v?(\d+\.\d+\S*)\s*$/im.exec(text) ?? [];
  return version === undefined ? undefined : { name, version };
}

/** What it prints with that argument; undefined where it does not end, or can't be run. */
async function ask(
  binary: string,
  argument: string,
  folder: string,
  patienceMs: number,
): Promise<string | undefined> {
  const child = spawnChild(
    binary,
    [argument],
    { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } },
    folder,
  );
  const output = new ProcessOutput();
  output.follow(child.stdout);
  output.follow(child.stderr);
  const over = new AbortController();
  try {
    const ended = once(child, 'close').then(() => true);
    const inTime = await Promise.race([ended, delay(patienceMs, false, { signal: over.signal })]);
    if (inTime) return output.lines().join('\n');
  } catch {
    return undefined;
  } finally {
    over.abort();
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  }
  return undefined;
}
