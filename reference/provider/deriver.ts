import { isDeepStrictEqual } from 'node:util';
import { type ConfigurationPart, emptyConfiguration, type Router } from '../dynamic/configuration.ts';
import { type Ingress, keyOf, type ObjectKey } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';
import { Backends, backendId } from './backends.ts';
import { DefaultBackends } from './default-backends.ts';
import { Dependents } from './dependents.ts';
import type { Derivation, DeriveOptions } from './derivation.ts';
import { deriveIngress, type Fragment } from './fragment.ts';
import { LazyDerivation } from './lazy-derivation.ts';
import { Names, seniorityOf } from './names.ts';
import { ObjectReader } from './object-reader.ts';
import { SharedRules } from './shared-rules.ts';

/** Derives again and again from a store that changes, at the cost of what has changed. */
export interface Deriver {
  /**
   * @param changed every object that was added, replaced or removed since the last call; the first call takes
   *   the whole store, whatever is named here
   */
  update(store: StoreReader, changed: ReadonlySet<ObjectKey>): Derivation;
  /** How many times an Ingress was derived so far. */
  readonly derivations: number;
}

/**
 * Keeps what each Ingress came to for as long as no object that it was made from changes, and none appears
 * that it looked for in vain.
 */
export function createDeriver(options: DeriveOptions): Deriver {
  return new IncrementalDeriver(options);
}

/** What the objects in the store come to. */
export function derive(store: StoreReader, options: DeriveOptions): Derivation {
  return createDeriver(options).update(store, new Set());
}

interface Known {
  readonly fragment: Fragment;
  /** Ids of the backends that it names. */
  readonly backends: ReadonlySet<string>;
}

class IncrementalDeriver implements Deriver {
  derivations = 0;
  readonly #options: DeriveOptions;
  readonly #known = new Map<ObjectKey, Known>();
  readonly #parts = new Map<ObjectKey, ConfigurationPart>();
  readonly #dependents = new Dependents<ObjectKey>();
  readonly #backends: Backends;
  readonly #routerNames = new Names<ObjectKey>();
  readonly #defaults = new DefaultBackends();
  readonly #sharedRules: SharedRules;
  #started = false;

  constructor(options: DeriveOptions) {
    this.#options = options;
    this.#backends = new Backends(options);
    this.#sharedRules = new SharedRules(options.httpsEntryPoints);
  }

  update(store: StoreReader, changed: ReadonlySet<ObjectKey>): Derivation {
    const unfinished = this.#outdated(store, changed);
    const names = new Set<string>();
    for (const key of unfinished) this.#deriveAgain(key, store, names);

    // Others get another part as well where the names of their services or routers now depend on more, or fewer, claimants.
    for (const key of this.#backends.settle()) unfinished.add(key);
    for (const name of names) for (const { id } of this.#routerNames.claimants(name)) unfinished.add(id);
    for (const key of unfinished) this.#finish(key);
    return this.#snapshot();
  }

  /** The Ingresses that have to be derived, those that are gone included. */
  #outdated(store: StoreReader, changed: ReadonlySet<ObjectKey>): Set<ObjectKey> {
    if (!this.#started) {
      this.#started = true;
      return new Set([...store.list('Ingress')].map(keyOf));
    }
    const outdated = this.#backends.refresh(changed, store);
    for (const key of changed) {
      if (key.startsWith('Ingress/')) outdated.add(key);
      for (const dependent of this.#dependents.of(key)) outdated.add(dependent);
    }
    return outdated;
  }

  /** @param names takes the names of routers whose claimants change */
  #deriveAgain(key: ObjectKey, store: StoreReader, names: Set<string>): void {
    const before = this.#known.get(key);
    const ingress = ingressAt(key, store);
    const after = ingress && this.#derive(key, ingress, store);

    for (const { name } of before?.fragment.routers ?? []) {
      this.#routerNames.release(name, key);
      names.add(name);
    }
    if (after !== undefined) {
      const { ingress: owner, routers } = after.fragment;
      for (const { name } of routers) {
        this.#routerNames.claim(name, { id: key, metadata: owner.metadata });
        names.add(name);
      }
    }
    for (const id of before?.backends ?? []) if (!after?.backends.has(id)) this.#backends.release(id, key);
    this.#defaults.set(key, after?.fragment);
    this.#sharedRules.set(key, after?.fragment);
    if (after === undefined) this.#known.delete(key);
    else this.#known.set(key, after);
  }

  #derive(key: ObjectKey, ingress: Ingress, store: StoreReader): Known {
    this.derivations++;
    const reader = new ObjectReader(store);
    const backends = new Set<string>();
    const fragment = deriveIngress(ingress, {
      reader,
      options: this.#options,
      resolve: (reference, role) => {
        backends.add(backendId(reference, role));
        return this.#backends.resolve(reference, role, key, store);
      },
    });
    this.#dependents.set(key, reader.reads);
    return { fragment, backends };
  }

  /** Makes the part of an Ingress once all names are settled. */
  #finish(key: ObjectKey): void {
    const known = this.#known.get(key);
    if (known === undefined) {
      this.#dependents.delete(key);
      this.#parts.delete(key);
      return;
    }
    const { ingress, routers: drafts, certificates } = known.fragment;
    if (drafts.length === 0 && certificates.length === 0) {
      this.#parts.set(key, emptyConfiguration);
      return;
    }
    const routers: Record<string, Router> = {};
    for (const { name, router, backend } of drafts) {
      const service = this.#backends.serviceName(backend);
      if (service !== undefined) routers[this.#routerNames.nameOf(name, key)] = { ...router, service };
    }
    const seniority = seniorityOf(ingress.metadata);
    const { namespace, name } = ingress.metadata;
    const part: ConfigurationPart = {
      http: { routers, services: {} },
      tls: { certificates },
      seniority,
      ingress: { namespace, name },
    };
    // A status that was written, say, changes the Ingress and nothing that is made of it.
    if (!isDeepStrictEqual(part, this.#parts.get(key))) this.#parts.set(key, part);
  }

  #snapshot(): Derivation {
    const { part, problems } = this.#defaults.current(this.#backends);
    const parts = [...this.#parts.values(), ...this.#backends.parts(), part];
    const fragments = Array.from(this.#known.values(), ({ fragment }) => fragment);
    return new LazyDerivation(parts, fragments, [...problems, ...this.#sharedRules.problems()]);
  }
}

function ingressAt(key: ObjectKey, store: StoreReader): Ingress | undefined {
  const [, namespace = '', name = ''] = key.split('/');
  return store.get('Ingress', namespace, name);
}
