/**
 * A program that is to be checked, looked at once before the first scenario: whether it can be run at all, and what
 * it says of itself. What is wrong with it is told in one message, rather than by each scenario.
 */
import { access, constants, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { newestMinor } from '../../fixtures/api-server/version.ts';
import { startEmbeddedCluster } from '../cluster/embedded.ts';
import { Mistake } from '../mistake.ts';
import { unlessAborted } from '../run-signal.ts';
import { timeoutScale } from '../scenario/deadline.ts';
import type { CommandChoice, PreparedImplementationChoice } from '../settings.ts';
import { startCommand } from './command.ts';
import { dialectOf, dialects } from './dialects.ts';
import { StartRefused } from './implementation.ts';
import { usualPatience } from './process.ts';
import { askProgram } from './program-answers.ts';
import { namesOf, writeConfiguration } from './static-configuration.ts';

export interface PrepareOptions {
  /** Of the run: see `RunFolder`. */
  readonly folder: string;
  /** By what deadlines are multiplied; undefined: as the environment has it. */
  readonly timeoutScale: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * The same choice, with what the program has said of itself; any other one as it is.
 *
 * @throws Mistake where it can't be run, does not start or does not stop; what it was started with is gone then
 */
export async function prepareImplementation(
  choice: PreparedImplementationChoice,
  options: PrepareOptions,
): Promise<PreparedImplementationChoice> {
  if (choice.kind !== 'command') return choice;
  await refuseWhatIsNoProgram(choice.binary);
  const known = await askForItself(choice, options);
  await unlessAborted(options.signal, tryOnce(known, options));
  return known;
}

async function refuseWhatIsNoProgram(binary: string): Promise<void> {
  const found = await stat(binary).catch((error: unknown) => {
    throw new Mistake(`There is no program ${binary}: ${reasonOf(error)}. Give its path with --binary.`);
  });
  if (!found.isFile())
    throw new Mistake(`${binary} is no program but a folder. Give its path with --binary.`);
  await access(binary, constants.X_OK).catch(() => {
    throw new Mistake(`${binary} is not executable: make it so with chmod +x.`);
  });
}

/** Until it has said its version, or has given help. */
const answerMs = 10_000;

/** Name, version and dialect as the user has them, or else as the program tells. */
async function askForItself(
  choice: CommandChoice,
  { folder, timeoutScale: scale = timeoutScale() }: PrepareOptions,
): Promise<CommandChoice> {
  const said = await askProgram(choice.binary, folder, answerMs * scale);
  const version = choice.version ?? said.version ?? 'unknown';
  const dialect = choice.dialect ?? dialectOf(said.version ?? version);
  const listed = said.help.toLowerCase();
  const offers = [...dialects[dialect].perhaps].flatMap(([document, options]) =>
    namesOf(options).every((name) => listed.includes(`--${name.toLowerCase()}`)) ? [document] : [],
  );
  return {
    ...choice,
    name: choice.name ?? said.name ?? basename(choice.binary),
    version,
    dialect,
    offers,
  };
}

/** With the provider and what the harness needs, in a cluster with nothing in it. */
async function tryOnce(
  choice: CommandChoice,
  { folder, timeoutScale: scale = timeoutScale() }: PrepareOptions,
): Promise<void> {
  const patience = { startMs: usualPatience.startMs * scale, stopMs: usualPatience.stopMs * scale };
  const own = await mkdtemp(join(folder, 'try-'));
  const kubeconfig = join(own, 'kubeconfig');
  const cluster = await startEmbeddedCluster({
    version: `1.${newestMinor}`,
    rbac: false,
    https: false,
    tokens: undefined,
  });
  try {
    await writeFile(kubeconfig, cluster.kubeconfig(), { mode: 0o600 });
    const surroundings = {
      variables: { KUBECONFIG: kubeconfig },
      serviceAccountDirectory: join(own, 'none'),
    };
    const running = await startCommand(choice, providerOn, surroundings, { folder, patience });
    await running.stop();
  } catch (error) {
    throw new Mistake(complaint(choice.binary, error), { cause: error });
  } finally {
    await cluster.stop();
    await rm(own, { recursive: true, force: true });
  }
}

const providerOn = writeConfiguration('flags', { providers: { kubernetesIngress: {} } });

function complaint(binary: string, error: unknown): string {
  if (!(error instanceof StartRefused)) return error instanceof Error ? error.message : String(error);
  const said = error.output.split('\n').slice(-shownLines).join('\n');
  const words = said === '' ? 'It printed nothing.' : `It said at last:\n${said}`;
  return `${binary} ended with exit code ${error.exitCode} instead of opening its entry points. ${words}`;
}

const shownLines = 10;

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
