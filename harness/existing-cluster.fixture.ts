/** A cluster as others have it, for tests: an API server with RBAC, nodes that run pods, and a controller in it. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type ApiServer, startApiServer } from '../fixtures/api-server/index.ts';
import { startKubelet } from '../fixtures/kubelet/index.ts';
import { start } from '../reference/index.ts';
import type { Manifest } from './cluster/cluster.ts';
import { connectObjects, type Objects } from './cluster/objects.ts';
import { parseManifests } from './scenario/manifests.ts';

/** The one that its nodes can pull. */
export const pullableImage = 'registry.example.com/echo:1';

export interface ExistingCluster {
  /** Takes files of the test, too. */
  readonly folder: string;
  /** Path of a kubeconfig of somebody who may do what `deploy/conformance/rbac.yaml` grants. */
  readonly kubeconfig: string;
  /** Of somebody who may only list namespaces. */
  readonly poorKubeconfig: string;
  readonly server: ApiServer;
  /** With all rights. */
  readonly objects: Objects;
  /** `host:port` of the controller, whose IngressClass is `traefik`. */
  readonly httpAddress: string;
  readonly httpsAddress: string;
  /** The names of all objects of the kinds that the suite could leave behind. */
  names(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

const administrators = ['system:masters'];

export async function startExistingCluster(): Promise<ExistingCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'existing-cluster-'));
  const server = await startApiServer({
    version: '1.34',
    authorization: 'RBAC',
    authentication: {
      tokens: [
        { token: 'suite', user: 'suite' },
        { token: 'poor', user: 'poor' },
        { token: 'node', user: 'node', groups: administrators },
      ],
    },
  });
  const kubeconfigOf = async (token: string): Promise<string> => {
    const path = join(folder, `${token}.yaml`);
    await writeFile(path, server.kubeconfig({ kind: 'token', token }));
    return path;
  };
  const objects = connectObjects(server.kubeconfig({ kind: 'token', token: 'node' }));
  await grant(objects, 'suite', await documentedRole());
  await grant(
    objects,
    'poor',
    roleOf('poor', [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }]),
  );
  await objects.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'traefik' },
    spec: { controller: 'traefik.io/ingress-controller' },
  });
  const kubelet = await startKubelet({ apiServer: server.url, token: 'node', image: pullableImage });
  const controller = await start({
    arguments: [
      '--entrypoints.web.address=127.0.0.1:0',
      '--entrypoints.websecure.address=127.0.0.1:0',
      '--entrypoints.websecure.http.tls=true',
      '--providers.kubernetesingress.strictprefixmatching=true',
      '--providers.kubernetesingress.ingressendpoint.ip=127.0.0.1',
      '--providers.providersthrottleduration=0s',
    ],
    environment: { KUBECONFIG: await kubeconfigOf('node') },
    workingDirectory: folder,
    systemDirectory: folder,
    output: new Writable({ write: (_chunk, _encoding, done) => done() }),
  });
  const addressOf = (entryPoint: string): string => {
    const { host, port } = controller.addresses.get(entryPoint) ?? { host: '', port: 0 };
    return `${host}:${port}`;
  };
  return {
    folder,
    kubeconfig: await kubeconfigOf('suite'),
    poorKubeconfig: await kubeconfigOf('poor'),
    server,
    objects,
    httpAddress: addressOf('web'),
    httpsAddress: addressOf('websecure'),
    async names() {
      const all = await Promise.all(kinds.map((kind) => objects.list(kind, '')));
      return all.flat().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    },
    async stop() {
      await controller.stop();
      await kubelet.stop();
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** The real command, with its output and how it ends. */
export function startCommand(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'command.ts'), ...args], {
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<{ readonly exitCode: number | null; readonly output: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, output }));
  });
  return { child, ended };
}

/** Whether an object is one that a run has created, by its name or that of its namespace. */
export function isOfRun(name: string): boolean {
  return name.includes('conformance-');
}

/** The arguments of a run against the cluster, each option with the value given in place of the usual one. */
export function deployed(cluster: ExistingCluster, options: Options = {}): readonly string[] {
  return argumentsOf(optionsOf(cluster, options));
}

/** By option; undefined: not given. */
export type Options = Readonly<Record<string, string | undefined>>;

export function optionsOf(cluster: ExistingCluster, options: Options): Options {
  return {
    '--ingress-class': 'traefik',
    '--kubeconfig': cluster.kubeconfig,
    '--http-address': cluster.httpAddress,
    '--https-address': cluster.httpsAddress,
    '--echo-image': pullableImage,
    ...options,
  };
}

export function argumentsOf(options: Options): readonly string[] {
  const given = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [name, value],
  );
  return ['run', '--implementation', 'deployed', ...given];
}

/** A class `idle`, of a controller that there is not. */
export async function addIdleClass({ objects }: ExistingCluster): Promise<void> {
  await objects.apply({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name: 'idle' },
    spec: { controller: 'example.com/nobody' },
  });
}

const rights = new URL('../deploy/conformance/rbac.yaml', import.meta.url);

const kinds = [
  { apiVersion: 'v1', kind: 'Namespace' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
];

async function documentedRole(): Promise<Manifest> {
  const role = parseManifests(await readFile(rights, 'utf8')).find(({ kind }) => kind === 'ClusterRole');
  if (role === undefined) throw new Error(`There is no ClusterRole in ${rights}.`);
  return role;
}

function roleOf(name: string, rules: readonly object[]): Manifest {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
}

async function grant(objects: Objects, user: string, role: Manifest): Promise<void> {
  await objects.apply(role);
  await objects.apply({
    apiVersion: role.apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.metadata.name },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  });
}
