/** The cluster, its objects and its pods. */
import { type DataTable, Given, When } from '@cucumber/cucumber';
import { parse } from 'yaml';
import type { PodProtocol } from '../harness/cluster/cluster.ts';
import { startClusterIp } from '../harness/scenario/cluster-ip.ts';
import { nextCreationTime } from '../harness/scenario/creation-time.ts';
import {
  asServed,
  ingressManifest,
  parseManifests,
  serviceManifest,
  withFields,
} from '../harness/scenario/manifests.ts';
import { changeObject, type NamedObject, referenceTo } from '../harness/scenario/objects.ts';
import { podProtocol } from '../harness/scenario/pod-protocol.ts';
import { type NamespacedName, namespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** As in place: the API server ends, and comes back on the same port with the same objects. */
When(
  'the cluster is upgraded to Kubernetes {version}',
  async function (this: ConformanceWorld, version: string) {
    const { server } = await this.session.ownCluster();
    await server.restart({ memory: true, version });
  },
);

Given('the manifest:', applyManifests);
When('the manifest is applied:', applyManifests);

async function applyManifests(this: ConformanceWorld, text: string): Promise<void> {
  const cluster = await this.session.cluster();
  for (const manifest of parseManifests(text)) {
    await cluster.apply(asServed(cluster.kubernetesVersion, manifest));
  }
}

/** As no API server should, since it would refuse them: in the newest API version of their kind. */
Given('the API server holds, unchecked:', async function (this: ConformanceWorld, text: string) {
  const { server } = await this.session.ownCluster();
  for (const manifest of parseManifests(text)) server.faults.store(manifest);
});

When('the Service {object} is created with {int} pod(s)', addServiceWithPods);
Given('the Service {object} with {int} pod(s)', addServiceWithPods);

async function addServiceWithPods(
  this: ConformanceWorld,
  service: NamespacedName,
  pods: number,
): Promise<void> {
  await addService(this, service, '80', pods);
}

Given('the Service {object}', async function (this: ConformanceWorld, service: NamespacedName) {
  await addService(this, service, '80', 1);
});

/**
 * Columns: `service`, `ports` (`80`, `http:8080`, `80 -> 3000`, joined by commas), `pods`, and those of
 * `PodColumns`, which say what the pods speak.
 */
Given('the Services:', async function (this: ConformanceWorld, table: DataTable) {
  for (const { service = '', ports = '80', pods = '1', ...columns } of table.hashes()) {
    const protocol = await podProtocol(this.session, {
      ...columns,
      clientCertificates: columns['client certificates'],
    });
    await addService(this, namespacedName(service), ports, Number(pods), protocol);
  }
});

async function addService(
  world: ConformanceWorld,
  service: NamespacedName,
  ports: string,
  pods: number,
  protocol?: PodProtocol,
): Promise<void> {
  const cluster = await world.session.cluster();
  await cluster.apply(serviceManifest({ ...service, ports: ports.split(',').map(servicePort) }));
  await addPods(world, service, pods, true, protocol);
}

/** Its port is called `web`. Whatever answers at the cluster IP is no pod of the Service. */
Given(
  'the Service {object} with {int} pod(s) and a cluster IP that answers',
  async function (this: ConformanceWorld, service: NamespacedName, pods: number) {
    const cluster = await this.session.ownCluster();
    const clusterIp = await startClusterIp(cluster, service);
    if (clusterIp === undefined) return this.notApplicable('there is no loopback address but 127.0.0.1');
    const manifest = serviceManifest({
      ...service,
      ports: [{ name: 'web', port: clusterIp.port, targetPort: 80 }],
    });
    await cluster.apply(withFields(manifest, [['spec.clusterIP', clusterIp.address]]));
    await addPods(this, service, pods, true);
    return undefined;
  },
);

function servicePort(text: string) {
  const [, name = '', port = '', target] =
    /^(?:([a-z][a-z0-9-]*):)?(\d+)(?:\s*->\s*(\S+))?$/.exec(text.trim()) ?? [];
  if (port === '') throw new Error(`Not a Service port: "${text}". Write 80, http:8080 or 80 -> 3000.`);
  const targetPort = target === undefined ? Number(port) : /^\d+$/.test(target) ? Number(target) : target;
  return { name, port: Number(port), targetPort };
}

When(
  '{int} (more ){ready} pod(s) of the Service {object} start(s)',
  async function (this: ConformanceWorld, count: number, ready: boolean, service: NamespacedName) {
    await addPods(this, service, count, ready);
  },
);

async function addPods(
  world: ConformanceWorld,
  service: NamespacedName,
  count: number,
  ready: boolean,
  protocol?: PodProtocol,
): Promise<void> {
  const cluster = await world.session.cluster();
  const pods = await cluster.addPods(service, count, ready, protocol);
  world.pods.set(keyOf(service), [...(world.pods.get(keyOf(service)) ?? []), ...pods]);
  // For a dynamic configuration, which names no Services but URLs.
  const [first] = world.pods.get(keyOf(service)) ?? [];
  if (first === undefined) return;
  const { values } = world.session.access;
  values.define(`pod.${service.name}`, async () => first.url);
  values.define(`pod.${service.name}.address`, async () => new URL(first.url).host);
}

/** As well-behaved pods do: they are withdrawn first, and end when nobody sends them anything any more. */
When(
  '{int} pod(s) of the Service {object} end(s)',
  async function (this: ConformanceWorld, count: number, service: NamespacedName) {
    const pods = (this.pods.get(keyOf(service)) ?? []).splice(0, count);
    for (const pod of pods) await pod.withdraw();
    await this.session.settled();
    for (const pod of pods) await pod.end();
  },
);

When(
  'the pods of the Service {object} become {ready}',
  async function (this: ConformanceWorld, service: NamespacedName, ready: boolean) {
    for (const pod of this.pods.get(keyOf(service)) ?? []) await pod.setReady(ready);
  },
);

Given('the Ingress {object} for {string}', addPlainIngress);
When('the Ingress {object} for {string} is created', addPlainIngress);

async function addPlainIngress(
  this: ConformanceWorld,
  ingress: NamespacedName,
  hostAndPath: string,
): Promise<void> {
  await addIngress(this, ingress, hostAndPath, []);
}

/** Rows of the table: a field's path and its value, as YAML. */
Given(
  'the Ingress {object} for {string} with:',
  async function (this: ConformanceWorld, ingress: NamespacedName, hostAndPath: string, fields: DataTable) {
    await addIngress(this, ingress, hostAndPath, fieldsOf(fields));
  },
);

/** For a host, or host and path, it leads to the Service of the Ingress' own name, port 80. */
async function addIngress(
  world: ConformanceWorld,
  ingress: NamespacedName,
  hostAndPath: string,
  fields: readonly Field[],
): Promise<void> {
  const cluster = await world.session.cluster();
  const slash = hostAndPath.indexOf('/');
  const [host, path] =
    slash < 0 ? [hostAndPath, '/'] : [hostAndPath.slice(0, slash), hostAndPath.slice(slash)];
  const base = ingressManifest(cluster.kubernetesVersion, {
    ...ingress,
    host,
    paths: [{ path, pathType: 'Prefix', service: ingress.name, port: 80 }],
  });
  await cluster.apply(withFields(base, fields));
}

Given('the Ingress {object} with the rules:', addIngressRules);
When('the Ingress {object} with the rules is changed to:', addIngressRules);

/** Columns: `host`, `path`, `path type`, `service`, `port` (80 where there is none); one rule for each host. */
async function addIngressRules(
  this: ConformanceWorld,
  ingress: NamespacedName,
  table: DataTable,
): Promise<void> {
  const cluster = await this.session.cluster();
  const rows = table.hashes();
  const hosts = [...new Set(rows.map(({ host = '' }) => host))];
  const rules = hosts.map((host) =>
    ingressManifest(cluster.kubernetesVersion, {
      ...ingress,
      host,
      paths: rows
        .filter((row) => (row.host ?? '') === host)
        .map((row) => ({
          path: row.path ?? '',
          pathType: row['path type'] === '' ? undefined : row['path type'],
          service: row.service ?? '',
          port: /^\d+$/.test(row.port ?? '80') ? Number(row.port ?? 80) : (row.port ?? ''),
        })),
    }),
  );
  const [first] = rules;
  if (first === undefined) throw new Error('The table has no rules.');
  await cluster.apply({
    ...first,
    spec: { rules: rules.flatMap((rule) => (rule.spec as { rules: unknown[] }).rules) },
  });
}

Given('the default backend {object} that is the Service {object}', addDefaultBackend);
When('the default backend {object} that is the Service {object} is created', addDefaultBackend);

/** An Ingress without rules; the Service is in its own namespace, port 80. */
async function addDefaultBackend(
  this: ConformanceWorld,
  { namespace, name }: NamespacedName,
  service: NamespacedName,
): Promise<void> {
  const cluster = await this.session.cluster();
  const defaultBackend = { service: { name: service.name, port: { number: 80 } } };
  const manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { namespace, name },
    spec: { defaultBackend },
  };
  await cluster.apply(asServed(cluster.kubernetesVersion, manifest));
}

/** Times of creation are whole seconds: what comes next is younger than what there is, as the cluster itself has it. */
Given('the cluster gives later times of creation', async function (this: ConformanceWorld) {
  await nextCreationTime(await this.session.cluster());
});

When(
  'the {word} {object} is changed to have:',
  async function (this: ConformanceWorld, kind: string, object: NamespacedName, fields: DataTable) {
    await changeObject(await this.session.cluster(), { kind, ...object }, fieldsOf(fields));
  },
);

When(
  'the {word} {object} is deleted',
  async function (this: ConformanceWorld, kind: string, object: NamespacedName) {
    const cluster = await this.session.cluster();
    const named: NamedObject = { kind, ...object };
    await cluster.delete(referenceTo(cluster.kubernetesVersion, named));
  },
);

function keyOf({ namespace, name }: NamespacedName): string {
  return `${namespace}/${name}`;
}

type Field = [path: string, value: unknown];

function fieldsOf(table: DataTable): Field[] {
  return table.raw().map(([path = '', value = '']) => [path, parse(value)]);
}
