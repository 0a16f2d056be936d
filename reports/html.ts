import type { ConformanceReport } from './report.ts';
import type { SuiteError } from './suite-error.ts';
import { statementsOf } from './verdicts.ts';

/** `index.html`: one self-contained page. */
export function formatHtml(report: ConformanceReport, _suiteErrors: readonly SuiteError[]): string {
  const rows = report.documents
    .flatMap(statementsOf)
    .map(({ id, text, verdict }) => `<li id="${id}">${verdict}: ${escapeHtml(text)}</li>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Ingress conformance</title><ul>${rows.join('\n')}</ul></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
