/** One API server of a control plane: its certificates, its options, and the wait until it is ready. */
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { kubeconfigText } from '../../../fixtures/api-server/index.ts';
import type { CertificateAuthority, KeyPair } from '../../../fixtures/certificates/index.ts';
import { Mistake } from '../../mistake.ts';
import { controllerUser } from '../embedded.ts';
import type { Program } from './program.ts';

/** Where to find what there is to know of an API server: paths, since keys have no place in messages of a run. */
export type EnvtestServer = {
  /** Kubeconfig of the harness, which may do anything and leaves no trace in the audit log. */
  readonly admin: string;
  /** Of an implementation under test that may do anything. */
  readonly controller: string;
  /** Of one that may do what roles grant it. */
  readonly restricted: string;
  /** A JSON object a line for each stage of a request; see `audit-log.ts`. */
  readonly auditLog: string;
};

export interface ServerOptions {
  /** Its own. */
  readonly folder: string;
  readonly authority: CertificateAuthority;
  readonly etcd: { readonly program: Program; readonly url: string; readonly prefix: string };
  readonly start: (flags: readonly string[]) => Program;
  readonly signal: AbortSignal | undefined;
  readonly timeoutScale: number;
}

export interface StartedServer {
  readonly files: EnvtestServer;
  /** gitVersion. */
  readonly version: string;
}

const readyDeadlineMs = 60_000;
const pauseMs = 25;

const adminUser = 'ingress-conformance-harness';

/** May do anything, whatever roles there are. */
const mastersGroup = 'system:masters';

/**
 * Resolves when it is ready.
 *
 * @throws Mistake where it, or its etcd, ends or does not become ready; the signal's reason where that is aborted
 */
export async function startServer(options: ServerOptions): Promise<StartedServer> {
  const { authority, start } = options;
  const url = `https://127.0.0.1:${await freePort()}`;
  const write = await createFolder(options.folder);
  const client = (commonName: string, organizations: readonly string[]) =>
    authority.issue({ commonName, organizations, usage: 'client' });
  const kubeconfig = async (name: string, pair: KeyPair) =>
    await write(name, kubeconfigText(url, authority.certificate, { kind: 'certificate', ...pair }));

  const admin = await client(adminUser, [mastersGroup]);
  const files: EnvtestServer = {
    admin: await kubeconfig('admin.kubeconfig', admin),
    controller: await kubeconfig('controller.kubeconfig', await client(controllerUser, [mastersGroup])),
    restricted: await kubeconfig('restricted.kubeconfig', await client(controllerUser, [])),
    auditLog: await write('audit.log', ''),
  };
  const program = start([
    ...(await securityFlags(url, authority, write)),
    ...(await auditFlags(files.auditLog, write)),
    `--etcd-servers=${options.etcd.url}`,
    `--etcd-prefix=${options.etcd.prefix}`,
    '--service-cluster-ip-range=10.96.0.0/12',
    // It would write its own address, which is one that it refuses.
    '--endpoint-reconciler-type=none',
    // Nobody makes service accounts here, and pods would have to wait for theirs.
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const dispatcher = new Agent({
    connect: { ca: authority.certificate, cert: admin.certificate, key: admin.privateKey },
  });
  try {
    await waitUntilReady(url, dispatcher, program, options);
    return { files, version: await versionOf(url, dispatcher) };
  } finally {
    await dispatcher.destroy();
  }
}

/** Writes a file of that name, for the owner alone, and gives its path. */
type Write = (name: string, text: string) => Promise<string>;

async function createFolder(folder: string): Promise<Write> {
  await mkdir(folder, { mode: 0o700 });
  return async (name, text) => {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
}

async function securityFlags(
  url: string,
  authority: CertificateAuthority,
  write: Write,
): Promise<readonly string[]> {
  const { hostname, port } = new URL(url);
  const own = await authority.issue({
    hosts: [hostname, 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
    commonName: 'kube-apiserver',
    usage: 'server',
  });
  const accountKey = await write('service-account.key', newServiceAccountKey());
  return [
    `--bind-address=${hostname}`,
    // Otherwise it looks for an address in a network, of which there may be none.
    `--advertise-address=${hostname}`,
    `--secure-port=${port}`,
    `--tls-cert-file=${await write('server.crt', own.certificate)}`,
    `--tls-private-key-file=${await write('server.key', own.privateKey)}`,
    `--client-ca-file=${await write('authority.crt', authority.certificate)}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${accountKey}`,
    `--service-account-signing-key-file=${accountKey}`,
  ];
}

/** What the implementation asks for is told; what the harness and the server itself do is not. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [{ level: 'None', users: [adminUser, 'system:apiserver'] }, { level: 'Metadata' }],
};

async function auditFlags(log: string, write: Write): Promise<readonly string[]> {
  return [
    `--audit-policy-file=${await write('audit-policy.json', JSON.stringify(auditPolicy))}`,
    `--audit-log-path=${log}`,
    // What has been answered is in the file.
    '--audit-log-mode=blocking',
    '--audit-log-maxsize=10000',
  ];
}

async function waitUntilReady(
  url: string,
  dispatcher: Agent,
  program: Program,
  { etcd, signal, timeoutScale }: ServerOptions,
): Promise<void> {
  const end = performance.now() + readyDeadlineMs * timeoutScale;
  let last = 'nothing';
  while (performance.now() < end) {
    signal?.throwIfAborted();
    const ended = [etcd.program, program].find(({ ending }) => ending !== undefined);
    if (ended !== undefined) {
      throw new Mistake(`The program ${ended.name} ended ${ended.ending}; it says:\n${ended.lastWords()}`);
    }
    try {
      const { statusCode, body } = await request(`${url}/readyz`, { dispatcher });
      const text = await body.text();
      if (statusCode === 200) return;
      last = `${statusCode} ${text}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await delay(pauseMs);
  }
  throw new Mistake(
    `The program ${program.name} has not become ready: ${url}/readyz gives ${last}. It says:\n${program.lastWords()}`,
  );
}

async function versionOf(url: string, dispatcher: Agent): Promise<string> {
  const { body } = await request(`${url}/version`, { dispatcher });
  const { gitVersion } = (await body.json()) as { readonly gitVersion: string };
  return gitVersion;
}

/** Where another program takes it before the API server does, that ends and says so. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** In the one form that the API server reads for both signing and checking. */
function newServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'sec1', format: 'pem' }).toString();
}
