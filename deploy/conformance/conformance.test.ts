/**
 * Does what the manifests have the cluster do: the shards of the Job one after the other with the rights that it is
 * given, then the report of all of them. A kubelet's stand-in runs the echo pods, the reference is the controller.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { type ApiServer, startApiServer } from '../../fixtures/api-server/index.ts';
import { startKubelet } from '../../fixtures/kubelet/index.ts';
import type { Manifest } from '../../harness/cluster/cluster.ts';
import { echoImage } from '../../harness/cluster/echo-image.ts';
import { cleanupRights, type Right, runRights } from '../../harness/cluster/kubeconfig-rights.ts';
import { connectObjects, type Objects } from '../../harness/cluster/objects.ts';
import { start } from '../../reference/index.ts';

const project = join(import.meta.dirname, '..', '..');
const rbac = await manifestsOf('rbac.yaml');
const job = await manifestsOf('job.yaml');
const report = await manifestsOf('report.yaml');

const endings: (() => Promise<unknown>)[] = [];
after(async () => {
  for (const end of endings.reverse()) await end();
});

test('the rights are those that a run asks for, and those to clear up behind one', () => {
  const rules = (named(rbac, 'ClusterRole') as unknown as { rules: readonly Rule[] }).rules;
  assert.deepEqual(pairsOf(rules.flatMap(rightsOf)), pairsOf([...runRights, ...cleanupRights]));
});

test('the Job has as many shards as it is told of, and tries none again for its verdict', () => {
  const { data } = named(job, 'ConfigMap') as unknown as { data: Readonly<Record<string, string>> };
  const spec = jobSpec(job);
  assert.equal(spec.completionMode, 'Indexed');
  assert.equal(String(spec.completions), data.SHARDS);
  // One controller, one scenario at a time.
  assert.equal(spec.parallelism, 1);
  const actions = spec.podFailurePolicy?.rules.map(({ action, onExitCodes }) => [
    action,
    ...(onExitCodes?.values ?? []),
  ]);
  assert.deepEqual(actions, [['Ignore'], ['FailIndex', 1], ['FailJob', 2]]);
});

test('pods keep to the standard that their namespace demands, and mount what they name', () => {
  const { metadata } = named(rbac, 'Namespace');
  assert.equal(metadata.labels?.['pod-security.kubernetes.io/enforce'], 'restricted');
  for (const { template } of [jobSpec(job), jobSpec(report)]) {
    const { securityContext, containers, volumes } = template.spec;
    assert.equal(securityContext.runAsNonRoot, true);
    assert.equal(securityContext.seccompProfile.type, 'RuntimeDefault');
    for (const container of containers) {
      assert.deepEqual(container.securityContext, {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const mounted = container.volumeMounts.map(({ name }) => name);
      assert.deepEqual(
        mounted,
        volumes.map(({ name }) => name),
      );
    }
  }
});

describe('in a cluster', () => {
  let server: ApiServer;
  let folder: string;
  let environment: Readonly<Record<string, string>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deploy-conformance-'));
    endings.push(() => rm(folder, { recursive: true }));
    server = await createCluster();
    const addresses = await startController(server, folder);
    await writeFile(join(folder, 'kubeconfig'), server.kubeconfig({ kind: 'token', token: 'of-the-pod' }));
    environment = {
      ...(named(job, 'ConfigMap') as unknown as { data: Readonly<Record<string, string>> }).data,
      INGRESS_CLASS: 'reference',
      HTTP_ADDRESS: addresses.http,
      HTTPS_ADDRESS: addresses.https,
      SHARDS: '2',
      ARGUMENTS: '--tags @kubernetes-ingress.path-types.exact-final-slash',
      PATH: await folderOfCommand(folder),
      KUBECONFIG: join(folder, 'kubeconfig'),
      REPORTS: join(folder, 'reports'),
    };
  });

  test('shards of the Job make one report, and leave nothing behind', async () => {
    for (const index of ['0', '1']) {
      const shard = await runScript(containerOf(job), { ...environment, JOB_COMPLETION_INDEX: index });
      assert.match(shard.output, /^Scenarios: [1-9]\d* passed, 0 failed, 0 skipped$/m);
      assert.equal(shard.exitCode, 0);
    }
    assert.deepEqual((await readdir(join(folder, 'reports'))).sort(), ['shard-1', 'shard-2']);

    const { exitCode, output } = await runScript(containerOf(report), environment);
    const merged: Merged = parse(output);
    assert.equal(exitCode, 0);
    assert.equal(merged.kind, 'ConformanceReport');
    assert.deepEqual(merged.implementation.kind, 'deployed');
    assert.equal(merged.selection.replaceAll("'", ''), environment.ARGUMENTS);
    assert.ok(merged.scenarios.passed > 1);
    assert.equal(merged.scenarios.failed + merged.scenarios.skipped, 0);

    const namespaces = await connectObjects(server.kubeconfig()).list(
      { apiVersion: 'v1', kind: 'Namespace' },
      '',
    );
    assert.deepEqual(
      namespaces.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('conformance-')),
      [],
    );
  });

  test('Sonobuoy is given the reports of a run, and of one that can not be', async () => {
    for (const [ingressClass, said] of [
      ['reference', /^Scenarios: [1-9]\d* passed, 0 failed, 0 skipped$/m],
      ['none', /There is no IngressClass "none"/],
    ] as const) {
      const results = join(folder, `sonobuoy-${ingressClass}`);
      await mkdir(results);
      const plugin = await sonobuoyPlugin();
      const { output } = await runScript(plugin, {
        ...environment,
        INGRESS_CLASS: ingressClass,
        SONOBUOY_RESULTS_DIR: results,
      });
      assert.match(output, said);
      assert.equal(await readFile(join(results, 'done'), 'utf8'), join(results, 'reports.tar.gz'));
      const [file] = (plugin.resultFiles ?? []) as readonly [string];
      const packed = await runScript(
        { command: ['tar', 'tzf'], args: [join(results, 'reports.tar.gz')] },
        environment,
      );
      assert.match(packed.output, /run\.log/);
      assert.equal(packed.output.includes(file), ingressClass === 'reference');
    }
  });
});

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
}

interface JobSpec {
  readonly completionMode?: string;
  readonly completions?: number;
  readonly parallelism?: number;
  readonly podFailurePolicy?: {
    readonly rules: readonly {
      readonly action: string;
      readonly onExitCodes?: { readonly values: readonly number[] };
    }[];
  };
  readonly template: {
    readonly spec: {
      readonly securityContext: {
        readonly runAsNonRoot: boolean;
        readonly seccompProfile: { readonly type: string };
      };
      readonly containers: readonly (Container & {
        readonly securityContext: unknown;
        readonly volumeMounts: readonly { readonly name: string }[];
      })[];
      readonly volumes: readonly { readonly name: string }[];
    };
  };
}

interface Merged {
  readonly kind: string;
  readonly implementation: { readonly kind: string };
  readonly selection: string;
  readonly scenarios: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

async function manifestsOf(file: string): Promise<readonly Manifest[]> {
  const documents = parseAllDocuments(await readFile(join(import.meta.dirname, file), 'utf8'), {
    strict: true,
  });
  for (const { errors } of documents) assert.deepEqual(errors, [], file);
  return documents.map((document) => document.toJS());
}

function named(manifests: readonly Manifest[], kind: string): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind);
  assert.ok(found !== undefined, kind);
  return found;
}

function jobSpec(manifests: readonly Manifest[]): JobSpec {
  return named(manifests, 'Job').spec as JobSpec;
}

function containerOf(manifests: readonly Manifest[]): Container {
  const [container] = jobSpec(manifests).template.spec.containers;
  assert.ok(container !== undefined);
  return container;
}

async function sonobuoyPlugin(): Promise<Container & { readonly resultFiles: unknown }> {
  const plugin = parse(await readFile(join(import.meta.dirname, 'sonobuoy.yaml'), 'utf8'));
  assert.equal(plugin['sonobuoy-config'].driver, 'Job');
  assert.equal(plugin['sonobuoy-config']['result-format'], 'junit');
  return { ...plugin.spec, resultFiles: plugin['sonobuoy-config']['result-files'] };
}

function rightsOf({ apiGroups, resources, verbs }: Rule): readonly Right[] {
  return apiGroups.flatMap((group) => resources.map((resource) => ({ group, resource, verbs })));
}

function pairsOf(rights: readonly Right[]): readonly string[] {
  const pairs = rights.flatMap(({ group, resource, verbs }) =>
    verbs.map((verb) => `${verb} ${resource}.${group}`),
  );
  return [...new Set(pairs)].sort();
}

/** Pods of the image run in it, and the pod of the Job has its service account's rights. */
async function createCluster(): Promise<ApiServer> {
  const { name, namespace } = named(rbac, 'ServiceAccount').metadata;
  const user = `system:serviceaccount:${namespace}:${name}`;
  const server = await startApiServer({
    version: '1.34',
    authorization: 'RBAC',
    // The kubelet's stand-in has no credentials.
    authentication: { anonymous: true, tokens: [{ token: 'of-the-pod', user }] },
  });
  endings.push(() => server.stop());
  const objects = connectObjects(server.kubeconfig());
  for (const manifest of rbac) await objects.apply(manifest);
  await allowKubelet(objects);
  await objects.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'reference' },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  const kubelet = await startKubelet({ apiServer: server.url, image: echoImage });
  endings.push(() => kubelet.stop());
  return server;
}

