/** What of the suite a run is asked for, and how cucumber is told. */
import { glob } from 'node:fs/promises';
import type { Catalogue, Level } from '../reports/catalogue/catalogue.ts';
import { indexStatements } from '../reports/catalogue/statements.ts';
import type { Shard } from '../reports/index.ts';
import { Mistake } from './mistake.ts';

export interface Selection {
  /** Ids of documents, such as `traefik-provider`; empty: all. */
  readonly documents: readonly string[];
  /** Levels of statements whose scenarios run; empty: all. */
  readonly levels: readonly Level[];
  /** A tag expression of cucumber's; empty: all scenarios. */
  readonly tags: string;
  /** Regular expressions, one of which a scenario's name must match; empty: any. */
  readonly names: readonly string[];
  /** Which part of what is selected by all others; undefined: all of it. */
  readonly shard: Shard | undefined;
}

/** @throws Mistake with the documents that there are */
export function refuseUnknownDocuments(documents: readonly string[], catalogue: Catalogue): void {
  const known = catalogue.documents.map(({ id }) => id);
  const unknown = documents.find((document) => !known.includes(document));
  if (unknown !== undefined)
    throw new Mistake(`There is no document "${unknown}". Give one of: ${known.join(', ')}.`);
}

/**
 * The feature files of the documents, relative to the folder that holds `features/`, in the order of their paths: in which order a folder lists them is up to the
 * machine, and shards must be the same everywhere.
 */
export async function featureFiles(
  project: string,
  documents: readonly string[],
): Promise<readonly string[]> {
  const patterns = (documents.length > 0 ? documents : ['*']).map(
    (document) => `features/${document}/*.feature`,
  );
  const paths = new Set<string>();
  for await (const path of glob(patterns, { cwd: project })) paths.add(path);
  return [...paths].sort();
}

/** The expression for tags and levels: a level's scenarios are those of its statements. */
export function tagExpression({ tags, levels }: Selection, catalogue: Catalogue): string {
  if (levels.length === 0) return tags;
  const ofLevels = [...indexStatements(catalogue).values()]
    .filter(({ statement }) => levels.includes(statement.level))
    .map(({ statement }) => `@${statement.id}`);
  const either = `(${ofLevels.join(' or ')})`;
  return tags === '' ? either : `(${tags}) and ${either}`;
}

/** As the user would repeat it, but for the shard, which reports tell apart. */
export function describeSelection({ documents, levels, tags, names }: Selection): string {
  return [
    ...documents.map((document) => `--document ${document}`),
    ...(levels.length === 0 ? [] : [`--level ${levels.join(',')}`]),
    ...(tags === '' ? [] : [`--tags '${tags}'`]),
    ...names.map((name) => `--name '${name}'`),
  ].join(' ');
}
