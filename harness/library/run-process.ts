/**
 * The process of a run that a program asked for: whatever the suite does to a process, it does to this one, and all
 * that it started ends with it.
 */
import { CatalogueError } from '../../reports/catalogue/load.ts';
import { UnreadableReport } from '../../reports/index.ts';
import { Mistake } from '../mistake.ts';
import { createRunFolder } from '../run-folder.ts';
import { carryOut } from './carry-out.ts';
import type { FromRun, ToRun } from './messages.ts';
import type { RunData } from './request.ts';

const controller = new AbortController();
const abort = (message: string) => controller.abort(new Mistake(message));

process.on('message', async (message: ToRun) => {
  switch (message.kind) {
    case 'abort':
      return abort('The run was aborted.');
    case 'begin':
      await tell(await answer(message.request));
      // Workers of a run that was aborted are still at it.
      process.exit(0);
  }
});
process.once('SIGTERM', () => abort('The run was ended by a signal.'));
// Nobody is left to tell, but there may be something to be taken away.
process.once('disconnect', () => abort('Whoever asked for the run has gone.'));

async function answer(request: RunData): Promise<FromRun> {
  const folder = createRunFolder();
  process.once('exit', folder.remove);
  try {
    return { kind: 'ended', result: await carryOut(request, { folder, signal: controller.signal }) };
  } catch (error) {
    if (isForUsers(error)) return { kind: 'refused', message: error.message };
    throw error;
  }
}

function isForUsers(error: unknown): error is Error {
  return [Mistake, CatalogueError, UnreadableReport].some((kind) => error instanceof kind);
}

function tell(message: FromRun): Promise<void> {
  return new Promise((sent) => {
    if (process.send === undefined || !process.connected) sent();
    else process.send(message, undefined, undefined, () => sent());
  });
}
