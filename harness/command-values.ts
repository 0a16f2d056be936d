/** Values of options, read as commander hands them over. Each throws `InvalidArgumentError` with what is expected. */
import { InvalidArgumentError } from 'commander';
import { parseVersion } from '../fixtures/api-server/version.ts';
import { type Level, levels } from '../reports/catalogue/catalogue.ts';
import type { Shard } from '../reports/index.ts';

export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

export function collectPattern(value: string, before: readonly string[]): readonly string[] {
  try {
    new RegExp(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
  return collect(value, before);
}

/** `documented,inferred`; repeatable. Without an occurrence, undefined: the default. */
export function collectLevels(value: string, before: readonly Level[] | undefined): readonly Level[] {
  return collectKnown(levels)(value, before);
}

/** A list with commas of names that there are, each once; repeatable. */
export function collectKnown<const Name extends string>(known: readonly Name[]) {
  return (value: string, before: readonly Name[] | undefined): readonly Name[] => {
    const found = value.split(',').map((name) => {
      const match = known.find((one) => one === name.trim());
      if (match === undefined) throw new InvalidArgumentError(`Give some of ${known.join(', ')}.`);
      return match;
    });
    return [...new Set([...(before ?? []), ...found])];
  };
}

export function oneOf<const Name extends string>(known: readonly Name[]) {
  return (value: string): Name => {
    const match = known.find((one) => one === value);
    if (match === undefined) throw new InvalidArgumentError(`Give one of ${known.join(', ')}.`);
    return match;
  };
}

export function kubernetesVersion(value: string): string {
  try {
    parseVersion(value);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? `${error.message}.` : '');
  }
  return value;
}

export function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
}

/** How often a scenario that failed is tried again. */
export function retries(value: string): number {
  if (!/^\d$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 0 to 9.');
  return Number(value);
}

/** By what deadlines are multiplied. */
export function scale(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : 0;
  if (number < 0.1 || number > 100) throw new InvalidArgumentError('It must be a number from 0.1 to 100.');
  return number;
}

/** `90s`, `30m`, `1h`, `2d`, in milliseconds. */
export function duration(value: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd])$/.exec(value) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Give a time such as 90s, 30m, 1h or 2d.');
  const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit ?? ''] ?? 1;
  return Number(number) * seconds * 1000;
}

/** `2/5`: the second of five. */
export function shard(value: string): Shard {
  const [index = 0, total = 0] = /^[1-9]\d{0,3}\/[1-9]\d{0,3}$/.test(value)
    ? value.split('/').map(Number)
    : [];
  if (index < 1 || index > total) {
    throw new InvalidArgumentError('It must be <index>/<total>, from 1/<total> to <total>/<total>.');
  }
  return { index, total };
}

export function order(value: string): string {
  if (!/^(defined|random(:.+)?)$/.test(value))
    throw new InvalidArgumentError('It must be defined, random or random:<seed>.');
  return value;
}
