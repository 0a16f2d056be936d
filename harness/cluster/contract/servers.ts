/** The API servers that are held to the same behaviour: the embedded one always, a real one where there is one. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Agent, request } from 'undici';
import { parse } from 'yaml';
import { startApiServer } from '../../../fixtures/api-server/index.ts';
import { createRunFolder } from '../../run-folder.ts';
import { findAssets } from '../envtest/assets.ts';
import { startControlPlane } from '../envtest/control-plane.ts';

export interface ContractServer {
  /** `embedded v1.34.0`, `kube-apiserver v1.34.4`. */
  readonly name: string;
  readonly kind: 'embedded' | 'real';
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Rejects where it is not answered with 200. */
  watch(path: string, headers?: Record<string, string>): Promise<Watch>;
  stop(): Promise<void>;
}

/** Of any shape: behaviours look into answers freely. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly code: number;
  /** Parsed where it is JSON, else its text. */
  readonly body: Json;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Watch {
  /** Rejects where the stream has ended, or nothing comes for a while. */
  next(): Promise<{ readonly type: string; readonly object: Json }>;
  close(): void;
}

/** How long an answer or an event may take. It only bounds how long a failure takes. */
const patienceMs = 20_000;

/** @param version of Kubernetes */
export async function startEmbedded(version: string): Promise<ContractServer> {
  const server = await startApiServer({ version });
  return connect(`embedded ${server.version}`, 'embedded', server.url, new Agent(), () => server.stop());
}

/** Undefined where KUBEBUILDER_ASSETS does not say where its programs are. */
export async function startReal(): Promise<(ContractServer & { readonly version: string }) | undefined> {
  if ((process.env.KUBEBUILDER_ASSETS ?? '') === '') return undefined;
  const folder = createRunFolder();
  const controlPlane = await startControlPlane({
    assets: findAssets(process.env),
    count: 1,
    runFolder: folder.path,
    signal: undefined,
    timeoutScale: 1,
  });
  const [files] = controlPlane.servers;
  if (files === undefined) throw new Error('The control plane has no API server.');
  const { url, tls } = readKubeconfig(files.admin);
  const stop = async () => {
    await controlPlane.stop();
    folder.remove();
  };
  const server = connect(
    `kube-apiserver ${controlPlane.version}`,
    'real',
    url,
    new Agent({ connect: tls }),
    stop,
  );
  return { ...server, version: controlPlane.version };
}

function connect(
  name: string,
  kind: ContractServer['kind'],
  url: string,
  dispatcher: Agent,
  end: () => Promise<void>,
): ContractServer {
  return {
    name,
    kind,
    async call(method, path, body, headers = {}) {
      const answer = await request(`${url}${path}`, {
        dispatcher,
        method: method as 'GET',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await answer.body.text();
      const isJson = String(answer.headers['content-type']).includes('json');
      return { code: answer.statusCode, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
    },
    async watch(path, headers = {}) {
      const answer = await request(`${url}${path}`, { dispatcher, headers });
      if (answer.statusCode !== 200)
        throw new Error(`${path}: ${answer.statusCode} ${await answer.body.text()}`);
      return readWatch(answer.body);
    },
    async stop() {
      await dispatcher.destroy();
      await end();
    },
  };
}

function readWatch(body: NodeJS.ReadableStream & { destroy(): unknown }): Watch {
  body.on('error', () => {});
  const lines = createInterface({ input: body })[Symbol.asyncIterator]();
  return {
    async next() {
      const { promise: overdue, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error('No event came.')), patienceMs);
      try {
        const { value, done } = await Promise.race([lines.next(), overdue]);
        if (done) throw new Error('The watch has ended.');
        return JSON.parse(value);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => void body.destroy(),
  };
}

function readKubeconfig(path: string) {
  const { clusters, users } = parse(readFileSync(path, 'utf8'));
  const [{ cluster }] = clusters;
  const [{ user }] = users;
  const pem = (text: string) => Buffer.from(text, 'base64').toString();
  return {
    url: cluster.server as string,
    tls: {
      ca: pem(cluster['certificate-authority-data']),
      cert: pem(user['client-certificate-data']),
      key: pem(user['client-key-data']),
    },
  };
}
