/** What the implementation may do in a cluster with RBAC. */
import { type DataTable, Given, When } from '@cucumber/cucumber';
import { controllerUser } from '../harness/cluster/embedded.ts';
import { allowInNamespace } from '../harness/scenario/rights.ts';
import type { ConformanceWorld } from './world.ts';

/** Columns: `apiGroup`, `resources`, `verbs`. It may do nothing else. */
Given(
  'the controller may do in the namespaces {string}:',
  async function (this: ConformanceWorld, namespaces: string, table: DataTable) {
    this.session.useRbac();
    await grant(this, namespaces, table);
  },
);

/** In place of what it might do there before. */
When(
  'the controller is granted in the namespaces {string}:',
  async function (this: ConformanceWorld, namespaces: string, table: DataTable) {
    await grant(this, namespaces, table);
  },
);

async function grant(world: ConformanceWorld, namespaces: string, table: DataTable): Promise<void> {
  const cluster = await world.session.cluster();
  const rules = table.hashes().map(({ apiGroup = '', resources = '', verbs = '' }) => ({
    apiGroups: [apiGroup],
    resources: resources.split(', '),
    verbs: verbs.split(', '),
  }));
  for (const namespace of namespaces.split(', ')) {
    for (const manifest of allowInNamespace(namespace, controllerUser, rules)) await cluster.apply(manifest);
  }
}
