import { inspect } from 'node:util';
import { Mistake } from './mistake.ts';

/** In whose wrapping cucumber hands on what is wrong with an expression that the user gave. */
const wrapped = /^Cucumber errored when trying to do a/;
const userMistake = /^Tag expression /;

/** What ended a run before its time, for its reports: a defect with all that is known of it, anything else in its own words. */
export function causeOf(error: unknown): string {
  if (error instanceof Mistake) return error.message;
  if (error instanceof Error && wrapped.test(error.message) && error.cause instanceof Error) {
    return userMistake.test(error.cause.message) ? error.cause.message : inspect(error.cause);
  }
  return inspect(error);
}
