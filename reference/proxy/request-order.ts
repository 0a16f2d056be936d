/**
 * When requests of one connection are taken up that come in before earlier ones are answered. In parallel only where
 * all of them are safe (RFC 9112, section 9.3.2): what another one does must be done before the next is looked at.
 */
export class RequestOrder {
  #underWay = 0;
  #unsafe = false;
  readonly #waiting: Waiting[] = [];

  /**
   * Whether a request is to be taken up at once, as nearly all of them are; where not, it is to `wait`. `ended` is
   * to be called for each that was taken up.
   */
  begin(method: string | undefined): boolean {
    const safe = isSafe(method);
    if (this.#waiting.length > 0 || !this.#mayBegin(safe)) return false;
    this.#count(safe);
    return true;
  }

  /** @param start called when its turn has come */
  wait(method: string | undefined, start: () => void): void {
    this.#waiting.push({ safe: isSafe(method), start });
  }

  /** A request that was taken up is answered. */
  ended(): void {
    this.#underWay--;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || !this.#mayBegin(next.safe)) return;
      this.#waiting.shift();
      this.#count(next.safe);
      next.start();
    }
  }

  /** None of those that wait is to be started any more. */
  forget(): void {
    this.#waiting.length = 0;
  }

  #mayBegin(safe: boolean): boolean {
    return this.#underWay === 0 || (safe && !this.#unsafe);
  }

  #count(safe: boolean): void {
    this.#underWay++;
    this.#unsafe = !safe;
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
