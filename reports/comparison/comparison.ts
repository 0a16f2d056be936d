import type { Level } from '../catalogue/catalogue.ts';
import type { ConformanceReport, StatementResult } from '../report.ts';
import type { StoredReport } from '../stored-report.ts';
import { statementsOf } from '../verdicts.ts';
import { type Change, changesBetween, reasonOf, type Standing, worseAmong } from './changes.ts';

/** Reports side by side: a column each, a row for each statement that any of them has. */
export interface Comparison {
  readonly columns: readonly Column[];
  readonly documents: readonly ComparedDocument[];
  /** Where all are of one implementation: what changed from each report to the next. Otherwise empty. */
  readonly history: readonly {
    readonly from: string;
    readonly to: string;
    readonly changes: readonly Change[];
  }[];
  /** Whether a statement that holds in the first report fails in another: documented ones, or of any level. */
  readonly worse: Readonly<Record<'documented' | 'any', boolean>>;
}

export interface Column {
  /** Tells it from the others: implementation and version, and what else it takes. */
  readonly name: string;
  readonly report: ConformanceReport;
  /** Whether errors of the suite kept its verdicts from being the whole truth. */
  readonly incomplete: boolean;
}

export interface ComparedDocument {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly sections: readonly {
    readonly id: string;
    readonly title: string;
    readonly link: string;
    readonly rows: readonly Row[];
  }[];
}

/**
 * How far reports agree on a statement. `disagree`: it holds in one and fails in another. `partly`: those in which it
 * was checked agree, and in others it was not. `agree`: all have the same verdict, or none has checked it.
 */
export type Agreement = 'disagree' | 'partly' | 'agree';

export interface Row {
  readonly id: string;
  readonly text: string;
  readonly level: Level;
  readonly agreement: Agreement;
  /** In the order of the columns. */
  readonly cells: readonly { readonly standing: Standing; readonly reason: string }[];
}

/** @param files two at least, each with the name of its file */
export function compareReports(files: readonly (StoredReport & { readonly file: string })[]): Comparison {
  const reports = files.map(({ report }) => report);
  const names = namesOf(files);
  const columns = files.map(({ report, suiteErrors }, index) => ({
    name: names[index] ?? '',
    report,
    incomplete: suiteErrors.length > 0,
  }));
  const [first, ...others] = reports;
  const since = first === undefined ? [] : others.map((other) => changesBetween(first, other));
  return {
    columns,
    documents: documentsOf(reports),
    history:
      new Set(reports.map(({ implementation }) => implementation.name)).size > 1 ? [] : historyOf(columns),
    worse: {
      documented: since.some((changes) => worseAmong(changes).length > 0),
      any: since.some((changes) => worseAmong(changes, true).length > 0),
    },
  };
}

/** Rows on which reports agree so far, in the order of the documents. */
export function rowsOf({ documents }: Comparison, agreement: Agreement): readonly Row[] {
  return documents
    .flatMap(({ sections }) => sections)
    .flatMap(({ rows }) => rows)
    .filter((row) => row.agreement === agreement);
}

function historyOf(columns: readonly Column[]): Comparison['history'] {
  return columns.slice(1).flatMap((column, index) => {
    const before = columns[index];
    return before === undefined
      ? []
      : [{ from: before.name, to: column.name, changes: changesBetween(before.report, column.report) }];
  });
}

/** The shortest names that tell reports apart. */
function namesOf(
  files: readonly { readonly report: ConformanceReport; readonly file: string }[],
): readonly string[] {
  const short = ({ implementation }: ConformanceReport) =>
    `${implementation.name} ${implementation.version}`.trim();
  const candidates = [
    files.map(({ report }) => short(report)),
    files.map(({ report }) => `${short(report)}, Kubernetes ${report.cluster.kubernetesVersion}`),
    files.map(({ report, file }) => `${short(report)} (${file})`),
  ];
  const distinct = candidates.find((names) => new Set(names).size === names.length);
  return distinct ?? files.map(({ report, file }, index) => `${short(report)} (${file}, ${index + 1})`);
}

/** Of what several reports have, the last has the say: it is the newest where they follow each other. */
function documentsOf(reports: readonly ConformanceReport[]): readonly ComparedDocument[] {
  const newestFirst = reports.toReversed();
  const indexes = reports.map(indexOf);
  return newest(newestFirst.flatMap(({ documents }) => documents)).map(([{ id, title, url }, documents]) => ({
    id,
    title,
    url,
    sections: newest(documents.flatMap(({ sections }) => sections)).map(([section, sections]) => ({
      id: section.id,
      title: section.title,
      link: section.link,
      rows: newest(sections.flatMap(({ statements }) => statements)).map(([statement]) =>
        rowOf(statement, indexes),
      ),
    })),
  }));
}

/** One of each id, with all that have it. */
function newest<T extends { readonly id: string }>(
  all: readonly T[],
): readonly (readonly [T, readonly T[]])[] {
  return [...Map.groupBy(all, ({ id }) => id).values()].flatMap((group) =>
    group[0] === undefined ? [] : [[group[0], group] as const],
  );
}

function rowOf(
  { id, text, level }: StatementResult,
  indexes: readonly ReadonlyMap<string, StatementResult>[],
): Row {
  const cells = indexes.map((index) => {
    const statement = index.get(id);
    return { standing: statement?.verdict ?? ('unknown' as const), reason: reasonOf(statement) };
  });
  return { id, text, level, agreement: agreementOf(cells.map(({ standing }) => standing)), cells };
}

function agreementOf(standings: readonly Standing[]): Agreement {
  const different = new Set(standings);
  if (different.has('holds') && different.has('fails')) return 'disagree';
  if (different.size === 1) return 'agree';
  return different.has('holds') || different.has('fails') ? 'partly' : 'agree';
}

function indexOf(report: ConformanceReport): ReadonlyMap<string, StatementResult> {
  return new Map(report.documents.flatMap(statementsOf).map((statement) => [statement.id, statement]));
}
