import type { Problem } from '../dynamic/problem.ts';
import { wildcardFor } from '../tls/server-name.ts';
import { PersistentMap } from './persistent-map.ts';
import { defaultOptions } from './tls-options.ts';

/** TLS options that a router asks for its hosts to have on an entry point. */
export interface TlsClaim {
  /** `name@provider` */
  readonly router: string;
  readonly entryPoint: string;
  /** Normalised; `*.` in front stands for one label. */
  readonly hosts: readonly string[];
  /** As `optionsName` gives it. */
  readonly options: string;
}

interface Bound {
  /** Those that apply: the default ones where routers differ. */
  readonly options: string;
  readonly claims: readonly TlsClaim[];
}

/** Which TLS options hosts have on each entry point. Immutable; a changed copy costs what has changed. */
export class TlsBindings {
  static readonly none = new TlsBindings(new Map());

  /** By entry point, then by host. */
  readonly #hosts: ReadonlyMap<string, PersistentMap<Bound>>;

  private constructor(hosts: ReadonlyMap<string, PersistentMap<Bound>>) {
    this.#hosts = hosts;
  }

  with(removed: readonly TlsClaim[], added: readonly TlsClaim[]): TlsBindings {
    const changes = new Map<string, Map<string, Set<TlsClaim>>>();
    const claimsOn = ({ entryPoint }: TlsClaim, host: string): Set<TlsClaim> => {
      const ofEntryPoint = changes.get(entryPoint) ?? new Map<string, Set<TlsClaim>>();
      changes.set(entryPoint, ofEntryPoint);
      const claims = ofEntryPoint.get(host) ?? new Set(this.#hosts.get(entryPoint)?.get(host)?.claims);
      ofEntryPoint.set(host, claims);
      return claims;
    };
    for (const claim of removed) for (const host of claim.hosts) claimsOn(claim, host).delete(claim);
    for (const claim of added) for (const host of claim.hosts) claimsOn(claim, host).add(claim);
    if (changes.size === 0) return this;
    const hosts = new Map(this.#hosts);
    for (const [entryPoint, ofEntryPoint] of changes) {
      const bound = new Map<string, Bound | undefined>();
      for (const [host, claims] of ofEntryPoint) bound.set(host, bind([...claims]));
      hosts.set(entryPoint, (hosts.get(entryPoint) ?? PersistentMap.empty<Bound>()).with(bound));
    }
    return new TlsBindings(hosts);
  }

  /** @param host normalised */
  optionsOf(entryPoint: string, host: string): string {
    const hosts = this.#hosts.get(entryPoint);
    if (hosts === undefined || hosts.size === 0) return defaultOptions;
    const exact = hosts.get(host);
    if (exact !== undefined) return exact.options;
    const wildcard = wildcardFor(host);
    return (wildcard === undefined ? undefined : hosts.get(wildcard)?.options) ?? defaultOptions;
  }

  /** Hosts for which routers ask for different options. */
  get problems(): readonly Problem[] {
    const conflicts = new Map<string, readonly TlsClaim[]>();
    for (const hosts of this.#hosts.values()) {
      for (const [host, { claims }] of hosts) if (optionsIn(claims).size > 1) conflicts.set(host, claims);
    }
    return Array.from(conflicts, ([host, claims]) => conflict(host, claims));
  }
}

function bind(claims: readonly TlsClaim[]): Bound | undefined {
  const [options, ...others] = optionsIn(claims).keys();
  if (options === undefined) return undefined;
  return { options: others.length > 0 ? defaultOptions : options, claims };
}

/** With one claim for each. */
function optionsIn(claims: readonly TlsClaim[]): Map<string, TlsClaim> {
  return new Map(claims.map((claim) => [claim.options, claim]));
}

function conflict(host: string, claims: readonly TlsClaim[]): Problem {
  const different = [...optionsIn(claims).values()].sort((a, b) => (a.router < b.router ? -1 : 1));
  const asked = different.map(({ options, router }) => `${options} by ${router}`).join(', ');
  const named = different.find(({ options }) => options !== defaultOptions);
  return {
    severity: 'warning',
    object: { kind: 'Router', namespace: '', name: named?.router ?? '' },
    field: 'tls.options',
    reason: `The host ${host} is given different TLS options (${asked}), so that the default ones apply to it.`,
    remedy: 'Give all routers of a host the same TLS options.',
  };
}
