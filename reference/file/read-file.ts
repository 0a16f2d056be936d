import { type Decoding, decode } from '../configuration/decode.ts';
import { readOptions } from '../configuration/file-format.ts';
import { ConfigurationError, type ConfigurationIssue } from '../configuration/issues.ts';
import { type DynamicConfiguration, emptyConfiguration } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import { convert } from './convert.ts';
import type { References } from './references.ts';
import { fileProblem, problemOf } from './report.ts';
import { dynamicOptions } from './schema/index.ts';

/** What a file comes to. */
export type FileReading =
  | {
      readonly kind: 'read';
      readonly configuration: DynamicConfiguration;
      /** What of it is left out, or has no effect. */
      readonly problems: readonly Problem[];
    }
  /** It has mistakes in it: none of it may be put in force. */
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Where all options are told. */
const list = 'docs/options.md lists all options';

/** Values that a file may come to. */
const mostNodes = 100_000;

/** Of one file: whoever has more to mend is helped by the first ones. */
const mostProblems = 100;

/** Reads a file of the dynamic configuration; names every mistake in it. */
export async function readDynamicFile(
  path: string,
  bytes: Buffer,
  references: References,
): Promise<FileReading> {
  const decoding = decodeFile(path, bytes);
  if (decoding.kind === 'refused') return refused(path, decoding.issues);
  if (decoding.kind === 'empty') return { kind: 'read', configuration: emptyConfiguration, problems: [] };
  const { configuration: options, issues, omissions, warnings, originOf } = decoding.decoding;
  if (issues.length > 0) return refused(path, [...issues].sort(byPlace));
  const conversion = await convert(options, { path, references, originOf });
  const left = [...omissions, ...conversion.omissions].sort(byPlace);
  const warned = [...warnings, ...conversion.warnings].sort(byPlace);
  const problems = [
    ...left.map((issue) => problemOf(path, issue, 'error')),
    ...warned.map((issue) => problemOf(path, issue, 'warning')),
  ];
  return {
    kind: 'read',
    configuration: conversion.configuration,
    problems: problems.slice(0, mostProblems),
  };
}

type Decoded =
  | { readonly kind: 'refused'; readonly issues: readonly ConfigurationIssue[] }
  | { readonly kind: 'empty' }
  | { readonly kind: 'decoded'; readonly decoding: Decoding<typeof dynamicOptions> };

function decodeFile(path: string, bytes: Buffer): Decoded {
  const template = templateAt(path, bytes);
  if (template !== undefined) return { kind: 'refused', issues: [template] };
  try {
    const raw = readOptions(path, bytes, { option: '', mostNodes });
    return raw === undefined
      ? { kind: 'empty' }
      : { kind: 'decoded', decoding: decode(dynamicOptions, raw, list) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return { kind: 'refused', issues: error.issues };
  }
}

/** Traefik takes every such file for a template of Go's, wherever in it the braces stand. */
function templateAt(path: string, bytes: Buffer): ConfigurationIssue | undefined {
  const offset = bytes.indexOf('{{');
  if (offset < 0) return undefined;
  const before = bytes.subarray(0, offset).toString().split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return {
    option: '',
    origin: { kind: 'file', path, line: before.length, column },
    reason: 'Go templates ({{ … }}) are known to Traefik, but not implemented by this reference.',
    remedy: 'Write what the template would come to.',
    suggestion: undefined,
  };
}

/** From top to bottom. */
function byPlace({ origin: a }: ConfigurationIssue, { origin: b }: ConfigurationIssue): number {
  return a.kind === 'file' && b.kind === 'file' ? a.line - b.line || a.column - b.column : 0;
}

function refused(path: string, issues: readonly ConfigurationIssue[]): FileReading {
  const problems = issues.slice(0, mostProblems).map((issue) => problemOf(path, issue, 'error'));
  if (issues.length > mostProblems) {
    const reason = `There are ${issues.length - mostProblems} more problems with the file.`;
    problems.push(fileProblem(path, reason, 'Correct the first ones.'));
  }
  return { kind: 'refused', problems };
}
