import type { Level } from '../catalogue/catalogue.ts';
import type { ConformanceReport, StatementResult, Verdict } from '../report.ts';
import { statementsOf } from '../verdicts.ts';

/** What a report has of a statement. `unknown`: it does not have it, since its catalogue was another one. */
export type Standing = Verdict | 'unknown';

/**
 * What became of a statement.
 * `broken`: it held, and fails. `mended`: it failed, and holds. `unchecked`: it was checked, and is not any more.
 * `found`: it was not checked, and fails. `added`: it was not checked, and holds.
 */
export type ChangeKind = (typeof changeKinds)[number];

/** In the order in which a reader wants to know of them. */
export const changeKinds = ['broken', 'unchecked', 'found', 'mended', 'added'] as const;

export interface Change {
  readonly kind: ChangeKind;
  readonly id: string;
  readonly text: string;
  /** As the later report has it. */
  readonly level: Level;
  readonly before: Standing;
  readonly after: Standing;
  /** Of what fails, the message of the first step that did; of what is not checked, why not; empty otherwise. */
  readonly reason: string;
}

/** What changed between two reports, by kind and then in the order of the documents. */
export function changesBetween(before: ConformanceReport, after: ConformanceReport): readonly Change[] {
  const earlier = indexOf(before);
  const later = indexOf(after);
  const changes = [...new Set([...later.keys(), ...earlier.keys()])].flatMap((id) =>
    changeOf(earlier.get(id), later.get(id)),
  );
  return changeKinds.flatMap((kind) => changes.filter((change) => change.kind === kind));
}

/**
 * What a gate must not let through: statements that held and fail. Only documented ones count, unless all levels are
 * to. What is not checked any more is not known to be worse.
 */
export function worseAmong(changes: readonly Change[], strictLevels = false): readonly Change[] {
  return changes.filter(({ kind, level }) => kind === 'broken' && (strictLevels || level === 'documented'));
}

/** Why a statement has its verdict, in a few words; empty where it holds. */
export function reasonOf(statement: StatementResult | undefined): string {
  if (statement === undefined) return 'It is no part of that report.';
  const failed = statement.scenarios.find(({ status }) => status === 'failed');
  const step = failed?.steps.find(({ status }) => status === 'failed');
  return statement.verdict === 'fails' ? (step?.message ?? '') : statement.reason;
}

function changeOf(
  before: StatementResult | undefined,
  after: StatementResult | undefined,
): readonly Change[] {
  const shown = after ?? before;
  const kind = kindOf(before?.verdict, after?.verdict);
  if (shown === undefined || kind === undefined) return [];
  return [
    {
      kind,
      id: shown.id,
      text: shown.text,
      level: shown.level,
      before: before?.verdict ?? 'unknown',
      after: after?.verdict ?? 'unknown',
      reason: reasonOf(after),
    },
  ];
}

function kindOf(before: Verdict | undefined, after: Verdict | undefined): ChangeKind | undefined {
  if (before === after) return undefined;
  if (isChecked(after)) {
    if (after === 'holds') return before === 'fails' ? 'mended' : 'added';
    return before === 'holds' ? 'broken' : 'found';
  }
  return isChecked(before) ? 'unchecked' : undefined;
}

function isChecked(verdict: Verdict | undefined): boolean {
  return verdict === 'holds' || verdict === 'fails';
}

function indexOf(report: ConformanceReport): ReadonlyMap<string, StatementResult> {
  return new Map(report.documents.flatMap(statementsOf).map((statement) => [statement.id, statement]));
}
