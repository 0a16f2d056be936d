/** What the implementation may do in a cluster with RBAC. */
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { controllerUser } from '../harness/cluster/embedded.ts';
import { expectNothingElseAsked, type PolicyRule, roleFor } from '../harness/scenario/rights.ts';
import type { ConformanceWorld } from './world.ts';

/** Columns: `apiGroup`, `resources`, `verbs`. It may do nothing else. */
Given(
  'the controller may do in the namespaces {string}:',
  async function (this: ConformanceWorld, namespaces: string, table: DataTable) {
    this.session.useRbac();
    await grant(this, namespaces.split(', '), table);
  },
);

Given(
  'the controller may do in the whole cluster:',
  async function (this: ConformanceWorld, table: DataTable) {
    this.session.useRbac();
    await grant(this, ['*'], table);
  },
);

/** In place of what it might do before. */
When(
  'the controller is granted in the whole cluster:',
  async function (this: ConformanceWorld, table: DataTable) {
    await grant(this, ['*'], table);
  },
);

/** Columns as above. */
Then(
  'the controller has asked for the version of the cluster, and otherwise at most:',
  async function (this: ConformanceWorld, table: DataTable) {
    await this.session.settled();
    const { furtherRights = [] } = this.settings.implementation;
    await expectNothingElseAsked(this.session, [...policyRules(table), ...furtherRights]);
  },
);

async function grant(
  world: ConformanceWorld,
  namespaces: readonly string[],
  table: DataTable,
): Promise<void> {
  const cluster = await world.session.cluster();
  const rules = policyRules(table);
  for (const manifest of namespaces.flatMap((namespace) => roleFor(controllerUser, namespace, rules))) {
    await cluster.apply(manifest);
  }
  const { furtherRights = [] } = world.settings.implementation;
  if (furtherRights.length === 0) return;
  for (const manifest of roleFor(controllerUser, '*', furtherRights, 'controller-further')) {
    await cluster.apply(manifest);
  }
}

function policyRules(table: DataTable): readonly PolicyRule[] {
  return table.hashes().map(({ apiGroup = '', resources = '', verbs = '' }) => ({
    apiGroups: [apiGroup],
    resources: resources.split(', '),
    verbs: verbs.split(', '),
  }));
}
