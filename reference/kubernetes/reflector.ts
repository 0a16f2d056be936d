import { ApiError, type Failure, isExpired, isPathUnknown } from './api-error.ts';
import { Backoff, type Timing } from './backoff.ts';
import type { ApiClient, Query } from './client.ts';
import { type Decoded, decode, identify } from './decode.ts';
import { listAll } from './lister.ts';
import type { ObjectStore } from './object-store.ts';
import { apiVersionOf, collectionPath, type Scope } from './resources.ts';
import type { ApiVersion, VersionSource } from './version.ts';
import type { WatchEvent } from './watch-stream.ts';

export interface ReflectorOptions {
  readonly scope: Scope;
  /** Kubernetes' selector syntax; empty: all. */
  readonly labelSelector: string;
  /**
   * Whether the rest can do without: a refusal (403), or a cluster that has no such kind, settles the scope as
   * empty and is asked about again slowly.
   */
  readonly optional: boolean;
  readonly client: ApiClient;
  readonly version: VersionSource;
  readonly store: ObjectStore;
  readonly timing: Timing;
  readonly tuning: ReflectorTuning;
  readonly report: (scope: Scope, state: ReflectorState) => void;
  /** Told of what should never be thrown; the scope is then listed anew. */
  readonly defect: (scope: Scope, error: unknown) => void;
}

export interface ReflectorTuning {
  /** Milliseconds: the first delay's bound, and the bound that it grows to. */
  readonly backoffBase: number;
  readonly backoffCeiling: number;
  /** Milliseconds between tries of an optional scope that the server refuses. */
  readonly optionalRetry: number;
  /** Seconds after which the server is asked to end a watch; up to twice that, so that not all end together. */
  readonly watchSeconds: number;
  /** Milliseconds beyond that of a watch without a byte, after which the connection is taken for dead. */
  readonly watchGrace: number;
  /** The same, of a server that sends bookmarks all the while: Kubernetes does every minute. */
  readonly bookmarkGrace: number;
}

export const defaultTuning: ReflectorTuning = {
  backoffBase: 500,
  backoffCeiling: 30_000,
  optionalRetry: 60_000,
  watchSeconds: 300,
  watchGrace: 30_000,
  bookmarkGrace: 180_000,
};

export type ReflectorState =
  /** The last request succeeded. */
  | { readonly kind: 'following' }
  /** The cluster's version has no such kind. */
  | { readonly kind: 'absent' }
  /** Retried until it succeeds; what is in the store stays. */
  | { readonly kind: 'failing'; readonly error: ApiError }
  /** An optional scope is refused: done without, and asked for again slowly. */
  | { readonly kind: 'tolerated'; readonly error: ApiError };

/** How long a watch must have lasted to prove that the server is well, milliseconds. */
const stableAfter = 10_000;

/**
 * Keeps one scope of the store as the API server has it: lists, then watches from there; when a watch ends,
 * watches on from the last event that was seen. A new list is made only when the server says that it no longer
 * knows what came since (410), when it has gone back in time, or when the watch would fail in the same way again.
 */
export class Reflector {
  readonly #options: ReflectorOptions;
  readonly #backoff: Backoff;
  /** Where to watch from; undefined: a list is needed. */
  #resourceVersion: string | undefined;
  /** The version last seen; empty before the first. */
  #latest = '';
  /** Whether the server has sent bookmarks in the middle of a watch. */
  #bookmarked = false;
  #apiVersion: ApiVersion | undefined;

  constructor(options: ReflectorOptions) {
    this.#options = options;
    const { backoffBase, backoffCeiling } = options.tuning;
    this.#backoff = new Backoff(backoffBase, backoffCeiling, options.timing.random);
  }

