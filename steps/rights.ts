/** What the implementation may do in a cluster with RBAC. */
import { type DataTable, Given } from '@cucumber/cucumber';
import { controllerUser } from '../harness/cluster/embedded.ts';
import { allowInNamespace } from '../harness/scenario/rights.ts';
import type { ConformanceWorld } from './world.ts';

/** Columns: `apiGroup`, `resources`, `verbs`. It may do nothing else. */
Given(
  'the controller may do in the namespaces {string}:',
  async function (this: ConformanceWorld, namespaces: string, table: DataTable) {
    this.session.useRbac();
    const cluster = await this.session.cluster();
    const rules = table.hashes().map(({ apiGroup = '', resources = '', verbs = '' }) => ({
      apiGroups: [apiGroup],
      resources: resources.split(', '),
      verbs: verbs.split(', '),
    }));
    for (const namespace of namespaces.split(', ')) {
      for (const manifest of allowInNamespace(namespace, controllerUser, rules))
        await cluster.apply(manifest);
    }
  },
);
