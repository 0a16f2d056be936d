import { isDeepStrictEqual } from 'node:util';
import type { Middleware as Definition } from '../dynamic/middleware.ts';
import type { Problem } from '../dynamic/problem.ts';
import { createMiddleware, MiddlewareError } from '../middlewares/create.ts';
import type { Middleware } from '../middlewares/exchange.ts';
import { Faults } from './faults.ts';
import { qualify } from './names.ts';
import type { Changes } from './part-changes.ts';

export interface ResolvedMiddleware {
  readonly definition: Definition;
  /** What it comes to: itself, or what a chain names, the outermost first; undefined where it can't be used. */
  readonly middlewares: readonly Middleware[] | undefined;
  readonly problems: readonly Problem[];
}

/** More than any route has: chains of chains could multiply a short file into as many as they like. */
export const mostMiddlewares = 1000;

/**
 * The middlewares by `name@provider`, made once for each definition, so that what they count outlives a change of
 * others. Chains are resolved to what they name. Immutable.
 */
export class MiddlewareTable implements Iterable<[string, ResolvedMiddleware]> {
  static readonly empty = new MiddlewareTable(new Map());

  readonly #all: ReadonlyMap<string, ResolvedMiddleware>;

  private constructor(all: ReadonlyMap<string, ResolvedMiddleware>) {
    this.#all = all;
  }

  get(name: string): ResolvedMiddleware | undefined {
    return this.#all.get(name);
  }

  [Symbol.iterator](): MapIterator<[string, ResolvedMiddleware]> {
    return this.#all[Symbol.iterator]();
  }

  /** @returns itself where nothing changes */
  with(changes: Changes<Definition>): MiddlewareTable {
    if (changes.size === 0) return this;
    const all = new Map(this.#all);
    for (const [name, definition] of changes) {
      const before = all.get(name);
      if (definition === undefined) all.delete(name);
      else if (before === undefined || !isDeepStrictEqual(before.definition, definition)) {
        all.set(name, 'chain' in definition ? unresolved(definition) : made(name, definition));
      }
    }
    const resolver = new ChainResolver(all, this.#all);
    for (const name of all.keys()) resolver.resolve(name, []);
    return new MiddlewareTable(resolver.resolved);
  }
}

function made(name: string, given: Definition): ResolvedMiddleware {
  const definition = withQualifiedService(given, name);
  try {
    return { definition: given, middlewares: [createMiddleware(definition, { name, now })], problems: [] };
  } catch (error) {
    if (!(error instanceof MiddlewareError)) throw error;
    const faults = new Faults('Middleware', name);
    faults.error(error.field, error.message, error.remedy);
    return { definition: given, middlewares: undefined, problems: faults.problems };
  }
}

function unresolved(definition: Definition): ResolvedMiddleware {
  return { definition, middlewares: undefined, problems: [] };
}

/** The service that error pages come from is looked up like that of a router. */
function withQualifiedService(definition: Definition, name: string): Definition {
  if (!('errors' in definition)) return definition;
  const { errors } = definition;
  return { errors: { ...errors, service: qualify(errors.service, name) } };
}

function now(): number {
  return performance.now();
}

/** Resolves every chain again, since any of their members may be another one now. */
class ChainResolver {
  readonly resolved = new Map<string, ResolvedMiddleware>();
  readonly #all: ReadonlyMap<string, ResolvedMiddleware>;
  readonly #before: ReadonlyMap<string, ResolvedMiddleware>;

  constructor(all: ReadonlyMap<string, ResolvedMiddleware>, before: ReadonlyMap<string, ResolvedMiddleware>) {
    this.#all = all;
    this.#before = before;
  }

  /** @param path the chains through which this one is named, the outermost first */
  resolve(name: string, path: readonly string[]): ResolvedMiddleware | undefined {
    const known = this.resolved.get(name);
    if (known !== undefined) return known;
    const given = this.#all.get(name);
    if (given === undefined) return undefined;
    const resolved = 'chain' in given.definition ? this.#chain(name, given.definition, path) : given;
    this.resolved.set(name, resolved);
    return resolved;
  }

  #chain(
    name: string,
    definition: Extract<Definition, { readonly chain: unknown }>,
    path: readonly string[],
  ): ResolvedMiddleware {
    const faults = new Faults('Middleware', name);
    const way = [...path, name];
    const middlewares: Middleware[] = [];
    for (const [index, member] of definition.chain.middlewares.entries()) {
      const field = `chain.middlewares[${index}]`;
      const qualified = qualify(member, name);
      if (way.includes(qualified)) {
        const circle = [...way.slice(way.indexOf(qualified)), qualified].join(' → ');
        faults.error(field, `The chain leads back to itself: ${circle}.`, 'Take one of them out.');
      } else if (way.length > deepest) {
        faults.error(field, `Chains are nested more than ${deepest} deep.`, 'Write fewer chains of chains.');
      } else {
        const found = this.resolve(qualified, way);
        const fault = faultOf(qualified, found);
        if (fault !== undefined) faults.error(field, fault.reason, fault.remedy);
        else middlewares.push(...(found?.middlewares ?? []));
      }
      if (middlewares.length > mostMiddlewares) {
        faults.error(field, `The chain comes to more than ${mostMiddlewares} middlewares.`, 'Shorten it.');
      }
      if (faults.fatal) break;
    }
    return this.#kept(name, {
      definition,
      middlewares: faults.fatal ? undefined : middlewares,
      problems: faults.problems,
    });
  }

  /** The one before, where it comes to the same. */
  #kept(name: string, resolved: ResolvedMiddleware): ResolvedMiddleware {
    const before = this.#before.get(name);
    const same =
      before?.definition === resolved.definition &&
      sameItems(before.middlewares ?? [], resolved.middlewares ?? []) &&
      isDeepStrictEqual(before.problems, resolved.problems);
    return same ? before : resolved;
  }
}

/** Far deeper than anybody nests them. */
const deepest = 500;

/** Why a middleware can't be used, for who names it; undefined where it can. */
export function faultOf(
  name: string,
  resolved: ResolvedMiddleware | undefined,
): { readonly reason: string; readonly remedy: string } | undefined {
  if (resolved === undefined) {
    return {
      reason: `There is no middleware ${name}.`,
      remedy: 'Name a middleware that exists, as name@provider.',
    };
  }
  if (resolved.middlewares !== undefined) return undefined;
  const [problem] = resolved.problems;
  const reason = `The middleware ${name} can't be used: ${problem?.reason ?? ''}`;
  return { reason, remedy: problem?.remedy ?? '' };
}

export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
