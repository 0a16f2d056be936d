/** Reads the API beside the dashboard. What has not changed is not sent again. */

const timeout = 10_000;

/** By path, what came last and its tag. */
const known = new Map();
const mostKnown = 50;

/**
 * @param path below `…/api/`, with its query
 * @returns the document, how many items there are in all, and whether it differs from what this path gave before
 * @throws Error that says what went wrong
 */
export async function read(path) {
  const before = known.get(path);
  const headers = before === undefined ? {} : { 'If-None-Match': before.tag };
  const answer = await fetch(new URL(`../api/${path}`, location.href), {
    headers,
    signal: AbortSignal.timeout(timeout),
  });
  if (answer.status === 304 && before !== undefined) return { ...before, changed: false };
  if (!answer.ok) throw new Error(await reasonOf(answer));
  const result = {
    document: await answer.json(),
    total: Number(answer.headers.get('X-Total-Count') ?? 0),
    next: Number(answer.headers.get('X-Next-Page') ?? 1),
    tag: answer.headers.get('ETag') ?? '',
  };
  if (known.size >= mostKnown) known.delete(known.keys().next().value);
  known.set(path, result);
  return { ...result, changed: true };
}

async function reasonOf(answer) {
  try {
    return (await answer.json()).message ?? `The API answered ${answer.status}.`;
  } catch {
    return `The API answered ${answer.status}.`;
  }
}
