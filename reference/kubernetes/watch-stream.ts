import { ApiError, type Failure } from './api-error.ts';
import { asRecord, asString } from './json.ts';

/** One line of a watch. The object is as the server sent it, not decoded yet. */
export type WatchEvent =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: unknown }
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  | { readonly type: 'ERROR'; readonly failure: Failure };

/**
 * Splits the body of a watch into events. Those that arrived in one piece are given together, so that a burst
 * is one change. A line that is cut off at the end is dropped: the watch resumes from before it.
 *
 * @param request Named in errors.
 * @param limit Bytes of one line.
 * @throws {ApiError} On a line that is too long or no event.
 */
export async function* decodeWatch(
  request: string,
  body: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<WatchEvent[]> {
  let rest: Buffer[] = [];
  let restLength = 0;
  for await (const chunk of body) {
    const end = chunk.lastIndexOf(newline);
    const tail = chunk.subarray(end + 1);
    if (end >= 0) {
      const lines = Buffer.concat([...rest, chunk.subarray(0, end)]).toString('utf8');
      rest = [];
      restLength = 0;
      const events = lines
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => parseEvent(request, line));
      if (events.length > 0) yield events;
    }
    if (tail.length > 0) rest.push(tail);
    restLength += tail.length;
    if (restLength > limit) {
      throw new ApiError(request, { kind: 'too-large', message: `an event is larger than ${limit} bytes.` });
    }
  }
}

const newline = 0x0a;

function parseEvent(request: string, line: string): WatchEvent {
  let event: Readonly<Record<string, unknown>>;
  try {
    event = asRecord(JSON.parse(line));
  } catch (cause) {
    throw new ApiError(request, { kind: 'invalid', message: 'a line of the watch is no JSON.' }, { cause });
  }
  const { type, object } = event;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return { type, object };
    case 'BOOKMARK':
      return { type, resourceVersion: asString(asRecord(asRecord(object).metadata).resourceVersion) };
    case 'ERROR': {
      const status = asRecord(object);
      return {
        type,
        failure: {
          kind: 'status',
          code: Number(status.code) || 500,
          reason: asString(status.reason),
          message: asString(status.message),
          retryAfter: undefined,
          objectName: asString(asRecord(status.details).name),
        },
      };
    }
    default:
      throw new ApiError(request, {
        kind: 'invalid',
        message: `the watch has an event of an unknown type “${type}”.`,
      });
  }
}
