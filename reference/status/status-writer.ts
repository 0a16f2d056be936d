import type { Logger } from 'pino';
import type { Problem } from '../dynamic/problem.ts';
import { ApiError, isPathUnknown } from '../kubernetes/api-error.ts';
import { Backoff, systemTiming, type Timing } from '../kubernetes/backoff.ts';
import type { IngressStatusClient } from '../kubernetes/ingress-status.ts';
import { type Ingress, keyOf } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';
import { type Desired, desiredStatus, type IngressEndpoint, sameAddresses } from './desired.ts';
import { StatusFailures } from './failures.ts';
import { RateLimit } from './rate-limit.ts';
import { WorkQueue } from './work-queue.ts';

export interface StatusWriterOptions {
  /** `providers.kubernetesIngress.ingressEndpoint`; undefined: no status is ever written. */
  readonly endpoint: IngressEndpoint | undefined;
  readonly client: IngressStatusClient;
  readonly logger: Logger;
  readonly timing?: Timing;
  readonly tuning?: StatusTuning;
}

export interface StatusTuning {
  /** Ingresses written each second, and at once after a rest; and how many requests are under way at a time. */
  readonly perSecond: number;
  readonly burst: number;
  readonly concurrency: number;
  /** Milliseconds: the first delay's bound after an error, and the bound that it grows to. */
  readonly backoffBase: number;
  readonly backoffCeiling: number;
}

const defaultTuning: StatusTuning = {
  perSecond: 20,
  burst: 50,
  concurrency: 4,
  backoffBase: 1_000,
  backoffCeiling: 300_000,
};

export interface StatusInput {
  /** The Ingresses that belong to this controller: no other is ever touched. */
  readonly processed: readonly Ingress[];
  readonly store: StoreReader;
}

export interface StatusWriter {
  /** What holds now. Called after each derivation; returns at once, the writes follow. */
  update(input: StatusInput): void;
  /** Why statuses are not written, for the API. Logged already. */
  readonly problems: readonly Problem[];
  /** Drops what is queued, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

/** Conflicts in a row for one Ingress that are tried again at once, each on the fresh object. */
const immediateRetries = 3;

export function createStatusWriter(options: StatusWriterOptions): StatusWriter {
  return new Writer(options);
}

class Writer implements StatusWriter {
  readonly #options: StatusWriterOptions;
  readonly #timing: Timing;
  readonly #tuning: StatusTuning;
  readonly #limit: RateLimit;
  readonly #queue: WorkQueue;
  readonly #ending = new AbortController();
  #desired: Desired = { kind: 'untouched', problem: undefined };
  #processed: readonly Ingress[] = [];
  /** `processed` by key, made when first needed after an update. */
  #byKey: ReadonlyMap<string, Ingress> | undefined;
  /** What each revision of an Ingress was last found, or is being made, equal to: only the others need a look. */
  readonly #settled = new WeakMap<Ingress, Desired>();
  /** Keys that wait for the rate limit, or for the delay after which they are queued again. */
  readonly #delayed = new Set<string>();
  /** By uid: what has been tried, and so how long to wait before trying the same again. */
  readonly #tried = new Map<string, { readonly desired: Desired; readonly backoff: Backoff }>();
  readonly #failures: StatusFailures;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
    this.#timing = options.timing ?? systemTiming;
    this.#tuning = options.tuning ?? defaultTuning;
    this.#limit = new RateLimit(this.#tuning.perSecond, this.#tuning.burst, this.#timing);
    this.#failures = new StatusFailures(options.logger);
    this.#queue = new WorkQueue(this.#tuning.concurrency, (key) => this.#work(key));
  }

