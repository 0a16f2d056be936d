/** What an implementation tells Prometheus of itself. */
import { describeExchange } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { get } from './expectations.ts';
import type { Session } from './session.ts';

/** One line of the text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a table says of a metric: its name with some of its labels, and the sum of all samples that have these. */
export interface WantedMetric {
  readonly metric: string;
  /** `3`, or `> 0`; `> -1`: whatever it is. */
  readonly value: string;
}

/** By and by the metrics have all of these values. */
export async function expectMetrics(session: Session, wanted: readonly WantedMetric[]): Promise<void> {
  await eventually(
    () => session.exchange(get('http://metrics.example.com/metrics', 'traefik')),
    ({ outcome }) => {
      if (outcome.kind !== 'answer' || outcome.answer.status !== 200) return false;
      const samples = parseSamples(outcome.answer.body);
      return wanted.every(({ metric, value }) => fits(sumOf(samples, metric), value));
    },
    (last) => {
      const text = last.outcome.kind === 'answer' ? last.outcome.answer.body : '';
      const names = wanted.map(({ metric }) => metric.replace(/\{.*/, ''));
      const near = text.split('\n').filter((line) => names.some((name) => line.startsWith(name)));
      return `Expected ${wanted.map(({ metric, value }) => `${metric} ${value}`).join(', ')}, but there is:\n${near.join('\n') || describeExchange(last)}`;
    },
  );
}

/** Names of the metrics that are told now. */
export async function metricNames(session: Session): Promise<ReadonlySet<string>> {
  const { outcome } = await session.exchange(get('http://metrics.example.com/metrics', 'traefik'));
  const text = outcome.kind === 'answer' ? outcome.answer.body : '';
  return new Set(parseSamples(text).map(({ name }) => name));
}

/** Lines that are no samples are left out. */
export function parseSamples(text: string): readonly Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/.exec(line) ?? [];
    return name === undefined || value === undefined
      ? []
      : [{ name, labels: parseLabels(labels), value: Number(value) }];
  });
}

/** Of all samples of that name that have the labels; undefined where there is none. */
function sumOf(samples: readonly Sample[], metric: string): number | undefined {
  const [, name, text = ''] = /^([\w:]+)(?:\{(.*)\})?$/.exec(metric) ?? [];
  if (name === undefined)
    throw new Error(`This is not the name of a metric, with labels or without: ${metric}`);
  const labels = Object.entries(parseLabels(text));
  const values = samples
    .filter((sample) => sample.name === name && labels.every(([key, value]) => sample.labels[key] === value))
    .map(({ value }) => value);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

function fits(found: number | undefined, wanted: string): boolean {
  if (found === undefined) return false;
  const [, bound] = /^> (-?\d+)$/.exec(wanted) ?? [];
  return bound === undefined ? found === Number(wanted) : found > Number(bound);
}

function parseLabels(text: string): Readonly<Record<string, string>> {
  const pairs = text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries(
    Array.from(pairs, ([, name, value = '']) => [name, value.replace(/\\(.)/g, '$1')]),
  );
}
