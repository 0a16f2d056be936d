import { stringify } from 'yaml';
import type { Comparison, Row } from './comparison.ts';
import { rowsOf } from './comparison.ts';

/** A comparison as data: `kind: ConformanceComparison`; verdicts stand in the order of the reports. */
export function formatComparisonYaml(comparison: Comparison): string {
  const value = {
    apiVersion: 'ingress-conformance.dev/v1',
    kind: 'ConformanceComparison',
    reports: comparison.columns.map(({ name, report, incomplete }) => ({
      name,
      implementation: { name: report.implementation.name, version: report.implementation.version },
      kubernetesVersion: report.cluster.kubernetesVersion,
      date: report.date,
      incomplete,
    })),
    worse: comparison.worse.documented,
    history: comparison.history.map(({ from, to, changes }) => ({
      from,
      to,
      changes: changes.map(({ kind, id, level, before, after }) => ({ kind, id, level, before, after })),
    })),
    differences: rowsOf(comparison, 'disagree').map(statement),
    checkedInSome: rowsOf(comparison, 'partly').map(statement),
    same: rowsOf(comparison, 'agree').map(statement),
  };
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

function statement({ id, level, text, cells }: Row) {
  return { id, level, text, verdicts: cells.map(({ standing }) => standing) };
}