async function allowKubelet(objects: Objects): Promise<void> {
  const group = 'rbac.authorization.k8s.io';
  const apiVersion = `${group}/v1`;
  const metadata = { name: 'kubelet' };
  await objects.apply({
    apiVersion,
    kind: 'ClusterRole',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods', 'pods/status'], verbs: ['*'] }],
  });
  await objects.apply({
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata,
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'kubelet' },
    subjects: [{ kind: 'User', apiGroup: group, name: 'system:anonymous' }],
  });
}

async function startController(server: ApiServer, folder: string) {
  const kubeconfig = join(folder, 'kubeconfig-of-the-controller');
  await writeFile(kubeconfig, server.kubeconfig());
  const reference = await start({
    arguments: [
      '--entrypoints.web.address=127.0.0.1:0',
      '--entrypoints.websecure.address=127.0.0.1:0',
      '--entrypoints.websecure.http.tls',
      '--providers.kubernetesingress.strictprefixmatching',
    ],
    environment: { KUBECONFIG: kubeconfig },
    workingDirectory: folder,
    systemDirectory: folder,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  endings.push(() => reference.stop());
  const at = (entryPoint: string) => {
    const { host = '', port = 0 } = reference.addresses.get(entryPoint) ?? {};
    return `${host}:${port}`;
  };
  return { http: at('web'), https: at('websecure') };
}

/** With a command of the image's name that leads to this one. */
async function folderOfCommand(folder: string): Promise<string> {
  const commands = join(folder, 'bin');
  const file = join(commands, 'ingress-conformance');
  await mkdir(commands);
  const program = join(project, 'bin', 'ingress-conformance.ts');
  await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  await chmod(file, 0o755);
  return `${commands}:/usr/bin:/bin`;
}

/** As the container runs, but for the image. */
function runScript(
  { command: [file = '', ...options], args }: Container,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: unknown; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(file, [...options, ...args], { env: environment }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : error.code, output: stdout + stderr });
    });
  });
}
