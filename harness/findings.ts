/** What hooks hand to the reports about a scenario, in the form in which cucumber attaches it. */
import type { Capability } from '../reports/catalogue/catalogue.ts';
import { loadCatalogue } from '../reports/catalogue/load.ts';
import { indexStatements, statementTagsOf } from '../reports/catalogue/statements.ts';
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
  const { exchanges, crashes, logs, dynamicConfigurations } = await session.evidence();
  const evidence: readonly Evidence[] = [
    ...exchanges.slice(-shownExchanges).map((exchange) => ({
      title: `${exchange.request.method} ${exchange.request.url}`,
      text: describeExchange(exchange),
    })),
    ...crashes.map((text) => ({ title: 'End of the implementation', text })),
    ...logs.map((lines) => ({
      title: 'Log of the implementation',
      text: lines.slice(-shownLogLines).join('\n'),
    })),
    ...dynamicConfigurations.map((configuration) => ({
      title: 'Dynamic configuration',
      text: JSON.stringify(configuration, undefined, 2),
    })),
  ];
  return evidence.map(findingOf);
}

/** That an instance could not be left to the next scenario, and why not. */
export function notCleared(reason: string): Finding {
  return findingOf({ title: 'What the implementation kept of the scenario', text: reason });
}

function findingOf(evidence: Evidence): Finding {
  return { body: JSON.stringify(evidence), mediaType: evidenceMediaType };
}

/** What the statements of a scenario require. */
export async function findRequirements(tags: readonly string[]): Promise<ReadonlySet<Capability>> {
  const statements = indexStatements(await catalogue);
  return new Set(statementTagsOf(tags).flatMap((id) => statements.get(id)?.statement.requires ?? []));
}
