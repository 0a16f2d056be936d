/**
 * Waiting for what must come: asked again and again until it holds or the deadline passes. The deadline only
 * bounds how long a failure takes; what holds is seen within milliseconds.
 */
import { setTimeout as delay } from 'node:timers/promises';

const defaultDeadlineMs = 10_000;
const firstPauseMs = 1;
const longestPauseMs = 100;

/**
 * Resolves with the first value for which `accept` gives true. Rejects at the deadline with what `describe`
 * says of the last value.
 */
export async function eventually<Value>(
  read: () => Promise<Value>,
  accept: (value: Value) => boolean,
  describe: (last: Value) => string,
  deadlineMs = defaultDeadlineMs,
): Promise<Value> {
  const end = performance.now() + deadlineMs * timeoutScale();
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const value = await read();
    if (accept(value)) return value;
    if (performance.now() + pause > end) throw new Error(describe(value));
    await delay(pause);
  }
}

/** Slower machines and clusters stretch every deadline: `CONFORMANCE_TIMEOUT_SCALE`, 1 where it is not set. */
export function timeoutScale(): number {
  const scale = Number(process.env.CONFORMANCE_TIMEOUT_SCALE ?? 1);
  return scale > 0 ? scale : 1;
}
