import type { Logger } from 'pino';
import type { Problem } from '../dynamic/problem.ts';
import { type ApiError, describeFailure, type Failure, remedyFor } from '../kubernetes/api-error.ts';
import type { Ingress } from '../kubernetes/objects.ts';

/**
 * The Ingresses whose status can't be written now. Each is a problem for the API; the log has a line for each way
 * to fail, since a right that is missing is missing for ten thousand Ingresses at once, and another one when no
 * Ingress fails in that way any more.
 */
export class StatusFailures {
  readonly #logger: Logger;
  readonly #failures = new Map<string, { readonly problem: Problem; readonly way: string }>();
  /** Ingresses that fail, by the way in which they do. */
  readonly #counts = new Map<string, number>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get problems(): readonly Problem[] {
    return Array.from(this.#failures.values(), ({ problem }) => problem);
  }

  /** In place of how it failed before. `key`: of the Ingress. */
  set(key: string, ingress: Ingress, error: ApiError): void {
    const way = wayOf(error.failure);
    const remedy = remedyFor(error.failure);
    const before = this.#failures.get(key);
    this.#failures.set(key, { problem: problemOf(ingress, error, remedy), way });
    if (before?.way === way) return;
    const count = this.#counts.get(way) ?? 0;
    this.#counts.set(way, count + 1);
    if (count === 0) this.#logger.error(`Statuses cannot be written, retrying: ${error.message} ${remedy}`);
    if (before !== undefined) this.#uncount(before.way);
  }

  /** It is written, or need not be any more. */
  delete(key: string): void {
    const failure = this.#failures.get(key);
    if (failure === undefined) return;
    this.#failures.delete(key);
    this.#uncount(failure.way);
  }

  /** Only those are left whose key is one to keep. */
  retain(keep: (key: string) => boolean): void {
    for (const key of this.#failures.keys()) if (!keep(key)) this.delete(key);
  }

  #uncount(way: string): void {
    const count = (this.#counts.get(way) ?? 0) - 1;
    if (count > 0) {
      this.#counts.set(way, count);
      return;
    }
    this.#counts.delete(way);
    this.#logger.info(`No status fails to be written any more with: ${way}.`);
  }
}

/** What failures have in common that have one cause. */
function wayOf(failure: Failure): string {
  return failure.kind === 'status' ? `${failure.code} ${failure.reason}`.trim() : failure.kind;
}

function problemOf({ metadata: { namespace, name } }: Ingress, error: ApiError, remedy: string): Problem {
  return {
    severity: 'warning',
    object: { kind: 'Ingress', namespace, name },
    field: 'status.loadBalancer.ingress',
    reason: `The status cannot be written: ${describeFailure(error.failure)}`,
    remedy,
  };
}
