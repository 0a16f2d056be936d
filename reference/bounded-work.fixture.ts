import assert from 'node:assert/strict';

/**
 * Calls, and fails where that takes more of the processor's time than it may: not of the clock's, which goes on while
 * others have the processor. What seems to have taken too long is measured again, since the process may have had
 * other work meanwhile (collecting garbage, compiling): the least counts.
 *
 * @param most milliseconds
 * @param call gives the same each time
 * @param input what is to blame where it takes too long
 */
export function boundedWork<T>(most: number, call: () => T, input: unknown): T {
  const [result, first] = measure(call);
  let least = first;
  for (let attempt = 0; least > most && attempt < 5; attempt++) least = Math.min(least, measure(call)[1]);
  if (least > most) assert.fail(`This took ${least} ms: ${JSON.stringify(input)}`);
  return result;
}

/** The same of work that waits for something; nothing else may go on meanwhile. */
export async function boundedAsyncWork<T>(most: number, call: () => Promise<T>, input: unknown): Promise<T> {
  let before = process.cpuUsage();
  const result = await call();
  let least = since(before);
  for (let attempt = 0; least > most && attempt < 5; attempt++) {
    before = process.cpuUsage();
    await call();
    least = Math.min(least, since(before));
  }
  if (least > most) assert.fail(`This took ${least} ms: ${JSON.stringify(input)}`);
  return result;
}

function measure<T>(call: () => T): [T, number] {
  const before = process.cpuUsage();
  const result = call();
  return [result, since(before)];
}

/** Milliseconds. */
function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
