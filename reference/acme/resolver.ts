import type { Logger } from 'pino';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { readCertificate } from '../tls/certificate.ts';
import type { Authority } from './authority.ts';
import { AuthorityError } from './authority-error.ts';
import { backOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { type Coverage, ownCoverage } from './coverage.ts';
import type { WantedCertificate } from './demand.ts';
import { type Domains, keyOf, namesOf } from './domains.ts';
import { type RenewalPlan, renewalTime } from './renewal.ts';
import { originOf, type StoredCertificate } from './storage-format.ts';

export interface ResolverInput {
  readonly name: string;
  readonly authority: Authority;
  readonly plan: RenewalPlan;
  /** Kept from a run before. */
  readonly certificates: readonly StoredCertificate[];
  /** Keeps them. Rejects with what is wrong, as a sentence. */
  readonly save: (certificates: readonly StoredCertificate[]) => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** There are other certificates, or other problems. */
  readonly changed: () => void;
}

/** What an authority is not asked for more often or more of at a time: those that are public count. */
const limits = {
  ordersAtOnce: 4,
  /** Let's Encrypt takes so many orders of an account. */
  orders: 300,
  /** Within so many milliseconds. */
  ordersWithin: 3 * 3_600_000,
  /** How long failures are known beyond the next attempt, milliseconds. */
  remembered: 24 * 3_600_000,
};

/** How it stands with one set of names. */
interface Attempts {
  underWay: boolean;
  /** In a row. */
  failures: number;
  /** Not to be tried before, milliseconds since 1970. */
  notBefore: number;
  problem: Problem | undefined;
}

/** What is to be ordered. */
interface Due {
  readonly wanted: WantedCertificate;
  readonly attempts: Attempts;
  /** There is a certificate for each of its names, whose time has come. */
  readonly renewal: boolean;
}

/** Whoever asks for many names that can't be had must not keep others from theirs. */
function byUrgency(a: Due, b: Due): number {
  return Number(b.renewal) - Number(a.renewal) || a.attempts.failures - b.attempts.failures;
}

const nowhere: Coverage = () => Number.NEGATIVE_INFINITY;

/** Sees to it that what is wanted of one resolver is there, before and as it ends. */
export class Resolver {
  readonly #input: ResolverInput;
  readonly #attempts = new Map<string, Attempts>();
  /** What orders under way are about. */
  readonly #underWay = new Set<WantedCertificate>();
  /** When the latest orders began. */
  #orders: number[] = [];
  #certificates: readonly StoredCertificate[] = [];
  #presented: readonly TlsCertificate[] = [];
  #wanted: readonly WantedCertificate[] = [];
  #elsewhere: Coverage = nowhere;
  #saving: Problem | undefined;
  #cancelTimer: (() => void) | undefined;
  #ended = false;

  constructor(input: ResolverInput) {
    this.#input = input;
    this.#hold(input.certificates);
  }

  /** The same list for as long as nothing in it changes. */
  get certificates(): readonly TlsCertificate[] {
    return this.#presented;
  }

  /** The one for exactly these names (`WantedCertificate.key`). */
  certificateFor(key: string): TlsCertificate | undefined {
    return this.#certificates.find(({ domains }) => keyOf(domains) === key)?.certificate;
  }

  get problems(): readonly Problem[] {
    const wanted = this.#wanted.flatMap(({ key }) => this.#attempts.get(key)?.problem ?? []);
    return this.#saving === undefined ? wanted : [this.#saving, ...wanted];
  }

  /**
   * Orders what is wanted and not there, now or when its time has come.
   *
   * @param elsewhere how long names have certificates that are none of this resolver
   */
  update(wanted: readonly WantedCertificate[], elsewhere: Coverage): void {
    this.#wanted = wanted;
    this.#forgetOld(this.#input.clock.now());
    this.#elsewhere = elsewhere;
    this.#look();
  }

  async end(): Promise<void> {
    this.#ended = true;
    this.#cancelTimer?.();
    await this.#input.authority.close();
  }

  #look(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#ended) return;
    const { clock, plan } = this.#input;
    const now = clock.now();
    const own = ownCoverage(this.#certificates, (certificate) => renewalTime(certificate, plan));
    const until = (name: string): number => Math.max(own(name), this.#elsewhere(name));
    const due: Due[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const wanted of this.#wanted) {
      const attempts = this.#attemptsFor(wanted.key);
      if (attempts.underWay) continue;
      const needed = Math.min(...namesOf(wanted.domains).map(until));
      // Somebody else may have seen to it meanwhile.
      if (needed > now) attempts.problem = undefined;
      const time = Math.max(needed, attempts.notBefore);
      if (time > now) next = Math.min(next, time);
      else due.push({ wanted, attempts, renewal: needed > Number.NEGATIVE_INFINITY });
    }
    for (const { wanted, attempts } of due.sort(byUrgency)) {
      // Looked at again when one that is under way ends, or when the limit allows it.
      if (this.#underWay.size >= limits.ordersAtOnce) break;
      const limited = this.#limitedUntil(now);
      if (limited !== undefined) {
        next = Math.min(next, limited);
        break;
      }
      if (!this.#isBusy(wanted)) void this.#obtain(wanted, attempts);
    }
    if (next < Number.POSITIVE_INFINITY) {
      this.#cancelTimer = clock.schedule(() => this.#look(), next - now);
    }
  }

  /** An authority that looks at a name would be shown what another order is about. */
  #isBusy({ domains }: WantedCertificate): boolean {
    const busy = [...this.#underWay].flatMap((other) => namesOf(other.domains));
    return namesOf(domains).some((name) => busy.includes(name));
  }

  #limitedUntil(now: number): number | undefined {
    this.#orders = this.#orders.filter((time) => time > now - limits.ordersWithin);
    const [first] = this.#orders;
    return first === undefined || this.#orders.length < limits.orders
      ? undefined
      : first + limits.ordersWithin;
  }

  #attemptsFor(key: string): Attempts {
    let attempts = this.#attempts.get(key);
    if (attempts === undefined) {
      attempts = { underWay: false, failures: 0, notBefore: Number.NEGATIVE_INFINITY, problem: undefined };
      this.#attempts.set(key, attempts);
    }
    return attempts;
  }

  /** Failures stay known for a while when nobody wants the names any more: coming back is no way round. */
  #forgetOld(now: number): void {
    const wanted = new Set(this.#wanted.map(({ key }) => key));
    for (const [key, { underWay, failures, notBefore }] of this.#attempts) {
      const until = failures === 0 ? notBefore : notBefore + limits.remembered;
      if (!underWay && until <= now && !wanted.has(key)) this.#attempts.delete(key);
    }
  }

  async #obtain(wanted: WantedCertificate, attempts: Attempts): Promise<void> {
    const { authority, clock, logger, changed, name, plan } = this.#input;
    const { domains, key } = wanted;
    attempts.underWay = true;
    this.#underWay.add(wanted);
    this.#orders.push(clock.now());
    try {
      const { certificate, privateKey } = await authority.obtain(namesOf(domains));
      if (this.#ended) return;
      await this.#take(domains, certificate, privateKey);
      attempts.failures = 0;
      attempts.problem = undefined;
      attempts.notBefore = clock.now() + plan.interval;
      logger.info({ resolver: name, domains: namesOf(domains) }, 'A certificate has been obtained.');
    } catch (error) {
      if (this.#ended) return;
      const failure = failureOf(error);
      attempts.failures++;
      const wait = backOff(failure.kind, attempts.failures, key);
      attempts.notBefore = clock.now() + Math.max(wait, failure.retryAfter);
      attempts.problem = this.#problemOf(wanted, failure);
      // What is wrong is told as a problem, once; a fault of our own with where it is.
      const fault = error instanceof AuthorityError ? {} : { err: error };
      const { failures: attempt } = attempts;
      logger.debug({ ...fault, domains: namesOf(domains), attempt, wait }, 'No certificate yet.');
    } finally {
      attempts.underWay = false;
      this.#underWay.delete(wanted);
    }
    changed();
    this.#look();
  }

  /** @throws AuthorityError where it is of no use */
  async #take(domains: Domains, pem: string, privateKey: string): Promise<void> {
    const { name, save } = this.#input;
    const reading = readCertificate(pem, privateKey, originOf(name, domains));
    if (reading.kind === 'unusable') {
      throw new AuthorityError('refused', `its ${reading.part} ${reading.reason}`);
    }
    const key = keyOf(domains);
    const others = this.#certificates.filter((other) => keyOf(other.domains) !== key);
    this.#hold([...others, { domains, certificate: reading.certificate }]);
    try {
      await save(this.#certificates);
      this.#saving = undefined;
    } catch (error) {
      this.#saving = notSaved(name, error);
    }
  }

  #hold(certificates: readonly StoredCertificate[]): void {
    this.#certificates = certificates;
    this.#presented = certificates.map(({ certificate }) => certificate);
  }

  #problemOf({ domains, key, wantedBy }: WantedCertificate, { message, kind }: AuthorityError): Problem {
    const names = namesOf(domains).join(', ');
    const now = new Date(this.#input.clock.now()).toISOString();
    const valid = this.#certificates.find(
      (own) => keyOf(own.domains) === key && own.certificate.notAfter > now,
    );
    const what = valid === undefined ? 'has no certificate' : 'could not renew the certificate';
    const until =
      valid === undefined
        ? 'the default certificate is presented'
        : `the one until ${valid.certificate.notAfter} is presented`;
    return {
      severity: valid === undefined ? 'error' : 'warning',
      object: wantedBy,
      field: 'tls.certResolver',
      reason: `The resolver ${this.#input.name} ${what} for ${names}: ${message}; ${until}.`,
      remedy: `${remedies[kind]} It is tried again by itself.`,
    };
  }
}

const remedies: Readonly<Record<AuthorityError['kind'], string>> = {
  unreachable: 'See to it that this process can reach the authority.',
  refused: 'See to it that the names lead here, and that the authority takes them.',
};

function failureOf(error: unknown): AuthorityError {
  if (error instanceof AuthorityError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AuthorityError('unreachable', reason, { cause: error });
}

function notSaved(resolver: string, error: unknown): Problem {
  return {
    severity: 'error',
    object: { kind: 'CertificatesResolver', namespace: '', name: resolver },
    field: 'acme.storage',
    reason: error instanceof Error ? error.message : String(error),
    remedy: 'Until then, certificates are ordered again when the process starts again.',
  };
}
