import { type Difference, differencesOf, type Said } from '../differences.ts';
import type { ConformanceReport } from '../report.ts';
import { html, type Markup, nothing } from './markup.ts';
import { levelWords, verdictWords } from './words.ts';

/** Statements that contradict each other, side by side with the verdict of each; nothing where there are none. */
export function renderDifferences(report: ConformanceReport): Markup {
  const differences = differencesOf(report);
  if (differences.length === 0) return nothing;
  return html`<section class="differences" aria-labelledby="where-documents-differ">
<h2 id="where-documents-differ">Where the documents differ</h2>
<p>Each statement was checked by itself, so that an implementation that can be told which to keep may keep both.</p>
<ul>${differences.map(renderDifference)}</ul></section>`;
}

function renderDifference(difference: Difference): Markup {
  return html`<li>${difference.map(renderSide)}</li>
`;
}

function renderSide({ document, statement }: Said): Markup {
  const { id, text, level, verdict } = statement;
  const note = level === 'documented' ? nothing : html` <span class="level">${levelWords[level]}</span>`;
  return html`<div class="side"><p class="source">${document.title}</p>
<p><span class="verdict ${verdict}">${verdictWords[verdict]}</span> <a href="#${id}">${text}</a>${note}</p></div>`;
}
