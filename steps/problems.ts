/** Why an Ingress is not served. */
import assert from 'node:assert/strict';
import { Then } from '@cucumber/cucumber';
import { says } from '../harness/implementation/log-lines.ts';
import { expectNoProblem, expectNoProblemOf, expectProblem } from '../harness/scenario/problems.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** A `Router` is one of the dynamic configuration, as is a `Service` with an `@` in its name. */
Then(
  'the {word} {object} is shown to have a problem at {string}',
  async function (this: ConformanceWorld, kind: string, object: NamespacedName, field: string) {
    await expectProblem(this.session, { kind, ...object }, field);
  },
);

Then(
  'the {word} {object} is shown to have no problem',
  async function (this: ConformanceWorld, kind: string, object: NamespacedName) {
    await expectNoProblem(this.session, { kind, ...object });
  },
);

Then('no {word} is shown to have a problem', async function (this: ConformanceWorld, kind: string) {
  await expectNoProblemOf(this.session, kind);
});

/** Behind a barrier, so that it can't be just not yet. */
Then(
  'the log has one line with {string} and {string}',
  async function (this: ConformanceWorld, one: string, other: string) {
    await this.session.settled();
    const lines = (await this.session.controller()).log();
    const found = lines.filter((line) => says(line, [one, other]));
    assert.equal(found.length, 1, `There are ${found.length} of them:\n${found.join('\n')}`);
  },
);
