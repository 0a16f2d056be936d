/** What surrounds every scenario: whether it can be checked here, what explains a failure, and the end of all it started. */
import { basename, dirname } from 'node:path';
import {
  After,
  AfterAll,
  Before,
  BeforeAll,
  Status,
  setDefaultTimeout,
  setDefinitionFunctionWrapper,
} from '@cucumber/cucumber';
import { NotToBeHad } from '../harness/cluster/cluster.ts';
import { findEvidence, findNotApplicable, findRequirements, notCleared } from '../harness/findings.ts';
import { enterRun, leaveRun } from '../harness/run-environment.ts';
import { timeoutScale } from '../harness/scenario/deadline.ts';
import { endEach } from '../harness/scenario/endings.ts';
import { versionChoice } from './version.ts';
import type { ConformanceWorld } from './world.ts';

/** Longer than any deadline of the harness, so that a failure is explained by the step and not by the runner. */
const stepTimeoutMs = 120_000;

setDefaultTimeout(stepTimeoutMs * Math.max(1, timeoutScale()));

/** Each worker has a part in the run of its own. */
BeforeAll(async function () {
  await enterRun(this.parameters);
});

AfterAll(leaveRun);

/** What this machine has not, or not now, is no failure of the implementation. */
setDefinitionFunctionWrapper(
  (definition: (...values: unknown[]) => unknown) =>
    async function (this: Partial<ConformanceWorld>, ...values: unknown[]) {
      try {
        return await definition.apply(this, values);
      } catch (error) {
        if (error instanceof NotToBeHad && this.notApplicable) return this.notApplicable(error.message);
        throw error;
      }
    },
);

Before(async function (this: ConformanceWorld, { pickle }) {
  this.session.keepDocument(basename(dirname(pickle.uri)));
  const tags = pickle.tags.map(({ name }) => name);
  this.session.require(await findRequirements(tags));
  const choosesVersion = pickle.steps.some(({ text }) => versionChoice.test(text));
  const finding = await findNotApplicable({ tags, choosesVersion }, this.settings);
  if (finding === undefined) return undefined;
  this.attach(finding.body, finding.mediaType);
  return 'skipped';
});

/** One hook, since the later of two would run first: what explains a failure is read before everything ends. */
After(async function (this: ConformanceWorld, { result }) {
  const failed = result?.status === Status.FAILED;
  try {
    const findings = failed ? await findEvidence(this.session) : [];
    for (const { body, mediaType } of findings) this.attach(body, mediaType);
  } finally {
    await endEach([
      // Instances wait for requests under way before they end.
      async () => this.held?.release(),
      () => this.clients.end(),
      async () => this.http2Client.end(),
      async () => this.calls.end(),
      async () => {
        const kept = await this.session.end(failed);
        if (kept === undefined) return;
        const { body, mediaType } = notCleared(kept);
        this.attach(body, mediaType);
      },
      () => this.acme.end(),
      async () => this.wire?.stop(),
      async () => this.ownProcess?.running.stop(),
    ]);
  }
});
