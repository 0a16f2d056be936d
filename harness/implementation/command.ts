/** Any program that takes Traefik's static options. */
import { Mistake } from '../mistake.ts';
import type { CommandChoice } from '../settings.ts';
import type { Implementation } from './implementation.ts';

export function commandImplementation({ binary }: CommandChoice): Implementation {
  throw new Mistake(`${binary} can not be run yet.`);
}
