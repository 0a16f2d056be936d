import { spread } from './renewal.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Why there is no certificate. `unreachable`: nothing came to be at the authority. `refused`: it has said no, which
 * it counts (Let's Encrypt takes five refusals an hour for a name).
 */
export type FailureKind = 'unreachable' | 'refused';

const waits: Readonly<Record<FailureKind, { readonly first: number; readonly longest: number }>> = {
  unreachable: { first: second, longest: hour },
  refused: { first: 5 * minute, longest: day },
};

/**
 * How long to wait before the next attempt, milliseconds: twice as long each time, up to an hour or a day, and up
 * to a quarter less, so that what failed together is not tried again together.
 *
 * @param failures in a row, from 1
 * @param key whose attempts they are
 */
export function backOff(kind: FailureKind, failures: number, key: string): number {
  const { first, longest } = waits[kind];
  const wait = Math.min(longest, first * 2 ** Math.min(failures - 1, 30));
  return wait * (1 - spread(`${key} ${failures}`) / 4);
}
