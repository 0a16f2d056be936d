/** What is known of the answers of the last seconds. */
export interface Metrics {
  /** Of all requests, those that got no answer from the pod. */
  networkErrorRatio(): number;
  /** Of the answers with a status in the second range, those with one in the first; the ends are not part of them. */
  responseCodeRatio(from: number, to: number, dividedByFrom: number, dividedByTo: number): number;
  /** Milliseconds that this share of the requests, in percent, have taken at most. */
  latencyAtQuantile(quantile: number): number;
}

/** A window of this many parts, each this many milliseconds long. */
const parts = 10;
const partLength = 1_000;

/** Latencies are told apart by this factor: so many, from a millisecond to an hour, need little room. */
const latencyStep = 1.05;
const latencyClasses = Math.ceil(Math.log(3_600_000) / Math.log(latencyStep)) + 1;

/** Counts over the last ten seconds, in room that does not depend on how many there are. */
export class SlidingMetrics implements Metrics {
  readonly #now: () => number;
  /** The newest last. */
  #parts: Part[] = [];

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param latency milliseconds */
  record(status: number, latency: number, networkError: boolean): void {
    const { counts } = this.#current();
    counts.requests++;
    if (networkError) counts.networkErrors++;
    counts.statuses.set(status, (counts.statuses.get(status) ?? 0) + 1);
    const at = latencyClass(latency);
    counts.latencies[at] = (counts.latencies[at] ?? 0) + 1;
  }

  forget(): void {
    this.#parts = [];
  }

  networkErrorRatio(): number {
    const requests = this.#sum((counts) => counts.requests);
    return requests === 0 ? 0 : this.#sum((counts) => counts.networkErrors) / requests;
  }

  responseCodeRatio(from: number, to: number, dividedByFrom: number, dividedByTo: number): number {
    const divisor = this.#answers(dividedByFrom, dividedByTo);
    return divisor === 0 ? 0 : this.#answers(from, to) / divisor;
  }

  latencyAtQuantile(quantile: number): number {
    const requests = this.#sum((counts) => counts.requests);
    const wanted = Math.max(1, Math.ceil((requests * Math.min(quantile, 100)) / 100));
    let counted = 0;
    for (let at = 0; at < latencyClasses && requests > 0; at++) {
      counted += this.#sum((counts) => counts.latencies[at] ?? 0);
      if (counted >= wanted) return at === 0 ? 0 : latencyStep ** at;
    }
    return 0;
  }

  #answers(from: number, to: number): number {
    return this.#sum(({ statuses }) => {
      let sum = 0;
      for (const [status, count] of statuses) if (status >= from && status < to) sum += count;
      return sum;
    });
  }

  #sum(of: (counts: Counts) => number): number {
    const oldest = this.#now() - parts * partLength;
    return this.#parts.reduce((sum, { began, counts }) => (began > oldest ? sum + of(counts) : sum), 0);
  }

  #current(): Part {
    const now = this.#now();
    const latest = this.#parts.at(-1);
    if (latest !== undefined && now - latest.began < partLength) return latest;
    const began = now - (now % partLength);
    const part = {
      began,
      counts: { requests: 0, networkErrors: 0, statuses: new Map<number, number>(), latencies: [] },
    };
    this.#parts = [...this.#parts.slice(1 - parts), part];
    return part;
  }
}

interface Part {
  readonly began: number;
  readonly counts: Counts;
}

interface Counts {
  requests: number;
  networkErrors: number;
  readonly statuses: Map<number, number>;
  /** By class; sparse. */
  readonly latencies: number[];
}

function latencyClass(latency: number): number {
  if (latency <= 1) return 0;
  return Math.min(Math.ceil(Math.log(latency) / Math.log(latencyStep)), latencyClasses - 1);
}
