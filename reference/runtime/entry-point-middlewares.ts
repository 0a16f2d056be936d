import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../dynamic/problem.ts';
import type { Middleware } from '../middlewares/exchange.ts';
import { Faults } from './faults.ts';
import { faultOf, type MiddlewareTable, sameItems } from './middleware-table.ts';

/** What `entryPoints.NAME.http.middlewares` comes to. */
export interface EntryPointMiddlewares {
  /** The outermost first; none where one of them can't be used. */
  readonly middlewares: readonly Middleware[];
  /** Where there are any, no router is served there: it would lack what was asked for. */
  readonly problems: readonly Problem[];
}

export type EntryPointTable = ReadonlyMap<string, EntryPointMiddlewares>;

/**
 * @param names by entry point, each `name@provider`
 * @param before what it came to before: what is the same stays the same object
 */
export function resolveEntryPoints(
  names: Readonly<Record<string, readonly string[]>>,
  table: MiddlewareTable,
  before: EntryPointTable,
): EntryPointTable {
  return new Map(
    Object.entries(names).map(([entryPoint, list]) => {
      const resolved = resolve(entryPoint, list, table);
      const known = before.get(entryPoint);
      const same =
        known !== undefined &&
        sameItems(known.middlewares, resolved.middlewares) &&
        isDeepStrictEqual(known.problems, resolved.problems);
      return [entryPoint, same ? known : resolved];
    }),
  );
}

function resolve(
  entryPoint: string,
  names: readonly string[],
  table: MiddlewareTable,
): EntryPointMiddlewares {
  const faults = new Faults('EntryPoint', entryPoint);
  const middlewares: Middleware[] = [];
  for (const name of names) {
    const found = table.get(name);
    const fault = faultOf(name, found);
    if (fault !== undefined) faults.error('http.middlewares', fault.reason, fault.remedy);
    else middlewares.push(...(found?.middlewares ?? []));
  }
  return { middlewares: faults.fatal ? [] : middlewares, problems: faults.problems };
}
