/** A request checked and carried out. */
import { join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { levels } from '../../reports/catalogue/catalogue.ts';
import {
  defaultFormats,
  messagesFile,
  type Outcome,
  outputFiles,
  type RunFormat,
} from '../../reports/index.ts';
import { prepareOutput, readBaseline } from '../command-files.ts';
import * as values from '../command-values.ts';
import { Mistake } from '../mistake.ts';
import { type RunOptions, run } from '../run.ts';
import type { RunFolder } from '../run-folder.ts';
import type { RunData, RunResult } from './request.ts';
import { targetOf } from './target.ts';

/**
 * @throws Mistake, UnreadableReport or CatalogueError where what is asked for can't be done
 */
export async function carryOut(
  request: RunData,
  { folder, signal }: { readonly folder: RunFolder; readonly signal: AbortSignal },
): Promise<RunResult> {
  refuseBadValues(request);
  const { output, implementation, cluster } = request;
  if (output !== undefined) prepareOutput(resolve(output));
  const options: RunOptions = {
    documents: request.documents ?? [],
    levels: request.levels ?? [],
    tags: request.tags ?? '',
    names: request.names ?? [],
    shard: request.shard,
    parallel: request.parallel,
    order: request.order ?? 'defined',
    retries: request.retries ?? 0,
    timeoutScale: request.timeoutScale,
    kubernetesVersion: request.kubernetesVersion,
    strict: request.strict ?? false,
    // What is written nowhere else has its place among what goes with the run.
    output: output === undefined ? folder.path : resolve(output),
    formats: output === undefined ? [] : (request.formats ?? defaultFormats),
    baseline: await readBaseline(request.baseline),
    ...targetOf(implementation, cluster),
    console: { stream: process.stdout, environment: process.env },
    folder,
    signal,
  };
  return resultOf(await run(options), output, options.formats);
}

const outcomes = { 0: 'conforms', 1: 'deviates', 2: 'incomplete' } as const;

function resultOf(
  { report, suiteErrors, exitCode }: Outcome,
  output: string | undefined,
  formats: readonly RunFormat[],
): RunResult {
  const pathOf = (format: RunFormat) =>
    join(resolve(output ?? ''), format === 'messages' ? messagesFile : outputFiles[format]);
  return {
    outcome: outcomes[exitCode],
    exitCode,
    report,
    statements: report.documents.flatMap(({ sections }) => sections.flatMap(({ statements }) => statements)),
    suiteErrors,
    files: Object.fromEntries(formats.map((format) => [format, pathOf(format)])),
  };
}

/** By the same rules as the command's options, which know values as text alone. */
function refuseBadValues(request: RunData): void {
  const { parallel, shard, retries, timeoutScale, kubernetesVersion, order } = request;
  for (const level of request.levels ?? []) check('levels', level, values.oneOf(levels));
  for (const name of request.names ?? []) check('names', name, (value) => values.collectPattern(value, []));
  const formats = [...Object.keys(outputFiles), 'messages'];
  for (const format of request.formats ?? []) check('formats', format, values.oneOf(formats));
  check('parallel', parallel, values.positiveInteger);
  check('shard', shard && `${shard.index}/${shard.total}`, values.shard);
  check('retries', retries, values.retries);
  check('timeoutScale', timeoutScale, values.scale);
  check('kubernetesVersion', kubernetesVersion, values.kubernetesVersion);
  check('order', order, values.order);
}

function check(name: string, value: string | number | undefined, read: (text: string) => unknown): void {
  if (value === undefined) return;
  try {
    read(String(value));
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new Mistake(`"${name}" can't be ${JSON.stringify(value)}: ${error.message}`, { cause: error });
  }
}
