/** Which certificates are asked for: by routers, by entry points for theirs, by stores. */
import type { Router, RouterTls, TlsStore } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { type Domains, domainsOf, hostsOfRule, keyOf, namesOf } from './domains.ts';

export interface WantedCertificate {
  readonly resolver: string;
  readonly domains: Domains;
  /** The same for the same names. */
  readonly key: string;
  /** The first that asked for it. */
  readonly wantedBy: Problem['object'];
}

export interface Demand {
  /** One for each resolver and set of names. */
  readonly wanted: readonly WantedCertificate[];
  /** The one that is to be presented where no other is: the store `default` asks for it. */
  readonly defaultCertificate: WantedCertificate | undefined;
  readonly problems: readonly Problem[];
}

/** What is in force, as far as it says which certificates are wanted. */
export interface InForce {
  /** By `name@provider`. */
  readonly routers: Iterable<
    readonly [string, { readonly router: Router; readonly status: string; readonly using: readonly string[] }]
  >;
  /** By name, of files: there is no other place to describe one. */
  readonly stores?: Readonly<Record<string, TlsStore>>;
}

export interface DemandOptions {
  /** Names of the resolvers that there are. */
  readonly resolvers: ReadonlySet<string>;
  /** What an entry point says of the TLS of routers that say nothing themselves. */
  readonly tlsOf: (entryPoint: string) => RouterTls | undefined;
}

/** What one router asks for. It is the same for as long as the router is, so that it is worked out once. */
type Wish =
  | { readonly kind: 'none' }
  | { readonly kind: 'certificates'; readonly sets: readonly NameSet[] }
  | Fault;

interface NameSet extends Pick<WantedCertificate, 'resolver' | 'domains' | 'key'> {
  /** The same for the same names of the same resolver. */
  readonly id: string;
}

interface Fault {
  readonly kind: 'fault';
  readonly severity: Problem['severity'];
  readonly field: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Tells what is wanted of what is in force, at each call; a router that it has seen costs a look-up. */
export function createDemand(options: DemandOptions): (inForce: InForce) => Demand {
  const wishes = new WeakMap<Router, Wish>();
  return ({ routers, stores = {} }) => {
    const collected = new Collected();
    for (const [name, { router, status, using }] of routers) {
      if (status === 'disabled') continue;
      let wish = wishes.get(router);
      if (wish === undefined) {
        wish = wishOf(router, using, options);
        // Entry points never change, and so neither does what a router that names none of its own uses.
        wishes.set(router, wish);
      }
      collected.add({ kind: 'Router', namespace: '', name }, wish);
    }
    collected.addDefault(stores[defaultStore], options);
    return collected;
  };
}

/** Traefik uses no other. */
const defaultStore = 'default';

class Collected implements Demand {
  readonly problems: Problem[] = [];
  defaultCertificate: WantedCertificate | undefined;
  readonly #wanted = new Map<string, WantedCertificate>();

  get wanted(): readonly WantedCertificate[] {
    return [...this.#wanted.values()];
  }

  /** A default certificate that is given comes before one that is to be obtained. */
  addDefault(store: TlsStore | undefined, options: DemandOptions): void {
    const { defaultCertificate: given, defaultGeneratedCert: generated } = store ?? {};
    if (given !== undefined || generated === undefined) return;
    const tls = { certResolver: generated.resolver, domains: [generated.domain] };
    const wish = wishFor(tls, () => [], options, 'defaultGeneratedCert');
    this.add({ kind: 'TLSStore', namespace: '', name: defaultStore }, wish);
    if (wish.kind !== 'certificates') return;
    const [set] = wish.sets;
    this.defaultCertificate = set && this.#wanted.get(set.id);
  }

  add(wantedBy: Problem['object'], wish: Wish): void {
    if (wish.kind === 'fault') {
      const { severity, field, reason, remedy } = wish;
      this.problems.push({ severity, object: wantedBy, field, reason, remedy });
    } else if (wish.kind === 'certificates') {
      for (const set of wish.sets) {
        if (!this.#wanted.has(set.id)) this.#wanted.set(set.id, { ...set, wantedBy });
      }
    }
  }
}

function wishOf(router: Router, using: readonly string[], options: DemandOptions): Wish {
  const hosts = () => hostsOfRule(router.rule);
  if (router.tls !== undefined) return wishFor(router.tls, hosts, options, 'tls');
  // Said of all routers, it is not meant for those that have no host to get a certificate for.
  for (const tls of using.map(options.tlsOf)) {
    if (!tls?.certResolver || ((tls.domains ?? []).length === 0 && hosts().length === 0)) continue;
    return wishFor(tls, hosts, options, 'tls');
  }
  return { kind: 'none' };
}

function wishFor(
  { certResolver: resolver, domains: given = [] }: RouterTls,
  hosts: () => readonly string[],
  { resolvers }: DemandOptions,
  field: string,
): Wish {
  if (resolver === undefined || resolver === '') return { kind: 'none' };
  if (!resolvers.has(resolver)) {
    const known = [...resolvers].join(', ');
    return {
      kind: 'fault',
      severity: 'error',
      field: `${field}.certResolver`,
      reason: `There is no certificate resolver ${resolver}, so that the default certificate is presented.`,
      remedy: `Name one of ${known}, or define certificatesResolvers.${resolver}.`,
    };
  }
  const [main, ...sans] = hosts();
  const sets = given.length > 0 ? given : main === undefined ? [] : [{ main, sans }];
  if (sets.length === 0) {
    return {
      kind: 'fault',
      severity: 'warning',
      field: `${field}.domains`,
      reason: 'No name for a certificate can be told from the rule.',
      remedy: 'Set tls.domains, or name hosts in the rule with Host.',
    };
  }
  const wanted: NameSet[] = [];
  for (const { main, sans = [] } of sets) {
    const set = domainsOf(main, sans);
    const fault = set === undefined ? noName([main, ...sans], field) : wildcardIn(set, field);
    if (fault !== undefined) return fault;
    if (set === undefined) continue;
    const key = keyOf(set);
    wanted.push({ resolver, domains: set, key, id: `${resolver} ${key}` });
  }
  return { kind: 'certificates', sets: wanted };
}

function noName(names: readonly string[], field: string): Fault {
  return {
    kind: 'fault',
    severity: 'error',
    field: `${field}.domains`,
    reason: `${JSON.stringify(names.join(', '))} has something in it that no certificate can be for.`,
    remedy: 'Write host names.',
  };
}

/** Control of a wildcard is shown by the challenge DNS-01 alone (RFC 8555, section 7.1.3; Let's Encrypt's rules). */
function wildcardIn(domains: Domains, field: string): Fault | undefined {
  const wildcard = namesOf(domains).find((name) => name.startsWith('*.'));
  if (wildcard === undefined) return undefined;
  return {
    kind: 'fault',
    severity: 'error',
    field: `${field}.domains`,
    reason: `A certificate for ${wildcard} can't be obtained by httpChallenge or tlsChallenge.`,
    remedy: 'Name each host, or give the certificate in a Secret.',
  };
}
