import type { DynamicConfiguration, Router, Service, TlsCertificate } from '../dynamic/configuration.ts';

/** What is different, by `name@provider`; undefined: gone. */
export interface ConfigurationChanges {
  readonly routers: Map<string, Router | undefined>;
  readonly services: Map<string, Service | undefined>;
  /** Of changed parts: one that stands in both lists has not changed. */
  readonly certificates: { readonly removed: TlsCertificate[]; readonly added: TlsCertificate[] };
}

/** Parts of the configuration by provider. */
export type PartsByProvider = ReadonlyMap<string, readonly DynamicConfiguration[]>;

/**
 * Compares by identity: a part, and within changed parts a router or service, that is the same object as
 * before has not changed.
 */
export function configurationChanges(before: PartsByProvider, after: PartsByProvider): ConfigurationChanges {
  const routers = new Map<string, Router | undefined>();
  const services = new Map<string, Service | undefined>();
  const certificates = { removed: [] as TlsCertificate[], added: [] as TlsCertificate[] };
  for (const provider of new Set([...before.keys(), ...after.keys()])) {
    const { removed, added } = partChanges(before.get(provider) ?? [], after.get(provider) ?? []);
    collect(routers, provider, removed, added, ({ http }) => http.routers);
    collect(services, provider, removed, added, ({ http }) => http.services);
    certificates.removed.push(...removed.flatMap(({ tls }) => tls.certificates));
    certificates.added.push(...added.flatMap(({ tls }) => tls.certificates));
  }
  return { routers, services, certificates };
}

function collect<T>(
  changes: Map<string, T | undefined>,
  provider: string,
  removed: readonly DynamicConfiguration[],
  added: readonly DynamicConfiguration[],
  section: (part: DynamicConfiguration) => Readonly<Record<string, T>>,
): void {
  const old = new Map(removed.flatMap((part) => Object.entries(section(part))));
  for (const part of added) {
    for (const [name, value] of Object.entries(section(part))) {
      if (old.get(name) !== value) changes.set(`${name}@${provider}`, value);
      old.delete(name);
    }
  }
  for (const name of old.keys()) changes.set(`${name}@${provider}`, undefined);
}

interface PartChanges {
  readonly removed: readonly DynamicConfiguration[];
  readonly added: readonly DynamicConfiguration[];
}

/**
 * Walks both lists side by side, which tells single replacements, insertions and removals apart as long as
 * the rest keeps its order; from where that fails, sets are compared.
 */
function partChanges(
  before: readonly DynamicConfiguration[],
  after: readonly DynamicConfiguration[],
): PartChanges {
  const removed: DynamicConfiguration[] = [];
  const added: DynamicConfiguration[] = [];
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