  /** Runs until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { timing } = this.#options;
    while (!signal.aborted) {
      const delay = await this.#follow(signal).catch((error: unknown) => this.#afterDefect(error, signal));
      await timing.sleep(delay, signal).catch(() => {});
    }
  }

  #afterDefect(error: unknown, signal: AbortSignal): number {
    if (signal.aborted) return 0;
    this.#options.defect(this.#options.scope, error);
    this.#resourceVersion = undefined;
    return this.#backoff.next();
  }

  /** One list, if needed, and one watch. Returns the milliseconds to wait before the next. */
  async #follow(signal: AbortSignal): Promise<number> {
    const { scope, version, optional, store, report, tuning } = this.#options;
    try {
      const apiVersion = apiVersionOf(scope.kind, await version.current());
      if (apiVersion === undefined) {
        this.#resourceVersion = undefined;
        store.replace(scope, []);
        report(scope, { kind: 'absent' });
        return await this.#askAgainSlowly(signal);
      }
      // An object has one resource version in all API versions: a watch goes on in another one where it was.
      this.#apiVersion = apiVersion;
      this.#resourceVersion ??= await this.#list(apiVersion, signal);
      const end = await this.#watch(apiVersion, this.#resourceVersion, signal);
      // It may come back as another version. Where it does not come back at all, the next watch says so.
      if (end === 'cut') await version.refresh().catch(() => undefined);
      return this.#backoff.next();
    } catch (error) {
      if (signal.aborted || !(error instanceof ApiError)) throw error;
      const { failure } = error;
      if (isExpired(failure)) {
        this.#resourceVersion = undefined;
        return this.#backoff.next();
      }
      if (!mayResume(failure)) this.#resourceVersion = undefined;
      const tolerated =
        optional && failure.kind === 'status' && (failure.code === 403 || failure.code === 404);
      report(scope, { kind: tolerated ? 'tolerated' : 'failing', error });
      if (await this.#versionMayHaveChanged(failure)) return this.#backoff.next();
      if (tolerated) {
        store.settle(scope);
        return tuning.optionalRetry;
      }
      return this.#backoff.next(failure.kind === 'status' ? failure.retryAfter : 0);
    }
  }

