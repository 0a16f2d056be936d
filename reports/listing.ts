/** What there is in the suite: documents, sections, statements, and the scenarios that check them. */
import { generateMessages } from '@cucumber/gherkin';
import { IdGenerator, SourceMediaType } from '@cucumber/messages';
import { Query } from '@cucumber/query';
import { stringify } from 'yaml';
import type { Capability, Catalogue, KubernetesRange, Level } from './catalogue/catalogue.ts';
import type { FeatureFile } from './catalogue/features.ts';
import { onOneLine, type Style } from './console/style.ts';
import { counted } from './page/words.ts';
import { statementIdsOf } from './scenario.ts';
import { scenarioName } from './scenario-name.ts';

export interface ListedScenario {
  readonly name: string;
  readonly uri: string;
  readonly line: number;
}

export interface ListedStatement {
  readonly id: string;
  readonly text: string;
  readonly level: Level;
  readonly kubernetes: KubernetesRange;
  /** What an implementation or its cluster must offer for it to be checked. */
  readonly requires: readonly Capability[];
  readonly scenarios: readonly ListedScenario[];
}

export interface Listing {
  readonly documents: readonly {
    readonly id: string;
    readonly title: string;
    readonly url: string;
    readonly sections: readonly {
      readonly id: string;
      readonly title: string;
      readonly statements: readonly ListedStatement[];
    }[];
  }[];
}

export interface ListingOptions {
  /** Ids; empty: all. */
  readonly documents: readonly string[];
  /** Empty: all. */
  readonly levels: readonly Level[];
  /** Whether a scenario is wanted; undefined: all are, and statements without any as well. */
  readonly selects?: ((scenario: ListedScenario) => boolean) | undefined;
}

/** @param files paths relative to the project, with their texts; those that do not parse have no scenarios */
export function listSuite(
  catalogue: Catalogue,
  files: readonly FeatureFile[],
  { documents, levels, selects }: ListingOptions,
): Listing {
  const byStatement = scenariosByStatement(files);
  const chosen = catalogue.documents
    .filter(({ id }) => documents.length === 0 || documents.includes(id))
    .map(({ id, title, url, sections }) => ({
      id,
      title,
      url,
      sections: sections
        .map((section) => ({
          id: section.id,
          title: section.title,
          statements: section.statements
            .filter(({ level }) => levels.length === 0 || levels.includes(level))
            .map(({ id, text, level, kubernetes, requires }) => ({
              id,
              text,
              level,
              kubernetes,
              requires,
              scenarios: (byStatement.get(id) ?? []).filter((scenario) => selects?.(scenario) ?? true),
            }))
            .filter(({ scenarios }) => selects === undefined || scenarios.length > 0),
        }))
        .filter(({ statements }) => statements.length > 0),
    }));
  return { documents: chosen.filter(({ sections }) => sections.length > 0) };
}

export function formatListing(listing: Listing, format: 'text' | 'json' | 'yaml', style: Style): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(listing, undefined, 2)}\n`;
    case 'yaml':
      return stringify(listing, { lineWidth: 0, aliasDuplicateObjects: false });
    case 'text':
      return formatText(listing, style);
  }
}

function formatText({ documents }: Listing, style: Style): string {
  const lines = documents.flatMap(({ id, title, sections }) => [
    `${style.bold(onOneLine(title))} ${style.dim(id)}`,
    ...sections.flatMap((section) => [
      `  ${style.bold(onOneLine(section.title))}`,
      ...section.statements.flatMap((statement) => formatStatement(statement, style)),
    ]),
    '',
  ]);
  const statements = documents.flatMap(({ sections }) => sections.flatMap((section) => section.statements));
  const scenarios = new Set(
    statements.flatMap((statement) => statement.scenarios.map(({ uri, line }) => `${uri}:${line}`)),
  );
  const total = `${counted(statements.length, 'statement')}, ${counted(scenarios.size, 'scenario')}`;
  return `${[...lines, total].join('\n')}\n`;
}

function formatStatement(
  { id, text, level, requires, kubernetes: { from, to }, scenarios }: ListedStatement,
  style: Style,
): readonly string[] {
  const facts = [
    level,
    ...(from === undefined && to === undefined ? [] : [`Kubernetes ${from ?? '…'} to ${to ?? '…'}`]),
    ...(requires.length === 0 ? [] : [`requires ${requires.join(', ')}`]),
  ];
  return [
    `    ${id} ${style.dim(`(${facts.join('; ')})`)}`,
    `      ${onOneLine(text)}`,
    ...scenarios.map(({ name, uri, line }) => `      - ${onOneLine(name)} ${style.dim(`${uri}:${line}`)}`),
  ];
}

function scenariosByStatement(files: readonly FeatureFile[]): ReadonlyMap<string, readonly ListedScenario[]> {
  const query = new Query();
  const options = {
    includeSource: false,
    includeGherkinDocument: true,
    includePickles: true,
    newId: IdGenerator.incrementing(),
  };
  for (const { path, text } of files) {
    const media = SourceMediaType.TEXT_X_CUCUMBER_GHERKIN_PLAIN;
    for (const envelope of generateMessages(text, path, media, options)) query.update(envelope);
  }
  const found = new Map<string, ListedScenario[]>();
  for (const pickle of query.findAllPickles()) {
    const scenario = {
      name: scenarioName(pickle, query.findLineageBy(pickle)),
      uri: pickle.uri,
      line: query.findLocationOf(pickle)?.line ?? 0,
    };
    for (const id of new Set(statementIdsOf(pickle))) found.set(id, [...(found.get(id) ?? []), scenario]);
  }
  return found;
}
