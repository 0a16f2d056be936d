import type { KubernetesRange } from '../catalogue/catalogue.ts';
import type { DocumentResult, SectionResult, StatementResult } from '../report.ts';
import { statementsOf } from '../verdicts.ts';
import { html, type Markup, nothing, webAddress } from './markup.ts';
import { renderScenarios } from './scenarios.ts';
import { counted, levelWords, verdictAfter, verdictWords } from './words.ts';

/** The documents with their sections and statements: the body of the page. */
export function renderDocuments(documents: readonly DocumentResult[]): readonly Markup[] {
  return documents.map(
    (document) => html`<section class="document" id="${document.id}" data-document="${document.id}">
<h2>${document.title}</h2>
<p class="source">${renderLink(document.url, document.url)}</p>
${document.sections.map((section) => renderSection(document.id, section))}</section>
`,
  );
}

/** Links to every section, with what fails in it. */
export function renderContents(documents: readonly DocumentResult[]): Markup {
  return html`<nav class="contents" aria-label="Sections">${documents.map(
    (document) => html`<h2><a href="#${document.id}">${document.title}</a></h2>
<ul>${document.sections.map((section) => renderContentsEntry(document.id, section))}</ul>`,
  )}</nav>`;
}

/** Where a section stands in the page; a statement's id has one part more, so that the two never meet. */
function anchorOf(documentId: string, sectionId: string): string {
  return `${documentId}.${sectionId}`;
}

function renderContentsEntry(documentId: string, { id, title, statements }: SectionResult): Markup {
  const failing = statements.filter((statement) => statement.verdict === 'fails').length;
  const mark =
    failing === 0
      ? nothing
      : html` <span class="verdict fails">${failing} ${verdictAfter(failing, 'fails')}</span>`;
  return html`<li><a href="#${anchorOf(documentId, id)}">${title}</a>${mark}</li>`;
}

function renderSection(documentId: string, { id, title, link, statements }: SectionResult): Markup {
  return html`<section class="section" id="${anchorOf(documentId, id)}">
<h3>${title} ${renderLink(link, 'in the document')}</h3>
${statements.map((statement) => renderStatement(statement, link))}</section>
`;
}

function renderStatement(statement: StatementResult, link: string): Markup {
  const { id, text, level, verdict, reason, scenarios } = statement;
  const facts = [
    ...(level === 'documented' ? [] : [html`<span class="level">${levelWords[level]}</span>`]),
    ...renderRange(statement.kubernetes),
    ...(verdict === 'not-applicable' ? [html`<span>${reason}</span>`] : []),
    ...(scenarios.some(({ flaky }) => flaky) ? [html`<span class="level">Flaky</span>`] : []),
    ...(scenarios.length === 0 ? [] : [html`<span>${counted(scenarios.length, 'scenario')}</span>`]),
  ];
  return html`<details class="statement" id="${id}" data-verdict="${verdict}" data-level="${level}"${verdict === 'fails' ? html` open` : nothing}><summary><span class="verdict ${verdict}">${verdictWords[verdict]}</span><span class="text">${text}${facts.length === 0 ? nothing : html`<span class="about">${facts}</span>`}</span></summary>
<div class="body"><p class="identity"><a href="#${id}"><code>${id}</code></a> ${levelWords[level].toLowerCase()} in ${renderLink(link, 'the document')}</p>${
    verdict === 'not-covered' ? html`<p class="reason">${reason}</p>` : nothing
  }${statement.note === '' ? nothing : html`<p class="note">${statement.note}</p>`}${renderContradictions(statement)}
${renderScenarios(scenarios)}</div></details>
`;
}

function renderRange({ from, to }: KubernetesRange): readonly Markup[] {
  if (from === undefined) {
    return to === undefined ? [] : [html`<span>Kubernetes up to ${to}</span>`];
  }
  return [html`<span>Kubernetes ${from}${to === undefined ? ' and later' : ` to ${to}`}</span>`];
}

function renderContradictions({ contradicts }: StatementResult): Markup {
  if (contradicts.length === 0) {
    return nothing;
  }
  const links = contradicts.map((id) => html` <a href="#${id}"><code>${id}</code></a>`);
  return html`<p class="note">Another document says otherwise:${links}</p>`;
}

function renderLink(address: string, text: string): Markup {
  const target = webAddress(address);
  return target === '' ? html`<span>${text}</span>` : html`<a class="external" href="${target}">${text}</a>`;
}

/** How many statements there are, for the filter's totals. */
export function countStatements(documents: readonly DocumentResult[]): number {
  return documents.reduce((sum, document) => sum + statementsOf(document).length, 0);
}
