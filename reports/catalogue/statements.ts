import type { Catalogue, Document, Section, Statement } from './catalogue.ts';

/** A statement and where it stands. */
export interface StatementEntry {
  readonly document: Document;
  readonly section: Section;
  readonly statement: Statement;
}

/** All statements by id, in the order of the documents. */
export function indexStatements(catalogue: Catalogue): ReadonlyMap<string, StatementEntry> {
  const index = new Map<string, StatementEntry>();
  for (const document of catalogue.documents) {
    for (const section of document.sections) {
      for (const statement of section.statements) {
        index.set(statement.id, { document, section, statement });
      }
    }
  }
  return index;
}

/**
 * The statement ids among a scenario's tags, in their order: of `@traefik-provider.namespaces.forms` and `@slow`
 * only the first, without its `@`. Whether a statement of that id exists is for `checkFeatures` to say.
 */
export function statementTagsOf(tags: readonly string[]): readonly string[] {
  return tags.filter((tag) => statementTag.test(tag)).map((tag) => tag.slice(1));
}

const statementTag = /^@[^.]+\.[^.]+\.[^.]+$/;
