import type { ConformanceReport, ScenarioResult } from './report.ts';
import { statementsOf } from './verdicts.ts';

/** Scenarios that failed and passed within one run, each once. */
export function flakyScenarios({ documents }: ConformanceReport): readonly ScenarioResult[] {
  const flaky = documents
    .flatMap(statementsOf)
    .flatMap(({ scenarios }) => scenarios)
    .filter((scenario) => scenario.flaky);
  return [...new Map(flaky.map((scenario) => [`${scenario.uri}:${scenario.line}`, scenario])).values()];
}
