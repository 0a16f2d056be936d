import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesIngressOptions } from '../configuration/static-configuration.ts';
import { ConnectionError } from './connection-error.ts';
import { connectByKubeconfig } from './kubeconfig.ts';
import { parseServer } from './server-url.ts';

/** Where the API server is, and how requests to it are made trustworthy. */
export interface Connection {
  readonly kind: 'in-cluster' | 'kubeconfig' | 'external';
  /** `http:` or `https:`, no credentials in it; may have a path in front of `/api` and `/apis`. */
  readonly server: URL;
  /** The proxy on the way to it, where the kubeconfig names one. */
  readonly proxy: URL | undefined;
  /** Whether requests carry a token or the like. */
  readonly secret: boolean;
  /**
   * What the next request has to carry. Asked for before each: tokens and certificates rotate.
   * Rejects where they can't be had (a plugin that fails); the message holds no secret.
   */
  credentials(): Promise<Credentials>;
  /** Forgets what is cached of the credentials, after the server has refused them. */
  refresh(): Promise<void>;
}

export interface Credentials {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
}

/** PEM throughout. What is undefined is left at Node's default: its own CAs, no client certificate. */
export interface TlsSettings {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly serverName: string | undefined;
  readonly verify: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where Kubernetes mounts a pod's token and CA. */
export const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

type ConnectionOptions = Pick<KubernetesIngressOptions, 'endpoint' | 'token' | 'certAuthFilePath'>;

/**
 * Chooses the client, first match wins: in the cluster (`KUBERNETES_SERVICE_HOST` and `_PORT`), by
 * `KUBECONFIG`, or from outside by the provider's own options. Sends nothing.
 *
 * @throws {ConnectionError} Where a needed option or file is missing or is no such thing.
 */
export async function chooseConnection(
  options: ConnectionOptions,
  environment: Environment,
  folder: string = serviceAccountFolder,
): Promise<Connection> {
  const {
    KUBERNETES_SERVICE_HOST: host = '',
    KUBERNETES_SERVICE_PORT: port = '',
    KUBECONFIG: kubeconfig = '',
  } = environment;
  if (host !== '' && port !== '') return connectInCluster(options.endpoint, host, port, folder);
  if (kubeconfig !== '') return connectByKubeconfig(kubeconfig);
  return connectFromOutside(options);
}

async function connectInCluster(
  endpoint: string,
  host: string,
  port: string,
  folder: string,
): Promise<Connection> {
  const server =
    endpoint === ''
      ? parseServer(
          `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
          'KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT',
        )
      : parseServer(endpoint, endpointOption);
  const remedy = 'Run with a service account whose token is mounted (automountServiceAccountToken).';
  const read = async (): Promise<Credentials> => {
    const token = await readTokenFile(join(folder, 'token'), remedy);
    const ca = await readCertificates(join(folder, 'ca.crt'), join(folder, 'ca.crt'), remedy);
    return { headers: bearer(token), tls: { ...defaultTls, ca } };
  };
  // The files rotate. They are small and requests are few, so they are read for each; while they are being
  // replaced, the last ones that were whole still serve.
  let last = await read();
  return {
    kind: 'in-cluster',
    server,
    proxy: undefined,
    secret: true,
    credentials: async () => {
      last = await read().catch(() => last);
      return last;
    },
    refresh: async () => {},
  };
}

async function connectFromOutside({
  endpoint,
  token,
  certAuthFilePath,
}: ConnectionOptions): Promise<Connection> {
  if (endpoint === '') {
    throw new ConnectionError(
      'no address of a Kubernetes API server is given, and neither KUBERNETES_SERVICE_HOST with KUBERNETES_SERVICE_PORT nor KUBECONFIG is set.',
      endpointOption,
      'Set this option to the URL of the API server.',
    );
  }
  const server = parseServer(endpoint, endpointOption);
  checkToken(token, 'providers.kubernetesIngress.token', 'Give the token alone, on one line.');
  const ca =
    certAuthFilePath === ''
      ? undefined
      : await readCertificates(
          certAuthFilePath,
          `providers.kubernetesIngress.certAuthFilePath (${certAuthFilePath})`,
          'Name the PEM file with the certificate of the CA that signed the API server’s certificate.',
        );
  const credentials: Credentials = {
    headers: token === '' ? {} : bearer(token.trim()),
    tls: { ...defaultTls, ca },
  };
  return {
    kind: 'external',
    server,
    proxy: undefined,
    secret: token !== '',
    credentials: async () => credentials,
    refresh: async () => {},
  };
}

/** Whether whoever listens on the way can read what requests to the server carry. */
export function exposesSecret({ server, secret }: Pick<Connection, 'server' | 'secret'>): boolean {
  return secret && server.protocol === 'http:' && !isLoopback(server.hostname);
}

/** This machine, as with `kubectl proxy`. */
function isLoopback(hostname: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:.+\.)?localhost\.?)$/i.test(hostname);
}

const endpointOption = 'providers.kubernetesIngress.endpoint';

const defaultTls: TlsSettings = {
  ca: undefined,
  cert: undefined,
  key: undefined,
  serverName: undefined,
  verify: true,
};

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

async function readTokenFile(path: string, remedy: string): Promise<string> {
  const token = (await readText(path, path, remedy)).trim();
  if (token === '') throw new ConnectionError('the file is empty.', path, remedy);
  checkToken(token, path, remedy);
  return token;
}

/** Without a word of it in the message. @throws {ConnectionError} */
function checkToken(token: string, where: string, remedy: string): void {
  if (/^[\x20-\x7e]*$/.test(token.trim())) return;
  const what = 'the token holds a line break, or another character that no HTTP header can carry.';
  throw new ConnectionError(what, where, remedy);
}

/** The file's text, once it is known to hold at least one certificate that parses. @throws {ConnectionError} */
async function readCertificates(path: string, where: string, remedy: string): Promise<string> {
  const text = await readText(path, where, remedy);
  try {
    new X509Certificate(text);
  } catch (cause) {
    throw new ConnectionError('the file holds no certificate in PEM.', where, remedy, { cause });
  }
  return text;
}

async function readText(path: string, where: string, remedy: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    const what = code === 'ENOENT' ? 'there is no such file.' : `the file cannot be read (${code}).`;
    throw new ConnectionError(what, where, remedy, { cause });
  }
}
