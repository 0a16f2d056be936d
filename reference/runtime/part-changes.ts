import type {
  ConfigurationPart,
  Router,
  ServersTransport,
  Service,
  TlsCertificate,
  TlsOptions,
  TlsStore,
} from '../dynamic/configuration.ts';
import type { Middleware } from '../dynamic/middleware.ts';

/** What is different, by `name@provider`; undefined: gone. */
export interface ConfigurationChanges {
  readonly routers: Map<string, RankedRouter | undefined>;
  readonly services: Changes<Service>;
  readonly middlewares: Changes<Middleware>;
  readonly transports: Changes<ServersTransport>;
  readonly tlsOptions: Changes<TlsOptions>;
  readonly tlsStores: Changes<TlsStore>;
  /** Of changed parts: one that stands in both lists has not changed. */
  readonly certificates: { readonly removed: TlsCertificate[]; readonly added: TlsCertificate[] };
}

export type Changes<T> = ReadonlyMap<string, T | undefined>;

/** A router and what decides between it and others of its priority: see `ConfigurationPart`. */
export interface RankedRouter {
  readonly router: Router;
  readonly seniority: string;
}

/** Parts of the configuration by provider. */
export type PartsByProvider = ReadonlyMap<string, readonly ConfigurationPart[]>;

/**
 * Compares by identity: a part, and within changed parts a router, service or the like, that is the same object
 * as before has not changed.
 */
export function configurationChanges(before: PartsByProvider, after: PartsByProvider): ConfigurationChanges {
  const changed = [...new Set([...before.keys(), ...after.keys()])].map((provider) => ({
    provider,
    ...partChanges(before.get(provider) ?? [], after.get(provider) ?? []),
  }));
  return {
    routers: changesOf(
      changed,
      rankedRouters,
      (a, b) => a.router === b.router && a.seniority === b.seniority,
    ),
    services: changesOf(changed, ({ http }) => Object.entries(http.services)),
    middlewares: changesOf(changed, ({ http }) => Object.entries(http.middlewares ?? {})),
    transports: changesOf(changed, ({ http }) => Object.entries(http.serversTransports ?? {})),
    tlsOptions: changesOf(changed, ({ tls }) => Object.entries(tls.options ?? {})),
    tlsStores: changesOf(changed, ({ tls }) => Object.entries(tls.stores ?? {})),
    certificates: {
      removed: changed.flatMap(({ removed }) => removed.flatMap(({ tls }) => tls.certificates)),
      added: changed.flatMap(({ added }) => added.flatMap(({ tls }) => tls.certificates)),
    },
  };
}

function changesOf<T>(
  providers: readonly ProviderChanges[],
  entriesOf: (part: ConfigurationPart) => readonly [string, T][],
  same: (a: T, b: T) => boolean = Object.is,
): Map<string, T | undefined> {
  const changes = new Map<string, T | undefined>();
  for (const { provider, removed, added } of providers) {
    const old = new Map(removed.flatMap(entriesOf));
    for (const [name, value] of added.flatMap(entriesOf)) {
      const before = old.get(name);
      if (before === undefined || !same(before, value)) changes.set(`${name}@${provider}`, value);
      old.delete(name);
    }
    for (const name of old.keys()) changes.set(`${name}@${provider}`, undefined);
  }
  return changes;
}

function rankedRouters({ http, seniority = '' }: ConfigurationPart): [string, RankedRouter][] {
  return Object.entries(http.routers).map(([name, router]) => [name, { router, seniority }]);
}

interface PartChanges {
  readonly removed: readonly ConfigurationPart[];
  readonly added: readonly ConfigurationPart[];
}

interface ProviderChanges extends PartChanges {
  readonly provider: string;
}

/**
 * Walks both lists side by side, which tells single replacements, insertions and removals apart as long as
 * the rest keeps its order; from where that fails, sets are compared.
 */
function partChanges(before: readonly ConfigurationPart[], after: readonly ConfigurationPart[]): PartChanges {
  const removed: ConfigurationPart[] = [];
  const added: ConfigurationPart[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length && j < after.length) {
    const [old, oldNext] = [before[i], before[i + 1]];
    const [now, nowNext] = [after[j], after[j + 1]];
    if (old === undefined || now === undefined) break;
    if (old === now) {
      i++;
      j++;
    } else if (old === nowNext) {
      added.push(now);
      j++;
    } else if (now === oldNext) {
      removed.push(old);
      i++;
    } else if (oldNext === nowNext) {
      removed.push(old);
      added.push(now);
      i++;
      j++;
    } else break;
  }
  const oldRest = new Set(before.slice(i));
  const nowRest = new Set(after.slice(j));
  for (const part of oldRest) if (!nowRest.has(part)) removed.push(part);
  for (const part of nowRest) if (!oldRest.has(part)) added.push(part);
  return { removed, added };
}
