/** Services that lead out of the cluster, and the names that they lead to. */
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { addExternalName, expectHostHeader } from '../harness/scenario/external-name.ts';
import { type NamespacedName, namespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** Columns: `port`, a name, and `is that of`, a Service one of whose pods listens on it. */
Given(
  'the Service {object} of the external name {string} with the ports:',
  async function (this: ConformanceWorld, service: NamespacedName, externalName: string, table: DataTable) {
    const ports = table.hashes().map(({ port = '', 'is that of': podOf = '' }) => ({
      name: port,
      podOf: namespacedName(podOf),
    }));
    await addExternalName(this.session, service, externalName, ports);
  },
);

Given('a name server that does not know {string}', async function (this: ConformanceWorld, name: string) {
  (await this.session.nameServer()).delete(name);
});

When(
  'the name {string} gets the address {string}',
  async function (this: ConformanceWorld, name: string, address: string) {
    (await this.session.nameServer()).set(name, address);
  },
);

/** `{address}:{port}`, `localhost:{port}`: with where the pod listens. */
Then(
  'the pod behind {string} receives the Host {string}',
  async function (this: ConformanceWorld, url: string, host: string) {
    await expectHostHeader(this.session, url, host);
  },
);
