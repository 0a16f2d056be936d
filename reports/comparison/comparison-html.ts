import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, type Markup, nothing, trusted, webAddress } from '../page/markup.ts';
import { checked, countsOf, dateAndTime, levelWords, verdicts } from '../page/words.ts';
import { changeWords, standingWords } from './change-words.ts';
import { type Change, changeKinds } from './changes.ts';
import { type Column, type ComparedDocument, type Comparison, type Row, rowsOf } from './comparison.ts';
import { scoreOf } from './comparison-text.ts';

/** A comparison as one page that needs nothing else, and no script at all. */
export function formatComparisonHtml(comparison: Comparison): string {
  const { columns, documents, history } = comparison;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${columns.map(({ name }) => name).join(' · ')} · Ingress conformance</title>
<style>${trusted(style)}</style>
</head>
<body>
<div class="page">
<header class="masthead"><p class="eyebrow">Ingress conformance compared</p>
<h1>${columns.length} reports side by side</h1></header>
<section class="figures" aria-label="The reports">${columns.map(renderColumn)}</section>
${history.map(({ from, to, changes }) => renderHistory(from, to, changes))}
${renderRows('Holds in one, fails in another', rowsOf(comparison, 'disagree'), columns, true)}
${renderRows('Checked in some of them only', rowsOf(comparison, 'partly'), columns, false)}
${documents.map((document) => renderDocument(document, columns))}
</div>
</body>
</html>
`.toString();
}

function renderColumn(column: Column): Markup {
  const { report, name } = column;
  const counts = countsOf(report, 'documented');
  const all = Math.max(1, checked(counts) + counts['not-applicable'] + counts['not-covered']);
  let x = 0;
  const parts = verdicts.map((verdict) => {
    const width = (counts[verdict] / all) * 1000;
    const part = html`<rect class="${verdict}" x="${x.toFixed(1)}" width="${Math.max(0, width - 3).toFixed(1)}" height="10"/>`;
    x += width;
    return width === 0 ? nothing : part;
  });
  const facts = `Kubernetes ${report.cluster.kubernetesVersion} (${report.cluster.kind}), ${dateAndTime(report.date)}`;
  return html`<article class="figure"><h2>${name}</h2><p class="headline">${scoreOf(column)}</p>
<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<p class="other-level">${facts}</p>${report.selection === '' ? nothing : html`<p class="other-level">Of a selection: <code>${report.selection}</code></p>`}</article>
`;
}

function renderHistory(from: string, to: string, changes: readonly Change[]): Markup {
  const groups = changeKinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    return ofKind.length === 0
      ? []
      : [
          html`<h3>${changeWords[kind]} <small>${ofKind.length}</small></h3><ul>${ofKind.map(
            ({ id, text, after, reason }) =>
              html`<li><span class="verdict ${after}"><span class="sr">${standingWords[after]}</span></span><a href="#${id}">${text}</a>${reason === '' ? nothing : html`<p class="why">${shortened(reason)}</p>`}</li>`,
          )}</ul>`,
        ];
  });
  const worse = changes.some(({ kind }) => kind === 'broken');
  return html`<section class="history${worse ? ' worse' : ''}"><h2>From ${from} to ${to}</h2>${
    groups.length === 0 ? html`<p>No verdict has changed.</p>` : groups
  }</section>
`;
}

function renderRows(
  title: string,
  rows: readonly Row[],
  columns: readonly Column[],
  withReasons: boolean,
): Markup {
  if (rows.length === 0) return nothing;
  return html`<section class="matrix"><h2>${title} <small>${rows.length}</small></h2>
${renderTable(rows, columns, withReasons, false)}</section>
`;
}

function renderDocument({ id, title, url, sections }: ComparedDocument, columns: readonly Column[]): Markup {
  return html`<section class="matrix" id="${id}"><h2>${webAddress(url) === '' ? title : html`<a href="${url}">${title}</a>`}</h2>
${sections.map(
  (
    section,
  ) => html`<details open><summary>${section.title}</summary>${renderTable(section.rows, columns, false, true)}</details>
`,
)}</section>
`;
}

function renderTable(
  rows: readonly Row[],
  columns: readonly Column[],
  withReasons: boolean,
  withAnchors: boolean,
): Markup {
  const heading = columns.map(({ name }) => html`<th scope="col">${name}</th>`);
  return html`<div class="scroll"><table><thead><tr><th scope="col">Statement</th>${heading}</tr></thead><tbody>
${rows.map(
  (
    row,
  ) => html`<tr class="${row.agreement}"${withAnchors ? html` id="${row.id}"` : nothing}><th scope="row">${
    withAnchors ? row.text : html`<a href="#${row.id}">${row.text}</a>`
  }${row.level === 'documented' ? nothing : html` <span class="level">${levelWords[row.level]}</span>`}</th>${row.cells.map(
    ({ standing, reason }) =>
      html`<td><span class="verdict ${standing}">${standingWords[standing]}</span>${withReasons && reason !== '' ? html`<p class="why">${shortened(reason)}</p>` : nothing}</td>`,
  )}</tr>
`,
)}</tbody></table></div>`;
}

/** The whole of it stands in the report itself. */
function shortened(reason: string): string {
  const line = reason.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}

const style = [
  '../page/style/base.css',
  '../page/style/verdicts.css',
  '../page/style/overview.css',
  '../page/style/matrix.css',
]
  .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  .join('\n');
