import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { renderDifferences } from './page/differences.ts';
import { renderFilter } from './page/filter.ts';
import { html, trusted } from './page/markup.ts';
import { renderOverview } from './page/overview.ts';
import { renderContents, renderDocuments } from './page/statements.ts';
import type { ConformanceReport } from './report.ts';
import type { SuiteError } from './suite-error.ts';

/**
 * `index.html`: the whole report as one page that needs nothing else, neither a file nor the network. All of it can
 * be read without JavaScript, which adds the filter.
 */
export function formatHtml(report: ConformanceReport, suiteErrors: readonly SuiteError[]): string {
  const { implementation } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${implementation.name} ${implementation.version} · Ingress conformance</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#statements">Skip to the statements</a>
<div class="page">
${renderOverview(report, suiteErrors)}
${renderDifferences(report)}
<div class="columns">
${renderContents(report.documents)}
<main id="statements" tabindex="-1">
${renderFilter(report)}
<p class="none" id="none" hidden>No statement matches the filter.</p>
${renderDocuments(report.documents)}</main>
</div>
</div>
<script>${trusted(script)}</script>
</body>
</html>
`.toString();
}

// Later ones overrule earlier ones.
const styleSheets = [
  'base',
  'verdicts',
  'overview',
  'differences',
  'contents',
  'filter',
  'statements',
  'scenarios',
  'narrow',
  'print',
];

const style = styleSheets.map((name) => readSource(`page/style/${name}.css`)).join('\n');
const script = readSource('page/page.js');

function readSource(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

/** The policy names the page's own style and script by their content: nothing that a run brings in can be one. */
function digest(source: string): string {
  return `sha256-${createHash('sha256').update(source).digest('base64')}`;
}
