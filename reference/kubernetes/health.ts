import type { Logger } from 'pino';
import { type ApiError, describeFailure, type Failure, remedyFor } from './api-error.ts';

/** What is known of the API server, for the API and the dashboard. */
export interface ApiState {
  /** Whether the server answers; false before the first answer. */
  readonly connected: boolean;
  /** Requests that fail now, with reason and remedy, and are retried. */
  readonly errors: readonly string[];
}

/**
 * What the reflectors say of the API server, as one state. Logged when it changes, not at each try: a server
 * that is down is one line, whoever notices, and one more when it is back; a right that is missing is one line
 * for each resource.
 */
export class ApiHealth {
  readonly #logger: Logger;
  readonly #failures = new Map<string, ApiError>();
  #state: 'unknown' | 'connected' | 'lost' = 'unknown';

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  get state(): ApiState {
    const errors = [...this.#failures.values()].map(
      (error) => `${error.message} ${remedyFor(error.failure)}`,
    );
    return { connected: this.#state === 'connected', errors: [...new Set(errors)] };
  }

  /** `who` succeeded. */
  succeeded(who: string): void {
    const before = this.#failures.get(who);
    this.#failures.delete(who);
    if (this.#state === 'lost') this.#logger.info('The Kubernetes API answers again.');
    this.#state = 'connected';
    if (before !== undefined && isAnswer(before.failure)) {
      this.#logger.info(`${before.request}: the Kubernetes API no longer refuses it.`);
    }
  }

  /** `who` failed, and will try again; `consequence` is what that means until then, one sentence. */
  failed(who: string, error: ApiError, level: 'warn' | 'error', consequence: string): void {
    const before = this.#failures.get(who);
    this.#failures.set(who, error);
    if (isAnswer(error.failure)) {
      this.#state = 'connected';
      if (before !== undefined && describeFailure(before.failure) === describeFailure(error.failure)) return;
    } else {
      if (this.#state === 'lost') return;
      this.#state = 'lost';
    }
    this.#logger[level](
      `The Kubernetes API cannot be read, retrying: ${error.message} ${remedyFor(error.failure)} ${consequence}`,
    );
  }
}

/** That the server itself said no, rather than there being none. */
function isAnswer(failure: Failure): boolean {
  return failure.kind === 'status' || failure.kind === 'invalid' || failure.kind === 'too-large';
}
