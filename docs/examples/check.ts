/** A script of one's own: `node check.ts`. Fails where a documented statement does. */
import { Mistake, type RunResult, run } from 'ingress-conformance';

const controller = new AbortController();
process.once('SIGINT', () => controller.abort());

try {
  const result: RunResult = await run({
    documents: ['kubernetes-ingress'],
    names: ['Exact'],
    implementation: { kind: 'custom', path: './my-controller.ts' },
    output: 'reports',
    signal: controller.signal,
  });
  const { name, version } = result.report.implementation;
  for (const { id, verdict } of result.statements) {
    if (verdict === 'holds' || verdict === 'fails') console.log(`${name} ${version}: ${id} ${verdict}`);
  }
  for (const { message } of result.suiteErrors) console.error(message);
  console.log(`The page: ${result.files.html}`);
  process.exitCode = result.exitCode;
} catch (error) {
  if (!(error instanceof Mistake)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
