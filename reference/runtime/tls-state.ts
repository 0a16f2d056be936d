import type { TlsCertificate, TlsStore } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { Faults } from './faults.ts';
import type { Changes } from './part-changes.ts';
import { TlsBindings, type TlsClaim } from './tls-bindings.ts';
import { optionsName, TlsOptionsTable } from './tls-options.ts';
import type { TlsTable } from './tls-table.ts';

export interface TlsChanges {
  readonly options: TlsOptionsTable;
  readonly stores: Changes<TlsStore>;
  readonly claims: { readonly removed: readonly TlsClaim[]; readonly added: readonly TlsClaim[] };
  /** See `TlsSurroundings`. */
  readonly entryPointTlsOptions: Readonly<Record<string, string>>;
}

interface Content {
  readonly options: TlsOptionsTable;
  /** By `name@provider`. */
  readonly stores: ReadonlyMap<string, TlsStore>;
  readonly bindings: TlsBindings;
  readonly entryPointTlsOptions: Readonly<Record<string, string>>;
  readonly defaultCertificate: TlsCertificate | undefined;
}

/** How TLS is spoken with clients, on every entry point. Immutable. */
export class TlsState {
  static readonly empty = new TlsState({
    options: TlsOptionsTable.empty,
    stores: new Map(),
    bindings: TlsBindings.none,
    entryPointTlsOptions: {},
    defaultCertificate: undefined,
  });

  readonly #content: Content;

  private constructor(content: Content) {
    this.#content = content;
  }

  get options(): TlsOptionsTable {
    return this.#content.options;
  }

  with({ options, stores: changes, claims, entryPointTlsOptions }: TlsChanges): TlsState {
    const before = this.#content;
    const stores = new Map(before.stores);
    for (const [name, store] of changes) {
      if (store === undefined) stores.delete(name);
      else stores.set(name, store);
    }
    const bindings = before.bindings.with(claims.removed, claims.added);
    const [first] = defaultsAmong(stores);
    const defaultCertificate = keep(before.defaultCertificate, first?.certificate);
    return new TlsState({ options, stores, bindings, entryPointTlsOptions, defaultCertificate });
  }

  table(entryPoint: string): TlsTable {
    const { options, bindings, defaultCertificate } = this.#content;
    return {
      profileFor: (host) => options.profile(bindings.optionsOf(entryPoint, host)),
      defaultCertificate,
    };
  }

  get problems(): readonly Problem[] {
    const { options, bindings } = this.#content;
    return [
      ...options.problems,
      ...bindings.problems,
      ...this.#entryPointProblems(),
      ...this.#storeProblems(),
    ];
  }

  #entryPointProblems(): Problem[] {
    const { options, entryPointTlsOptions } = this.#content;
    return Object.entries(entryPointTlsOptions).flatMap(([name, given]) => {
      const asked = optionsName(given, given);
      if (options.has(asked)) return [];
      const faults = new Faults('EntryPoint', name);
      faults.error(
        'http.tls.options',
        `There are no TLS options ${asked}, so that handshakes for hosts of its routers fail.`,
        'Name TLS options that exist, as name@provider.',
      );
      return faults.problems;
    });
  }

  #storeProblems(): Problem[] {
    const { stores } = this.#content;
    const [first, ...further] = defaultsAmong(stores);
    const problems = further.map(({ name }) =>
      warning(
        name,
        `The default certificate of the store ${first?.name} is used already, so that this one is not.`,
        'Let one provider alone have a default certificate.',
      ),
    );
    for (const name of stores.keys()) {
      if (name.startsWith(`${defaultStore}@`)) continue;
      problems.push(
        warning(name, 'No store but the one called default is used.', 'Move what it holds to that one.'),
      );
    }
    return problems;
  }
}

const defaultStore = 'default';

/** Default certificates, in the order of the names of their providers: the first one is used. */
function defaultsAmong(stores: ReadonlyMap<string, TlsStore>) {
  return [...stores.keys()]
    .filter((name) => name.startsWith(`${defaultStore}@`))
    .sort()
    .flatMap((name) => {
      const certificate = stores.get(name)?.defaultCertificate;
      return certificate === undefined ? [] : [{ name, certificate }];
    });
}

/** The same object for the same content. */
function keep(
  before: TlsCertificate | undefined,
  now: TlsCertificate | undefined,
): TlsCertificate | undefined {
  return before !== undefined && before.fingerprint === now?.fingerprint ? before : now;
}

function warning(name: string, reason: string, remedy: string): Problem {
  return {
    severity: 'warning',
    object: { kind: 'TLSStore', namespace: '', name },
    field: 'defaultCertificate',
    reason,
    remedy,
  };
}
