import type { ConformanceReport } from '../report.ts';
import { html, type Markup } from './markup.ts';
import { countStatements } from './statements.ts';
import { countsOf, levels, levelWords, verdicts, verdictWords } from './words.ts';

/** Needs JavaScript, and so stays hidden until the script shows it. */
export function renderFilter(report: ConformanceReport): Markup {
  const all = countStatements(report.documents);
  return html`<form class="filter" id="filter" role="search" aria-label="Filter the statements" autocomplete="off" hidden>
<label class="search"><span class="sr">Search</span><input type="search" name="search" placeholder="Search statements and scenarios" spellcheck="false"></label>
<label class="select"><span class="sr">Level</span><select name="level"><option value="">All levels</option>${levels.map(
    (level) => html`<option value="${level}">${levelWords[level]}</option>`,
  )}</select></label>
<label class="select"><span class="sr">Document</span><select name="document"><option value="">All documents</option>${report.documents.map(
    ({ id, title }) => html`<option value="${id}">${title}</option>`,
  )}</select></label>
<fieldset><legend class="sr">Verdict</legend>
<label class="choice"><input type="radio" name="verdict" value="" checked><span>All <b>${all}</b></span></label>
${verdicts.map(
  (verdict) =>
    html`<label class="choice"><input type="radio" name="verdict" value="${verdict}"><span class="verdict ${verdict}">${verdictWords[verdict]} <b>${levels.reduce((sum, level) => sum + countsOf(report, level)[verdict], 0)}</b></span></label>
`,
)}</fieldset>
<output class="shown" name="shown" role="status"></output>
<button type="reset">Reset</button>
</form>`;
}
