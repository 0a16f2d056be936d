/** `messages.ndjson` read back: one run's messages, or those of the shards of one run. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Envelope } from '@cucumber/messages';
import { type RunDescription, runDescriptionMediaType, type Shard } from './attachments.ts';
import { count, DecodeError, flag, isRecord, optional, shape, text } from './decode.ts';
import { RunModel, type RunResult } from './run-model.ts';
import type { ScenarioOptions } from './scenario.ts';
import { clusterShape, implementationShape, suiteShape, UnreadableReport } from './stored-report.ts';
import type { SuiteError } from './suite-error.ts';

/** A run as its messages tell it. */
export interface RecordedRun {
  readonly description: RunDescription;
  readonly result: RunResult;
}

/**
 * Reads the messages of a run.
 *
 * @throws UnreadableReport where the file is not the messages of a run of this suite; the error of the file system
 * where it can't be read
 */
export async function readMessages(
  path: string,
  options: Omit<ScenarioOptions, 'acceptRetries'>,
): Promise<RecordedRun> {
  let recorded: { readonly description: RunDescription; readonly model: RunModel } | undefined;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (line === '') continue;
    const envelope = parseEnvelope(line, `${path}:${number}`);
    if (recorded === undefined) {
      const description = describe(envelope, path);
      const acceptRetries = description.acceptRetries ?? false;
      recorded = { description, model: new RunModel({ ...options, acceptRetries }) };
    } else {
      recorded.model.add(envelope);
    }
  }
  if (recorded === undefined) throw notMessages(path, 'it is empty');
  return { description: recorded.description, result: recorded.model.result() };
}

/**
 * Puts the shards of one run together. Its time is that of the longest, as if they had run side by side.
 *
 * @param runs one at least, each with the name of its file
 * @returns the run, and an error of the suite where a shard is missing: without it nothing is known of its scenarios
 * @throws UnreadableReport where they are not shards of one run
 */
export function mergeShards(
  runs: readonly (RecordedRun & { readonly name: string })[],
): RecordedRun & { readonly suiteErrors: readonly SuiteError[] } {
  const [first, ...others] = runs;
  if (first === undefined) throw new RangeError('There is no run to put together.');
  for (const other of others) refuseOtherRun(first, other);
  const shards = runs.flatMap(({ description }) => (description.shard ? [description.shard] : []));
  const results = runs.map(({ result }) => result);
  return {
    description: { ...first.description, shard: runs.length === 1 ? first.description.shard : undefined },
    result: {
      scenarios: results
        .flatMap(({ scenarios }) => scenarios)
        .sort(({ result: a }, { result: b }) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.line - b.line)),
      suiteErrors: results.flatMap(({ suiteErrors }) => suiteErrors),
      notSelected: new Set(results.flatMap(({ notSelected }) => [...notSelected])),
      startedAt: extreme(
        Math.min,
        results.map(({ startedAt }) => startedAt),
      ),
      durationMs: extreme(
        Math.max,
        results.map(({ durationMs }) => durationMs),
      ),
    },
    // A single shard says of itself that it is one. Of several, all are expected.
    suiteErrors: others.length === 0 ? [] : missingShards(shards),
  };
}

type NamedRun = RecordedRun & { readonly name: string };

function refuseOtherRun(first: NamedRun, other: NamedRun): void {
  const refuse = (why: string) =>
    new UnreadableReport(
      `${first.name} and ${other.name} can't be put together: ${why}. Give the messages of all shards of one run, each once.`,
    );
  const [a, b] = [first, other].map(({ description }) => description);
  if (a?.shard === undefined || b?.shard === undefined)
    throw refuse('they are not shards (--shard) of a run');
  if (a.shard.total !== b.shard.total) {
    throw refuse(`one is a shard of ${a.shard.total}, the other of ${b.shard.total}`);
  }
  if (JSON.stringify(identityOf(a)) !== JSON.stringify(identityOf(b))) {
    throw refuse('they differ in implementation, cluster, suite or selection');
  }
}

function identityOf({ suite, implementation, cluster, selection, acceptRetries }: RunDescription) {
  const { name, version, kind, capabilities } = implementation;
  return [suite.version, name, version, kind, [...capabilities].sort(), cluster, selection, acceptRetries];
}

function missingShards(shards: readonly Shard[]): readonly SuiteError[] {
  const total = shards[0]?.total ?? 0;
  const seen = new Set<number>();
  for (const { index } of shards) {
    if (seen.has(index)) {
      throw new UnreadableReport(
        `The shard ${index}/${total} was given twice. Give the messages of all shards of one run, each once.`,
      );
    }
    seen.add(index);
  }
  return Array.from({ length: total }, (_, at) => at + 1)
    .filter((index) => !seen.has(index))
    .map((index) => ({
      kind: 'shard-missing',
      where: '',
      message: `the shard ${index}/${total} is missing: give its messages too`,
    }));
}

function parseEnvelope(line: string, place: string): Envelope {
  try {
    const value: unknown = JSON.parse(line);
    // Which of cucumber's messages it is, its library finds out; what it does not know, it passes over.
    if (isRecord(value)) return value;
  } catch {
    // Told below, as a line that holds another value is.
  }
  throw new UnreadableReport(`${place} is no message of cucumber's. The file may have been cut short.`);
}

/** The first message, which describes the run. */
function describe({ attachment }: Envelope, path: string): RunDescription {
  if (attachment?.mediaType !== runDescriptionMediaType) {
    throw notMessages(path, 'its first line does not describe a run');
  }
  try {
    return runDescription(JSON.parse(attachment.body), '');
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof SyntaxError)) throw error;
    throw notMessages(path, error.message);
  }
}

const runDescription = shape<RunDescription>({
  suite: suiteShape,
  implementation: implementationShape,
  cluster: clusterShape,
  selection: text,
  shard: optional(shape<Shard>({ index: count, total: count }), undefined),
  acceptRetries: optional(flag, undefined),
});

function notMessages(path: string, why: string): UnreadableReport {
  return new UnreadableReport(
    `${path} is not the messages of a run: ${why}. Give a messages.ndjson that "ingress-conformance run" has written.`,
  );
}

function extreme(
  choose: (...values: number[]) => number,
  values: readonly (number | undefined)[],
): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : choose(...known);
}
