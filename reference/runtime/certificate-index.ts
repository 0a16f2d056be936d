import type { TlsCertificate } from '../dynamic/configuration.ts';
import { normaliseServerName, wildcardFor } from '../tls/server-name.ts';
import { PersistentMap } from './persistent-map.ts';
import type { CertificateTable } from './runtime.ts';

interface Named {
  readonly certificate: TlsCertificate;
  /** How many times the configuration has it. */
  readonly count: number;
}

/**
 * Certificates by the names that they are for. Immutable; a changed copy costs what has changed. One that comes
 * again with the same content stays the same object, for as long as any is there, so that state can hang on it.
 */
export class CertificateIndex implements CertificateTable {
  static readonly empty = new CertificateIndex(PersistentMap.empty(), PersistentMap.empty());

  /** By fingerprint. */
  readonly #certificates: PersistentMap<Named>;
  /** By name, the one to present first. */
  readonly #byName: PersistentMap<readonly TlsCertificate[]>;

  private constructor(certificates: PersistentMap<Named>, byName: PersistentMap<readonly TlsCertificate[]>) {
    this.#certificates = certificates;
    this.#byName = byName;
  }

  with(removed: readonly TlsCertificate[], added: readonly TlsCertificate[]): CertificateIndex {
    const counts = this.#counts(removed, added);
    const lists = new Map<string, readonly TlsCertificate[]>();
    for (const [fingerprint, { certificate, count }] of counts) {
      const was = this.#certificates.has(fingerprint);
      if (was === count > 0) continue;
      for (const name of certificate.names) {
        const list = lists.get(name) ?? this.#byName.get(name) ?? [];
        const others = list.filter((other) => other !== certificate);
        lists.set(name, count > 0 ? [...others, certificate].sort(preferred) : others);
      }
    }
    return new CertificateIndex(
      this.#certificates.with(withoutEmpty(counts, ({ count }) => count > 0)),
      this.#byName.with(withoutEmpty(lists, ({ length }) => length > 0)),
    );
  }

  find(serverName: string): TlsCertificate | undefined {
    const name = normaliseServerName(serverName);
    const exact = this.#byName.get(name)?.[0];
    if (exact !== undefined) return exact;
    const wildcard = wildcardFor(name);
    return wildcard === undefined ? undefined : this.#byName.get(wildcard)?.[0];
  }

  *[Symbol.iterator](): Iterator<TlsCertificate> {
    for (const { certificate } of this.#certificates.values()) yield certificate;
  }

  #counts(removed: readonly TlsCertificate[], added: readonly TlsCertificate[]): Map<string, Named> {
    const counts = new Map<string, Named>();
    const change = (given: TlsCertificate, step: number): void => {
      const before = counts.get(given.fingerprint) ?? this.#certificates.get(given.fingerprint);
      const { certificate = given, count = 0 } = before ?? {};
      counts.set(given.fingerprint, { certificate, count: count + step });
    };
    for (const certificate of removed) change(certificate, -1);
    for (const certificate of added) change(certificate, 1);
    return counts;
  }
}

/** Of several for one name the one that is valid longest, so that a renewed one takes the place of the old. */
function preferred(a: TlsCertificate, b: TlsCertificate): number {
  if (a.notAfter !== b.notAfter) return a.notAfter > b.notAfter ? -1 : 1;
  return a.fingerprint < b.fingerprint ? -1 : 1;
}

function withoutEmpty<V>(changes: ReadonlyMap<string, V>, isThere: (value: V) => boolean) {
  return new Map([...changes].map(([key, value]) => [key, isThere(value) ? value : undefined]));
}
