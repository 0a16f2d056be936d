/** The reference by its own command, as a process. */
import { Mistake } from '../mistake.ts';
import type { ReferenceProcessChoice } from '../settings.ts';
import type { Implementation } from './implementation.ts';

export function referenceProcess(_choice: ReferenceProcessChoice): Implementation {
  throw new Mistake('The reference can not be run as a process yet.');
}
