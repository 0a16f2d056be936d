/** A pod gave no answer: what `Answer.fail` is told of it. The cause says what happened. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  /** What the client is told where its answer has not begun: 504 where time ran out, 502 in most other cases. */
  readonly status: number;

  constructor(status: number, cause: Error) {
    super(cause.message, { cause });
    this.status = status;
  }
}
