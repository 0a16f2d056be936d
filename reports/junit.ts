import type { ConformanceReport, ScenarioResult } from './report.ts';
import type { RunScenario } from './scenario.ts';
import { cdata, escapeXml } from './xml.ts';

/**
 * `junit.xml`, in the form that CI servers agree on: a test suite per feature file, a test case per scenario. The
 * statements of a scenario are properties of its test case, named `statement`.
 */
export function formatJunit(report: ConformanceReport, scenarios: readonly RunScenario[]): string {
  const { implementation, cluster } = report;
  const name = `${implementation.name} ${implementation.version}, Kubernetes ${cluster.kubernetesVersion}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name, ...totals(scenarios), time: seconds(report.durationMs) })}>`,
    ...Map.groupBy(scenarios, ({ result }) => result.uri)
      .entries()
      .flatMap(([uri, ofFile]) => testSuite(uri, ofFile, report.date)),
    '</testsuites>\n',
  ].join('\n');
}

function testSuite(uri: string, scenarios: readonly RunScenario[], timestamp: string): readonly string[] {
  const time = seconds(scenarios.reduce((sum, { result }) => sum + result.durationMs, 0));
  return [
    `  <testsuite${attributes({ name: scenarios[0]?.feature ?? uri, file: uri, ...totals(scenarios), time, timestamp })}>`,
    ...scenarios.flatMap(testCase),
    '  </testsuite>',
  ];
}

function testCase({ feature, statementIds, result }: RunScenario): readonly string[] {
  const identity = {
    classname: result.rule === '' ? feature : `${feature} / ${result.rule}`,
    name: result.name,
    file: result.uri,
    line: String(result.line),
    time: seconds(result.durationMs),
  };
  return [
    `    <testcase${attributes(identity)}>`,
    ...(statementIds.length === 0
      ? []
      : [
          '      <properties>',
          ...statementIds.map((value) => `        <property${attributes({ name: 'statement', value })}/>`),
          '      </properties>',
        ]),
    ...outcome(result),
    `      <system-out>${cdata(transcript(result))}</system-out>`,
    '    </testcase>',
  ];
}

function outcome(result: ScenarioResult): readonly string[] {
  switch (result.status) {
    case 'passed':
      return [];
    case 'skipped':
      return [`      <skipped${attributes({ message: result.reason })}/>`];
    case 'failed': {
      const step = result.steps.find((it) => it.status === 'failed');
      const message = step?.message ?? '';
      const [firstLine = ''] = message.split('\n');
      return [
        `      <failure${attributes({ message: firstLine, type: 'failed' })}>${cdata(
          step === undefined ? message : `${step.keyword} ${step.text}\n\n${message}`,
        )}</failure>`,
      ];
    }
  }
}

function transcript({ steps, evidence }: ScenarioResult): string {
  return [
    ...steps.map((step) => `${step.keyword} ${step.text} ... ${step.status}`),
    ...evidence.map(({ title, text }) => `\n${title}\n${text}`),
  ].join('\n');
}

function totals(scenarios: readonly RunScenario[]): Readonly<Record<string, string>> {
  const count = (status: ScenarioResult['status']) =>
    String(scenarios.filter(({ result }) => result.status === status).length);
  return {
    tests: String(scenarios.length),
    failures: count('failed'),
    errors: '0',
    skipped: count('skipped'),
  };
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
