/** A middleware that can't be made as it is defined. */
export class MiddlewareError extends Error {
  override readonly name = 'MiddlewareError';
  /** Where in the definition: `redirectRegex.regex`. */
  readonly field: string;
  /** What to do about it, one sentence. */
  readonly remedy: string;

  /** @param reason one sentence, no secrets in it */
  constructor(field: string, reason: string, remedy: string) {
    super(reason);
    this.field = field;
    this.remedy = remedy;
  }
}
