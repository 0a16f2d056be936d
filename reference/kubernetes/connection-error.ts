/**
 * Why no connection to the Kubernetes API can even be tried: a mistake in the configuration or in a file that
 * it names. Stops the start; a server that is down or refuses does not (see `api-error.ts`).
 */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  /** What is wrong, one sentence. */
  readonly what: string;
  /** The option, environment variable or file that it comes from. */
  readonly where: string;
  /** What to do about it, one sentence. */
  readonly remedy: string;

  constructor(what: string, where: string, remedy: string, options?: ErrorOptions) {
    super(`${where}: ${what} ${remedy}`, options);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }
}