  async #list(apiVersion: ApiVersion, signal: AbortSignal): Promise<string> {
    const { scope, client, store, report } = this.#options;
    const path = collectionPath(scope, apiVersion);
    const list = (read: (raw: unknown) => Decoded | undefined) =>
      listAll(client, path, this.#selector(), read, signal);
    let listing = await list((raw) => this.#readUnlessHeld(raw));
    // Versions that are given out a second time may be of other content than what is held.
    if (isBefore(listing.resourceVersion, this.#latest)) listing = await list((raw) => this.#read(raw));
    store.replace(scope, listing.items);
    report(scope, { kind: 'following' });
    this.#latest = listing.resourceVersion;
    return listing.resourceVersion;
  }

  /** Ends with the watch: as agreed, or cut off once it was under way. */
  async #watch(apiVersion: ApiVersion, from: string, signal: AbortSignal): Promise<'ended' | 'cut'> {
    const { scope, client, timing, tuning, report } = this.#options;
    const seconds = Math.ceil(tuning.watchSeconds * (1 + timing.random()));
    const query: Query = {
      ...this.#selector(),
      resourceVersion: from,
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(seconds),
    };
    const longest = seconds * 1000 + tuning.watchGrace;
    const inactivity = this.#bookmarked ? Math.min(longest, tuning.bookmarkGrace) : longest;
    let accepted: number | undefined;
    let bookmarks = 0;
    try {
      for await (const events of client.watch(collectionPath(scope, apiVersion), query, inactivity, signal)) {
        accepted ??= timing.now();
        report(scope, { kind: 'following' });
        for (const event of events) {
          this.#apply(event);
          if (event.type === 'BOOKMARK') bookmarks += 1;
        }
        // Some servers send a single one, just before the watch ends.
        if (bookmarks > 1) this.#bookmarked = true;
      }
      return 'ended';
    } catch (error) {
      const lost = error instanceof ApiError && ['unreachable', 'timeout'].includes(error.failure.kind);
      if (!lost || accepted === undefined || signal.aborted) throw error;
      return 'cut';
    } finally {
      if (accepted !== undefined && timing.now() - accepted >= stableAfter) this.#backoff.reset();
    }
  }

  #apply(event: WatchEvent): void {
    const { scope, store } = this.#options;
    if (event.type === 'ERROR') {
      // Whatever it is, it would be there again for who goes on from the same version.
      this.#resourceVersion = undefined;
      throw this.#watchError(event.failure);
    }
    if (event.type === 'BOOKMARK') {
      this.#advance(event.resourceVersion);
      return;
    }
    const identity = identify(event.object);
    if (identity === undefined) {
      throw this.#watchError({ kind: 'invalid', message: 'an event is about no object.' });
    }
    if (event.type === 'DELETED') store.remove(scope.kind, identity.namespace, identity.name);
    else store.put(decode(scope.kind, event.object));
    this.#advance(identity.resourceVersion);
    // An event is proof that the watch works, a bookmark is not: it costs the server nothing.
    this.#backoff.reset();
  }

  #watchError(failure: Failure): ApiError {
    const path = collectionPath(this.#options.scope, this.#apiVersion ?? 'v1');
    return new ApiError(`GET ${path} (watch)`, failure);
  }

  /**
   * Versions of one collection only grow (and, for the API server's own kinds, are decimal numbers). One that
   * is lower means that the server was restored from a backup: it would stay silent until it has counted up to
   * where we are.
   */
  #advance(resourceVersion: string): void {
    const before = this.#resourceVersion ?? '';
    if (isBefore(resourceVersion, before)) {
      const message = `the server went back from resource version ${before} to ${resourceVersion}.`;
      throw this.#watchError({
        kind: 'status',
        code: 410,
        reason: 'Expired',
        message,
        retryAfter: undefined,
        objectName: '',
      });
    }
    if (resourceVersion === '') return;
    this.#resourceVersion = resourceVersion;
    this.#latest = resourceVersion;
  }

  /** What is held already need not be decoded again. */
  #readUnlessHeld(raw: unknown): Decoded | undefined {
    const { scope, store } = this.#options;
    const identity = identify(raw);
    const held = identity && store.held(scope.kind, identity);
    return held === undefined ? this.#read(raw) : { kind: 'object', object: held };
  }

  #read(raw: unknown): Decoded | undefined {
    return identify(raw) === undefined ? undefined : decode(this.#options.scope.kind, raw);
  }

  #selector(): Query {
    const { labelSelector } = this.#options;
    return labelSelector === '' ? {} : { labelSelector };
  }

  /**
   * Asks for the version again when the API version is gone (a cluster that was upgraded) or the server could
   * not be reached (it may come back as another). True if it has changed what this scope is read in.
   */
  async #versionMayHaveChanged(failure: Failure): Promise<boolean> {
    const { scope, version } = this.#options;
    if (!isPathUnknown(failure) && failure.kind !== 'unreachable') return false;
    const now = await version.refresh().catch(() => undefined);
    return now !== undefined && apiVersionOf(scope.kind, now) !== this.#apiVersion;
  }

  async #askAgainSlowly(signal: AbortSignal): Promise<number> {
    const { version, timing, tuning } = this.#options;
    const woken = new AbortController();
    const unsubscribe = version.onChange(() => woken.abort());
    try {
      await timing.sleep(tuning.optionalRetry, AbortSignal.any([signal, woken.signal]));
    } catch {
      signal.throwIfAborted();
      return 0;
    } finally {
      unsubscribe();
    }
    await version.refresh();
    return 0;
  }
}

/** Whether a watch that failed so may succeed from the same version: where not, only a new list leads on. */
function mayResume(failure: Failure): boolean {
  if (failure.kind === 'status') return failure.code !== 400 && failure.code !== 422;
  return failure.kind !== 'invalid' && failure.kind !== 'too-large';
}

/** Of resource versions, where both are numbers, as the API server's own kinds have them. */
function isBefore(a: string, b: string): boolean {
  return /^\d+$/.test(a) && /^\d+$/.test(b) && BigInt(a) < BigInt(b);
}
