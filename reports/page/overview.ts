import type { Level } from '../catalogue/catalogue.ts';
import { formatDuration } from '../duration.ts';
import type { ConformanceReport, DocumentResult, StatementResult, VerdictCounts } from '../report.ts';
import { formatSuiteError, type SuiteError } from '../suite-error.ts';
import { statementsOf } from '../verdicts.ts';
import { html, type Markup, nothing } from './markup.ts';
import {
  checked,
  counted,
  countsOf,
  dateAndTime,
  levels,
  levelWords,
  total,
  verdictAfter,
  verdicts,
} from './words.ts';

/** The top of the page: what was run, how it ended, the figures, and what fails. */
export function renderOverview(report: ConformanceReport, suiteErrors: readonly SuiteError[]): Markup {
  return html`<header class="masthead">
<p class="eyebrow">Ingress conformance report</p>
<h1>${report.implementation.name} <span class="version">${report.implementation.version}</span></h1>
${renderOutcome(report, suiteErrors)}
${renderFacts(report)}
</header>
${renderSuiteErrors(suiteErrors)}
<section class="figures" aria-label="Figures by document">
${report.documents.map(renderFigures)}
</section>
${renderFailing(report)}`;
}

function renderOutcome(report: ConformanceReport, suiteErrors: readonly SuiteError[]): Markup {
  if (suiteErrors.length > 0) {
    return html`<p class="outcome fails">The suite itself did not run as it should. The verdicts are not the whole truth.</p>`;
  }
  const counts = countsOf(report, 'documented');
  // "All 0 hold" would read as a result.
  if (checked(counts) === 0) return html`<p class="outcome">No documented statement was checked.</p>`;
  const statements = counted(checked(counts), 'documented statement');
  return counts.fails > 0
    ? html`<p class="outcome fails">${counts.fails} of ${statements} checked ${verdictAfter(counts.fails, 'fails')}.</p>`
    : html`<p class="outcome holds">${checked(counts) === 1 ? 'The' : 'All'} ${statements} checked ${verdictAfter(checked(counts), 'holds')}.</p>`;
}

function renderFacts(report: ConformanceReport): Markup {
  const { implementation, cluster, scenarios, suite } = report;
  return html`<dl class="facts">
${renderFact('Kubernetes', html`${cluster.kubernetesVersion} <small>${cluster.kind}</small>`)}
${renderFact('Run as', html`${implementation.kind}`)}
${renderFact(
  'Scenarios',
  html`${scenarios.passed} passed, ${scenarios.failed} failed, ${scenarios.skipped} skipped`,
)}
${renderFact('Duration', html`${formatDuration(report.durationMs)}`)}
${renderFact('Date', html`<time datetime="${report.date}">${dateAndTime(report.date)}</time>`)}
${renderFact('Suite', html`${suite.version}`)}
${report.selection === '' ? nothing : renderFact('Selection', html`<code>${report.selection}</code>`)}
</dl>`;
}

function renderFact(name: string, value: Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function renderSuiteErrors(suiteErrors: readonly SuiteError[]): Markup {
  if (suiteErrors.length === 0) {
    return nothing;
  }
  return html`<section class="suite-errors"><h2>Errors of the suite</h2>
<ul>${suiteErrors.map((error) => html`<li><pre>${formatSuiteError(error)}</pre></li>`)}</ul></section>`;
}

/** "0 of 0 hold" would read as a result. */
function renderHeadline(documented: VerdictCounts): Markup {
  return checked(documented) === 0
    ? html`<p class="headline"><strong>–</strong> no documented statement was checked</p>`
    : html`<p class="headline"><strong>${documented.holds} of ${checked(documented)}</strong> documented statements checked hold</p>`;
}

function renderFigures({ id, title, counts }: DocumentResult): Markup {
  const { documented } = counts;
  return html`<article class="figure">
<h2><a href="#${id}">${title}</a></h2>
${renderHeadline(documented)}
${renderBar(documented)}
<ul class="legend">${verdicts.map(
    (verdict) =>
      html`<li class="verdict ${verdict}${documented[verdict] === 0 ? ' zero' : ''}"><b>${documented[verdict]}</b> ${verdictAfter(documented[verdict], verdict)}</li>`,
  )}</ul>
${levels
  .filter((level) => level !== 'documented' && total(counts[level]) > 0)
  .map((level) => renderOtherLevel(level, counts[level]))}
</article>`;
}

/** The counts stand beside it as text, so it is hidden from screen readers. */
function renderBar(counts: VerdictCounts): Markup {
  const all = Math.max(1, total(counts));
  let x = 0;
  const parts = verdicts.map((verdict) => {
    const width = (counts[verdict] / all) * 1000;
    const part = html`<rect class="${verdict}" x="${x.toFixed(1)}" width="${Math.max(0, width - 3).toFixed(1)}" height="10"/>`;
    x += width;
    return width === 0 ? nothing : part;
  });
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function renderOtherLevel(level: Level, counts: VerdictCounts): Markup {
  const parts = verdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdictAfter(counts[verdict], verdict)}`);
  return html`<p class="other-level"><span class="level">${levelWords[level]}</span> ${parts.join(', ')}</p>`;
}

function renderFailing({ documents }: ConformanceReport): Markup {
  const failing = documents.flatMap((document) =>
    statementsOf(document).filter((statement) => statement.verdict === 'fails'),
  );
  if (failing.length === 0) {
    return nothing;
  }
  return html`<section class="failing" aria-labelledby="what-fails"><h2 id="what-fails">What fails</h2>
<ul>${failing.map(renderFailingStatement)}</ul></section>`;
}

function renderFailingStatement({ id, text, level }: StatementResult): Markup {
  const note = level === 'documented' ? nothing : html` <span class="level">${levelWords[level]}</span>`;
  return html`<li><a href="#${id}">${text}</a>${note}</li>`;
}
