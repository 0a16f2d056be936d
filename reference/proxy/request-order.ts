/**
 * When requests of one connection are taken up that come in before earlier ones are answered. In parallel only where
 * all of them are safe (RFC 9112, section 9.3.2): what another one does must be done before the next is looked at.
 */
export class RequestOrder {
  #underWay = 0;
  #unsafe = false;
  readonly #waiting: Waiting[] = [];

  /**
   * Calls `start` at once, or when it may begin. `ended` is to be called for each that was started.
   *
   * @param method of the request
   */
  take(method: string | undefined, start: () => void): void {
    const request: Waiting = { safe: isSafe(method), start };
    if (this.#waiting.length === 0 && this.#mayBegin(request)) this.#begin(request);
    else this.#waiting.push(request);
  }

  /** A request that was started is answered. */
  ended(): void {
    this.#underWay--;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || !this.#mayBegin(next)) return;
      this.#waiting.shift();
      this.#begin(next);
    }
  }

  /** None of those that wait is to be started any more. */
  forget(): void {
    this.#waiting.length = 0;
  }

  #mayBegin({ safe }: Waiting): boolean {
    return this.#underWay === 0 || (safe && !this.#unsafe);
  }

  #begin({ safe, start }: Waiting): void {
    this.#underWay++;
    this.#unsafe = !safe;
    start();
  }
}

interface Waiting {
  readonly safe: boolean;
  readonly start: () => void;
}

/** RFC 9110, section 9.2.1. */
function isSafe(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || method === 'TRACE';
}