  get problems(): readonly Problem[] {
    const problem = this.#desired.kind === 'untouched' ? this.#desired.problem : undefined;
    return [...(problem === undefined ? [] : [problem]), ...this.#failures.problems];
  }

  update({ processed, store }: StatusInput): void {
    if (this.#options.endpoint === undefined || this.#ending.signal.aborted) return;
    this.#want(desiredStatus(this.#options.endpoint, store));
    this.#processed = processed;
    this.#byKey = undefined;
    const desired = this.#desired;
    this.#failures.retain((key) => desired.kind === 'addresses' && this.#find(key) !== undefined);
    if (desired.kind === 'untouched') return;
    for (const ingress of processed) {
      if (this.#settled.get(ingress) === desired) continue;
      const key = keyOf(ingress);
      if (sameAddresses(ingress.loadBalancer, desired.addresses)) {
        this.#settled.set(ingress, desired);
        this.#queue.delete(key);
        this.#failures.delete(key);
      } else {
        this.#enqueue(key, ingress.metadata.uid);
      }
    }
    this.#forget();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#queue.stop();
  }

  /** Keeps the same object for the same wish, since revisions remember what they were compared with. */
  #want(desired: Desired): void {
    if (JSON.stringify(desired) === JSON.stringify(this.#desired)) return;
    this.#desired = desired;
    if (desired.kind === 'untouched' && desired.problem !== undefined) {
      this.#options.logger.error(`${desired.problem.reason} ${desired.problem.remedy}`);
    }
  }

  /**
   * At once the first time; later and later where the same has been written before and did not last, because
   * someone else keeps writing another value.
   */
  #enqueue(key: string, uid: string): void {
    const tried = this.#tried.get(uid);
    if (this.#delayed.has(key)) return;
    if (tried?.desired === this.#desired) this.#enqueueLater(key, tried.backoff.next());
    else this.#queue.add(key);
  }

  #enqueueLater(key: string, delay: number): void {
    if (this.#delayed.has(key)) return;
    this.#delayed.add(key);
    this.#timing.sleep(delay, this.#ending.signal).then(
      () => {
        this.#delayed.delete(key);
        this.#queue.add(key);
      },
      () => {},
    );
  }

  async #work(key: string): Promise<void> {
    const signal = this.#ending.signal;
    this.#delayed.add(key);
    try {
      await this.#limit.take(signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    this.#delayed.delete(key);
    const ingress = this.#find(key);
    const desired = this.#desired;
    if (signal.aborted || ingress === undefined || desired.kind === 'untouched') return;
    const { uid } = ingress.metadata;
    const known = this.#tried.get(uid);
    const { backoffBase, backoffCeiling } = this.#tuning;
    const backoff =
      known?.desired === desired
        ? known.backoff
        : new Backoff(backoffBase, backoffCeiling, this.#timing.random);
    this.#tried.set(uid, { desired, backoff });
    this.#settled.set(ingress, desired);
    try {
      await this.#write(ingress, desired);
      this.#failures.delete(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#settled.delete(ingress);
      // While it was tried, the Ingress may have become none of ours.
      if (this.#find(key) !== undefined) this.#failures.set(key, ingress, error);
      this.#enqueueLater(key, backoff.next(error.failure.kind === 'status' ? error.failure.retryAfter : 0));
    }
  }

  /** The write is made on what the server has now, and only if that differs. */
  async #write(
    { metadata: { namespace, name, uid } }: Ingress,
    desired: Desired & { kind: 'addresses' },
  ): Promise<void> {
    const { client } = this.#options;
    for (let tries = 0; ; tries += 1) {
      const snapshot = await client.read(namespace, name);
      const gone = snapshot === undefined || snapshot.uid !== uid;
      if (gone || sameAddresses(snapshot.loadBalancer, desired.addresses)) return;
      try {
        return await client.write(namespace, name, snapshot, desired.addresses);
      } catch (error) {
        const failure = error instanceof ApiError ? error.failure : undefined;
        const code = failure?.kind === 'status' ? failure.code : 0;
        if (code === 404 && failure !== undefined && !isPathUnknown(failure)) return;
        if (code !== 409 || tries >= immediateRetries) throw error;
      }
    }
  }

  #find(key: string): Ingress | undefined {
    this.#byKey ??= new Map(this.#processed.map((ingress) => [keyOf(ingress), ingress]));
    return this.#byKey.get(key);
  }

  /** Lets go of what is remembered of Ingresses that are gone, once that is more than of those that are there. */
  #forget(): void {
    if (this.#tried.size <= 2 * this.#processed.length + 100) return;
    const uids = new Set(this.#processed.map(({ metadata }) => metadata.uid));
    for (const uid of this.#tried.keys()) if (!uids.has(uid)) this.#tried.delete(uid);
  }
}
