import { formatDuration } from '../duration.ts';
import type { Evidence, ScenarioResult, StepResult } from '../report.ts';
import { html, type Markup, nothing } from './markup.ts';

/** The scenarios of a statement, under their rules. */
export function renderScenarios(scenarios: readonly ScenarioResult[]): readonly Markup[] {
  return scenarios.map((scenario, index) => {
    const { rule } = scenario;
    const isNewRule = rule !== '' && rule !== scenarios[index - 1]?.rule;
    const heading = isNewRule ? html`<p class="rule">${rule}</p>` : nothing;
    return html`${heading}${renderScenario(scenario, scenarios.length === 1 || scenario.status === 'failed')}`;
  });
}

function renderScenario(scenario: ScenarioResult, open: boolean): Markup {
  const { status, name, attempts, flaky, uri, line, reason, steps, evidence } = scenario;
  const time =
    status === 'skipped' ? nothing : html`<span class="time">${formatDuration(scenario.durationMs)}</span>`;
  return html`<details class="scenario ${status}"${open ? html` open` : nothing}><summary><span class="mark">${statusWords[status]}</span><span class="name">${name}</span>${time}</summary>
<p class="place">${uri}:${line}</p>${reason === '' ? nothing : html`<p class="reason">${reason}</p>`}${
    attempts > 1
      ? html`<p class="reason">${attempts} attempts${flaky ? ', of which one passed: this scenario is flaky.' : '.'}</p>`
      : nothing
  }${steps.length === 0 ? nothing : html`<ol class="steps">${steps.map(renderStep)}</ol>`}${evidence.map(renderEvidence)}</details>
`;
}

const statusWords: Readonly<Record<ScenarioResult['status'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  skipped: 'Skipped',
};

function renderStep({ keyword, text, status, durationMs, argument, message }: StepResult): Markup {
  const told = status === 'passed' ? nothing : html`<span class="sr">${status}: </span>`;
  const time = durationMs === 0 ? nothing : html`<span class="time">${formatDuration(durationMs)}</span>`;
  const details = html`${argument === '' ? nothing : html`<pre>${argument}</pre>`}${
    message === '' ? nothing : html`<pre class="message">${message}</pre>`
  }`;
  return html`<li class="${status}">${told}<b>${keyword}</b> ${text}${time}${details}</li>`;
}

function renderEvidence({ title, text }: Evidence): Markup {
  return html`<details class="evidence" open><summary>${title}</summary><pre>${text}</pre></details>`;
}
