import type { ConfigurationPart, Router, Service, TlsCertificate } from '../dynamic/configuration.ts';

/** What is different, by `name@provider`; undefined: gone. */
export interface ConfigurationChanges {
  readonly routers: Map<string, RankedRouter | undefined>;
  readonly services: Map<string, Service | undefined>;
  /** Of changed parts: one that stands in both lists has not changed. */
  readonly certificates: { readonly removed: TlsCertificate[]; readonly added: TlsCertificate[] };
}

/** A router and what decides between it and others of its priority: see `ConfigurationPart`. */
export interface RankedRouter {
  readonly router: Router;
  readonly seniority: string;
}

/** Parts of the configuration by provider. */
export type PartsByProvider = ReadonlyMap<string, readonly ConfigurationPart[]>;

/**
 * Compares by identity: a part, and within changed parts a router or service, that is the same object as
 * before has not changed.
 */
export function configurationChanges(before: PartsByProvider, after: PartsByProvider): ConfigurationChanges {
  const routers = new Map<string, RankedRouter | undefined>();
  const services = new Map<string, Service | undefined>();
  const certificates = { removed: [] as TlsCertificate[], added: [] as TlsCertificate[] };
  for (const provider of new Set([...before.keys(), ...after.keys()])) {
    const { removed, added } = partChanges(before.get(provider) ?? [], after.get(provider) ?? []);
    collectRouters(routers, provider, removed, added);
    collectServices(services, provider, removed, added);
    certificates.removed.push(...removed.flatMap(({ tls }) => tls.certificates));
    certificates.added.push(...added.flatMap(({ tls }) => tls.certificates));
  }
  return { routers, services, certificates };
}

function collectRouters(
  changes: ConfigurationChanges['routers'],
  provider: string,
  removed: readonly ConfigurationPart[],
  added: readonly ConfigurationPart[],
): void {
  const old = new Map(removed.flatMap(rankedRouters));
  for (const [name, ranked] of added.flatMap(rankedRouters)) {
    const before = old.get(name);
    if (before?.router !== ranked.router || before.seniority !== ranked.seniority) {
      changes.set(`${name}@${provider}`, ranked);
    }
    old.delete(name);
  }
  for (const name of old.keys()) changes.set(`${name}@${provider}`, undefined);
}

function rankedRouters({ http, seniority = '' }: ConfigurationPart): [string, RankedRouter][] {
  return Object.entries(http.routers).map(([name, router]) => [name, { router, seniority }]);
}

function collectServices(
  changes: ConfigurationChanges['services'],
  provider: string,
  removed: readonly ConfigurationPart[],
  added: readonly ConfigurationPart[],
): void {
  const old = new Map(removed.flatMap(({ http }) => Object.entries(http.services)));
  for (const [name, service] of added.flatMap(({ http }) => Object.entries(http.services))) {
    if (old.get(name) !== service) changes.set(`${name}@${provider}`, service);
    old.delete(name);
  }
  for (const name of old.keys()) changes.set(`${name}@${provider}`, undefined);
}

interface PartChanges {
  readonly removed: readonly ConfigurationPart[];
  readonly added: readonly ConfigurationPart[];
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
