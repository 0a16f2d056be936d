/** What all scenarios of one worker share: the implementation and the source of clusters that the run was told of. */
import { endEach } from './scenario/endings.ts';
import type { SessionSettings } from './scenario/session.ts';
import { type RunSettings, readSettings } from './settings.ts';

let entered: SessionSettings | undefined;

/** Before the first scenario of a worker. Throws `Mistake` where what was chosen can't be had. */
export async function enterRun(parameters: Partial<RunSettings>): Promise<void> {
  entered = await readSettings(parameters);
}

/** Of the run that this worker has entered. */
export function runSettings(): SessionSettings {
  if (entered === undefined) throw new Error('No run has been entered yet.');
  return entered;
}

/** After the last scenario of a worker. */
export async function leaveRun(): Promise<void> {
  const { pairs, clusters } = entered ?? {};
  entered = undefined;
  await endEach([async () => pairs?.end(), async () => clusters?.end()]);
}
