import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { BoundedMap } from '../bounded-map.ts';

/** What has become of a nonce: it may be used, it is too old, or it is none. */
export type NonceUse = 'fresh' | 'stale' | 'unknown';

/** Milliseconds that a nonce may be used for; then browsers ask for another one by themselves. */
const lifetime = 5 * 60_000;

/** Nonces whose counts are known at a time. */
const maximumCounted = 10_000;

/** How much later than others a count may come: browsers send several requests at once. */
const countWindow = 64;

interface Uses {
  readonly issued: number;
  highest: number;
  /** Which counts have been used, the highest in its lowest bit. */
  seen: bigint;
}

/**
 * Nonces of digest authentication (RFC 7616 §3.3) that say themselves when they were made, so that asking for them
 * costs no memory; only those that a user has used are kept, with the counts they were used with.
 */
export class Nonces {
  readonly #key = randomBytes(32);
  readonly #now: () => number;
  readonly #used = new BoundedMap<string, Uses>(maximumCounted);
  /** Those made up to here whose counts are not known may have been used, and been forgotten. */
  #forgottenUpTo = -1;

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(): string {
    const made = `${Math.floor(this.#now()).toString(36)}.${randomBytes(12).toString('base64url')}`;
    return `${made}.${this.#seal(made)}`;
  }

  /**
   * To be asked once the rest of the request is known to be right.
   *
   * @param count how often the client has used it, this time included
   */
  use(nonce: string, count: number): NonceUse {
    const issued = this.#issued(nonce);
    if (issued === undefined) return 'unknown';
    if (this.#now() - issued > lifetime) return 'stale';
    const uses = this.#used.get(nonce);
    if (uses === undefined) {
      if (issued <= this.#forgottenUpTo) return 'stale';
      const forgotten = this.#used.set(nonce, { issued, highest: count, seen: 1n });
      if (forgotten !== undefined) this.#forgottenUpTo = Math.max(this.#forgottenUpTo, forgotten.issued);
      return 'fresh';
    }
    return mark(uses, count) ? 'fresh' : 'stale';
  }

  #issued(nonce: string): number | undefined {
    const end = nonce.lastIndexOf('.');
    const made = nonce.slice(0, Math.max(end, 0));
    const [given, right] = [Buffer.from(nonce.slice(end + 1)), Buffer.from(this.#seal(made))];
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return Number.parseInt(made, 36);
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

/** False: it has been used with this count, or with so much higher ones that nobody knows. */
function mark(uses: Uses, count: number): boolean {
  if (count > uses.highest) {
    const ahead = Math.min(count - uses.highest, countWindow);
    uses.seen = BigInt.asUintN(countWindow, (uses.seen << BigInt(ahead)) | 1n);
    uses.highest = count;
    return true;
  }
  const behind = uses.highest - count;
  if (behind >= countWindow) return false;
  const bit = 1n << BigInt(behind);
  if ((uses.seen & bit) !== 0n) return false;
  uses.seen |= bit;
  return true;
}
