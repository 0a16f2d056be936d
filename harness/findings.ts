/** What hooks hand to the reports about a scenario, in the form in which cucumber attaches it. */
import { loadCatalogue } from '../reports/catalogue/load.ts';
import { type Evidence, evidenceMediaType, notApplicableMediaType } from '../reports/index.ts';
import { reasonNotApplicable, type ScenarioNeeds } from './applicability.ts';
import { featuresFolder } from './folders.ts';
import type { Session, SessionSettings } from './scenario/session.ts';
import { describeExchange } from './traffic/client.ts';

export interface Finding {
  readonly body: string;
  readonly mediaType: string;
}

const shownExchanges = 3;
const shownLogLines = 40;

/** Loaded once by each worker. Throws `CatalogueError`. */
const catalogue = loadCatalogue(featuresFolder);

/** Why a scenario can't be checked here; undefined where it can. */
export async function findNotApplicable(
  scenario: ScenarioNeeds,
  settings: SessionSettings,
): Promise<Finding | undefined> {
  const reason = reasonNotApplicable(await catalogue, scenario, settings);
  return reason === undefined ? undefined : notApplicable(reason);
}

/** That a scenario can't be checked here, and why. */
export function notApplicable(reason: string): Finding {
  return { body: reason, mediaType: notApplicableMediaType };
}

/** What helps to understand a failure: the last requests and answers, the log, the dynamic configuration. */
export async function findEvidence(session: Session): Promise<readonly Finding[]> {
  const { exchanges, logs, dynamicConfigurations } = await session.evidence();
  const evidence: readonly Evidence[] = [
    ...exchanges.slice(-shownExchanges).map((exchange) => ({
      title: `${exchange.request.method} ${exchange.request.url}`,
      text: describeExchange(exchange),
    })),
    ...logs.map((lines) => ({
      title: 'Log of the implementation',
      text: lines.slice(-shownLogLines).join('\n'),
    })),
    ...dynamicConfigurations.map((configuration) => ({
      title: 'Dynamic configuration',
      text: JSON.stringify(configuration, undefined, 2),
    })),
  ];
  return evidence.map((found) => ({ body: JSON.stringify(found), mediaType: evidenceMediaType }));
}
