import type { Catalogue, Document, Section, Statement } from './catalogue/catalogue.ts';

/** A statement with the place it stands in. */
export interface LocatedStatement {
  readonly statement: Statement;
  readonly section: Section;
  readonly document: Document;
}

/** Every statement of the catalogue by its id. */
export function indexStatements(catalogue: Catalogue): ReadonlyMap<string, LocatedStatement> {
  return new Map(
    catalogue.documents.flatMap((document) =>
      document.sections.flatMap((section) =>
        section.statements.map((statement) => [statement.id, { statement, section, document }] as const),
      ),
    ),
  );
}
