import type { BegunRequest, RequestRecord } from '../proxy/observer.ts';
import { headerValue } from './header-fields.ts';
import { methodLabel } from './methods.ts';
import { tlsCipher, tlsVersion } from './tls-names.ts';

/** What is counted of requests that have the same labels. */
export interface RequestSeries {
  readonly labels: Readonly<Record<string, string>>;
  requests: number;
  /** Of all durations together. */
  seconds: number;
  /** Durations by bucket, each in the first one that it fits; the last one is for those that fit none. */
  readonly buckets: number[];
  requestBytes: number;
  responseBytes: number;
}

/** Requests that have the same labels: those over TLS, or those that are under way. */
export interface CountSeries {
  readonly labels: Readonly<Record<string, string>>;
  requests: number;
}

/** The names by which requests are counted together: of an entry point, say, or of a router and its service. */
export interface Subject {
  /** The one that series come and go with. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is looked at of a request before it is answered; found once for all that count it. */
export interface RequestKind {
  readonly method: string;
  /** What the client asks for: whether it gets it is not known before the answer. */
  readonly protocol: string;
  /** Of both. */
  readonly key: string;
}

export function kindOf(request: BegunRequest): RequestKind {
  const method = methodLabel(request.method);
  const protocol = askedProtocol(request);
  return { method, protocol, key: `${method} ${protocol}` };
}

/**
 * Counts requests by status, method, protocol and subject. A request costs a few additions: what a series is called is
 * written down once.
 */
export class RequestCounters {
  readonly #bounds: readonly number[];
  readonly #subjects = new Map<string, SubjectCounters>();

  /** @param bounds upper bounds of the buckets, in seconds, ascending */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
  }

  /** @param key of the subject, unlike that of any other */
  began(key: string, subject: () => Subject, kind: RequestKind): void {
    this.#of(key, subject).move(kind, 1);
  }

  /** @param kind that with which it began */
  ended(key: string, subject: () => Subject, kind: RequestKind, record: RequestRecord): void {
    const counters = this.#of(key, subject);
    counters.move(kind, -1);
    counters.count(kind, record);
  }

  *series(): Generator<RequestSeries> {
    for (const counters of this.#subjects.values()) yield* counters.requests.values();
  }

  *openSeries(): Generator<CountSeries> {
    for (const counters of this.#subjects.values()) yield* counters.open.values();
  }

  *tlsSeries(): Generator<CountSeries> {
    for (const counters of this.#subjects.values()) yield* counters.tls.values();
  }

  /** Forgets subjects that are gone for good. */
  forget(gone: (name: string) => boolean): void {
    for (const [key, { subject }] of this.#subjects) if (gone(subject.name)) this.#subjects.delete(key);
  }

  names(): Iterable<string> {
    return this.#subjects.values().map(({ subject }) => subject.name);
  }

  #of(key: string, subject: () => Subject): SubjectCounters {
    const known = this.#subjects.get(key);
    if (known !== undefined) return known;
    const counters = new SubjectCounters(subject(), this.#bounds);
    this.#subjects.set(key, counters);
    return counters;
  }
}

class SubjectCounters {
  readonly subject: Subject;
  readonly requests = new Map<string, RequestSeries>();
  readonly tls = new Map<string, CountSeries>();
  readonly open = new Map<string, CountSeries>();
  readonly #bounds: readonly number[];

  constructor(subject: Subject, bounds: readonly number[]) {
    this.subject = subject;
    this.#bounds = bounds;
  }

  /** @param step 1 where a request begins, -1 where it ends */
  move({ method, protocol, key }: RequestKind, step: 1 | -1): void {
    const series = this.open.get(key);
    if (series !== undefined) series.requests += step;
    else this.open.set(key, { labels: { method, protocol, ...this.subject.labels }, requests: step });
  }

  count({ method }: RequestKind, record: RequestRecord): void {
    const { status, upgrade, client, duration } = record;
    const protocol = upgrade ?? 'http';
    const key = `${status} ${method} ${protocol}`;
    let series = this.requests.get(key);
    if (series === undefined) {
      const labels = { code: String(status), method, protocol, ...this.subject.labels };
      const buckets = new Array<number>(this.#bounds.length + 1).fill(0);
      series = { labels, requests: 0, seconds: 0, buckets, requestBytes: 0, responseBytes: 0 };
      this.requests.set(key, series);
    }
    const seconds = duration / 1000;
    const bucket = this.#bucketOf(seconds);
    series.requests++;
    series.seconds += seconds;
    series.buckets[bucket] = (series.buckets[bucket] ?? 0) + 1;
    series.requestBytes += record.requestSize;
    series.responseBytes += record.responseSize;
    if (client.tls !== undefined) this.#countTls(client.tls.protocol, client.tls.cipher);
  }

  #bucketOf(seconds: number): number {
    const index = this.#bounds.findIndex((bound) => seconds <= bound);
    return index === -1 ? this.#bounds.length : index;
  }

  #countTls(protocol: string, cipher: string): void {
    const key = `${protocol} ${cipher}`;
    let series = this.tls.get(key);
    if (series === undefined) {
      const names = { tls_version: tlsVersion(protocol), tls_cipher: tlsCipher(cipher) };
      series = { labels: { ...names, ...this.subject.labels }, requests: 0 };
      this.tls.set(key, series);
    }
    series.requests++;
  }
}

function askedProtocol({ requestHeaders }: BegunRequest): string {
  if (headerValue(requestHeaders, 'upgrade')?.toLowerCase() === 'websocket') return 'websocket';
  return headerValue(requestHeaders, 'accept') === 'text/event-stream' ? 'sse' : 'http';
}
