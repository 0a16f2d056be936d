/** An implementation that somebody has written in a file of their own, against the interface in `implementation.ts`. */
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Mistake } from '../mistake.ts';
import type { CustomChoice } from '../settings.ts';
import { problemsOf, problemsOfRunning } from './custom-shape.ts';
import { type Implementation, type Running, StartRefused } from './implementation.ts';

/** What such a file has to say; the rest is filled in. */
export type CustomImplementation = Pick<
  Implementation,
  'name' | 'version' | 'capabilities' | 'ingressClass' | 'start'
> &
  Partial<Implementation>;

/** What such a file gave does not keep to the interface. It says nothing about the implementation: it is no verdict. */
export class BrokenImplementation extends Error {
  override readonly name = 'BrokenImplementation';
}

/**
 * Loads the implementation that a file exports by default, or that the function does which it exports by default.
 *
 * @throws Mistake where there is none, with what is wrong with it
 */
export async function customImplementation({ path }: CustomChoice): Promise<Implementation> {
  const exported = defaultOf(await load(path), path);
  const given = typeof exported === 'function' ? await make(exported, path) : exported;
  const problems = problemsOf(given);
  if (problems.length > 0) {
    throw new Mistake(
      `${path} gives no implementation: ${problems.join('; ')}. The type Implementation of this package has all that it must have.`,
    );
  }
  return completed(given as CustomImplementation, path);
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (!isFile(path)) {
    throw new Mistake(
      `There is no file ${path}: give --implementation the path of one, or a kind of implementation.`,
    );
  }
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Mistake(`${path} can't be loaded: ${reasonOf(error)}`, { cause: error });
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** What Node.js refuses about TypeScript is told in words that need no knowledge of how it takes types away. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  switch (code) {
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return `${said}. Node.js takes types away and no more: write it without enums, namespaces and parameter properties.`;
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return 'Node.js loads no TypeScript from below node_modules. Put it elsewhere, or compile it to JavaScript.';
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return 'its name must end in .ts, .mts, .js or .mjs.';
    default:
      return said;
  }
}

function defaultOf(module: Readonly<Record<string, unknown>>, path: string): unknown {
  if ('default' in module) return module.default;
  const names = Object.keys(module);
  const instead = names.length === 0 ? 'it exports nothing' : `it exports ${names.join(', ')}`;
  throw new Mistake(
    `${path} has no default export, and ${instead}: export the implementation, or a function that gives it, by "export default".`,
  );
}

async function make(exported: unknown, path: string): Promise<unknown> {
  try {
    return await (exported as () => unknown)();
  } catch (error) {
    throw new Mistake(`The function that ${path} exports by default failed: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** Reached through the given object, which may be of a class. */
function completed(given: CustomImplementation, path: string): Implementation {
  return {
    name: given.name,
    version: given.version,
    kind: given.kind ?? 'custom',
    capabilities: new Set(given.capabilities),
    ingressClass: given.ingressClass,
    documentOptions: given.documentOptions ?? new Map(),
    command: given.command,
    async start(configuration, surroundings) {
      let running: Running;
      try {
        running = await given.start(configuration, surroundings);
      } catch (error) {
        throw (
          asRefusal(error) ??
          new BrokenImplementation(`start() of ${path} failed: ${reasonOf(error)}`, { cause: error })
        );
      }
      const problems = problemsOfRunning(running);
      if (problems.length === 0) return running;
      throw new BrokenImplementation(`What start() of ${path} gave is not running: ${problems.join('; ')}.`);
    },
  };
}

/** By its name: the file may have the class from another copy of this package. */
function asRefusal(error: unknown): StartRefused | undefined {
  if (error instanceof StartRefused) return error;
  if (!(error instanceof Error) || error.name !== 'StartRefused') return undefined;
  const { exitCode, output } = error as Partial<StartRefused>;
  return typeof exitCode === 'number' ? new StartRefused(exitCode, String(output ?? '')) : undefined;
}
