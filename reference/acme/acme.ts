/** Certificates from ACME servers: `certificatesResolvers.NAME.acme`. */
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { AcmeOptions, StaticConfiguration } from '../configuration/static-configuration.ts';
import type { ConfigurationPart, TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { type Authority, type AuthorityInput, createAuthority } from './authority.ts';
import { type ChallengeHandler, Challenges } from './challenges.ts';
import { type Clock, systemClock } from './clock.ts';
import { createDemand, type DemandOptions, type InForce, type WantedCertificate } from './demand.ts';
import { renewalPlan } from './renewal.ts';
import { Resolver } from './resolver.ts';
import { Storage, StorageError } from './storage.ts';
import { type ConnectionTrust, Transport } from './transport.ts';
import { readTrust } from './trust.ts';

export { TrustError } from './trust.ts';

export interface AcmeInput extends Pick<DemandOptions, 'tlsOf'> {
  readonly resolvers: StaticConfiguration['certificatesResolvers'];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths start. */
  readonly workingDirectory: string;
  readonly logger: Logger;
  /** There are other certificates, or other problems. */
  readonly changed: () => void;
  readonly clock?: Clock;
  readonly createAuthority?: (input: AuthorityInput) => Authority;
}

export interface Acme {
  /** Of the provider `acme`: the same list for as long as nothing in it changes, as are the parts. */
  readonly parts: readonly ConfigurationPart[];
  readonly problems: readonly Problem[];
  /** By TLS-ALPN-01. */
  readonly challenges: Pick<Challenges, 'certificateFor'>;
  /** What an entry point answers before any router; undefined: nothing. */
  handler(entryPoint: string): ChallengeHandler | undefined;
  /** Tells what is in force, from which follows what is wanted. */
  update(inForce: InForce & { readonly certificates: CertificatesInForce }): void;
  stop(): Promise<void>;
}

export interface CertificatesInForce {
  /** The certificate that a handshake for the name gets; undefined: the default one. */
  find(serverName: string): TlsCertificate | undefined;
}

/**
 * Opens the storage files of all resolvers. A resolver whose file can't be used is left out, with a problem.
 *
 * @throws TrustError where the authorities that ACME servers may be signed by can't be read
 */
export async function createAcme(input: AcmeInput): Promise<Acme> {
  const challenges = new Challenges();
  const storages = new Storages(input.workingDirectory);
  const trust = await readTrust(input.environment, input.workingDirectory);
  const resolvers = new Map<string, Resolver>();
  const faults: Problem[] = [];
  for (const [name, { acme: options }] of Object.entries(input.resolvers)) {
    if (options === undefined) continue;
    try {
      resolvers.set(name, await openResolver(name, options, { ...input, challenges, storages, trust }));
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      faults.push(cannotStore(name, error));
    }
  }
  return new RunningAcme(input, challenges, resolvers, faults);
}

class RunningAcme implements Acme {
  readonly challenges: Challenges;
  readonly #resolvers: ReadonlyMap<string, Resolver>;
  readonly #faults: readonly Problem[];
  readonly #changed: () => void;
  readonly #httpEntryPoints: ReadonlySet<string>;
  readonly #demand: ReturnType<typeof createDemand>;
  readonly #parts = new WeakMap<TlsCertificate, ConfigurationPart>();
  #lists: readonly (readonly TlsCertificate[])[] = [];
  #latestParts: readonly ConfigurationPart[] = [];
  #defaultCertificate: WantedCertificate | undefined;
  #presentedByDefault: TlsCertificate | undefined;
  #demandProblems: readonly Problem[] = [];

  constructor(
    { resolvers: options, tlsOf, changed }: AcmeInput,
    challenges: Challenges,
    resolvers: ReadonlyMap<string, Resolver>,
    faults: readonly Problem[],
  ) {
    this.challenges = challenges;
    this.#changed = changed;
    this.#resolvers = resolvers;
    this.#faults = faults;
    this.#httpEntryPoints = new Set(
      Object.values(options).flatMap(({ acme }) => acme?.httpChallenge?.entryPoint ?? []),
    );
    this.#demand = createDemand({ resolvers: new Set(Object.keys(options)), tlsOf });
  }

  get parts(): readonly ConfigurationPart[] {
    const lists = [...this.#resolvers.values()].map(({ certificates }) => certificates);
    const wanted = this.#defaultCertificate;
    const byDefault = wanted && this.#resolvers.get(wanted.resolver)?.certificateFor(wanted.key);
    if (byDefault !== this.#presentedByDefault || lists.some((list, index) => list !== this.#lists[index])) {
      this.#lists = lists;
      this.#presentedByDefault = byDefault;
      const parts = lists.flat().map((certificate) => this.#partOf(certificate));
      this.#latestParts = byDefault === undefined ? parts : [...parts, defaultPart(byDefault)];
    }
    return this.#latestParts;
  }

  get problems(): readonly Problem[] {
    const ofResolvers = [...this.#resolvers.values()].flatMap(({ problems }) => problems);
    return [...this.#faults, ...this.#demandProblems, ...ofResolvers];
  }

  handler(entryPoint: string): ChallengeHandler | undefined {
    return this.#httpEntryPoints.has(entryPoint) ? this.challenges.handle : undefined;
  }

  update(inForce: InForce & { readonly certificates: CertificatesInForce }): void {
    const { wanted, problems, defaultCertificate } = this.#demand(inForce);
    this.#demandProblems = problems;
    const { parts } = this;
    this.#defaultCertificate = defaultCertificate;
    // It may be there already. Whoever tells what is in force is at it just now.
    if (this.parts !== parts) queueMicrotask(this.#changed);
    const byResolver = Map.groupBy(wanted, ({ resolver }) => resolver);
    // Certificates of all resolvers are in force together, and each knows best when its own end.
    const own = new Set(
      [...this.#resolvers.values()].flatMap(({ certificates }) =>
        certificates.map(({ fingerprint }) => fingerprint),
      ),
    );
    const elsewhere = (name: string): number => {
      const certificate = inForce.certificates.find(name);
      return certificate === undefined || own.has(certificate.fingerprint)
        ? Number.NEGATIVE_INFINITY
        : Date.parse(certificate.notAfter);
    };
    for (const [name, resolver] of this.#resolvers) resolver.update(byResolver.get(name) ?? [], elsewhere);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#resolvers.values()].map((resolver) => resolver.end()));
  }

  #partOf(certificate: TlsCertificate): ConfigurationPart {
    let part = this.#parts.get(certificate);
    if (part === undefined) {
      part = { http: { routers: {}, services: {} }, tls: { certificates: [certificate] } };
      this.#parts.set(certificate, part);
    }
    return part;
  }
}

/** What TLS presents where it has no certificate for the name. */
function defaultPart(certificate: TlsCertificate): ConfigurationPart {
  return {
    http: { routers: {}, services: {} },
    tls: { certificates: [], stores: { default: { defaultCertificate: certificate } } },
  };
}

interface ResolverSurroundings extends AcmeInput {
  readonly challenges: Challenges;
  readonly storages: Storages;
  readonly trust: ConnectionTrust;
}

/** @throws StorageError */
async function openResolver(
  name: string,
  options: AcmeOptions,
  surroundings: ResolverSurroundings,
): Promise<Resolver> {
  const { challenges, storages, trust, changed, clock = systemClock } = surroundings;
  const logger = surroundings.logger.child({ providerName: `${name}.acme` });
  const storage = await storages.open(options.storage);
  let content = storage.read(name);
  const save = async (addition: Partial<typeof content>): Promise<void> => {
    content = { ...content, ...addition };
    await storage.write(name, content);
  };
  const authority = (surroundings.createAuthority ?? createAuthority)({
    options,
    transport: new Transport(trust),
    challenges,
    account: content.account,
    accountChanged(account) {
      // It is written again with the certificate that it was needed for, which tells what is wrong.
      save({ account }).catch((error: unknown) => {
        logger.debug({ err: error }, 'The account has not been stored.');
      });
    },
  });
  return new Resolver({
    name,
    authority,
    plan: renewalPlan(options.certificatesDuration),
    certificates: content.certificates,
    save: (certificates) => save({ certificates }),
    clock,
    logger,
    changed,
  });
}

/** Resolvers may share a file. */
class Storages {
  readonly #workingDirectory: string;
  readonly #opened = new Map<string, Promise<Storage>>();

  constructor(workingDirectory: string) {
    this.#workingDirectory = workingDirectory;
  }

  open(file: string): Promise<Storage> {
    const path = resolve(this.#workingDirectory, file);
    const storage = this.#opened.get(path) ?? Storage.open(path);
    this.#opened.set(path, storage);
    return storage;
  }
}

function cannotStore(resolver: string, { message, remedy }: StorageError): Problem {
  return {
    severity: 'error',
    object: { kind: 'CertificatesResolver', namespace: '', name: resolver },
    field: 'acme.storage',
    reason: `The resolver ${resolver} is left out: ${message}`,
    remedy,
  };
}
