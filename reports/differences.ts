import type { ConformanceReport, DocumentResult, StatementResult } from './report.ts';
import { statementsOf } from './verdicts.ts';

/** A statement and the document that says it. */
export interface Said {
  readonly document: DocumentResult;
  readonly statement: StatementResult;
}

/** Two statements of which each says otherwise than the other; the one whose document comes first stands first. */
export type Difference = readonly [Said, Said];

/**
 * Where the documents differ, each pair once, in the order of the report. An implementation may keep both where it
 * can be told which to keep, and each statement was checked as its own document has it.
 */
export function differencesOf({ documents }: Pick<ConformanceReport, 'documents'>): readonly Difference[] {
  const all = new Map(
    documents.flatMap((document) =>
      statementsOf(document).map((statement) => [statement.id, { document, statement }] as const),
    ),
  );
  const seen = new Set<string>();
  return [...all.values()].flatMap((one) =>
    one.statement.contradicts.flatMap((id): readonly Difference[] => {
      const other = all.get(id);
      if (other === undefined || seen.has(`${id} ${one.statement.id}`)) return [];
      seen.add(`${one.statement.id} ${id}`);
      return [[one, other]];
    }),
  );
}
