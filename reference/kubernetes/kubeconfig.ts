import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { delimiter, dirname, isAbsolute, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import type { Connection, Credentials } from './connection.ts';
import { ConnectionError } from './connection-error.ts';
import { idTokenExpiry } from './id-token.ts';
import { asRecord, asString } from './json.ts';
import { parseServer } from './server-url.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A connection by the current context of a kubeconfig, or of several, as `KUBECONFIG` lists them: the first
 * file that defines a name wins, and files of a list that do not exist are passed over. Client certificates,
 * tokens, token files, user and password, exec plugins and an HTTP proxy are taken from it.
 *
 * @throws {ConnectionError} Where the file is missing, does not parse, or has no usable current context.
 */
export async function connectByKubeconfig(files: string): Promise<Connection> {
  const where = `KUBECONFIG (${files})`;
  let current = await load(files, where);
  // However many requests wait for it, a plugin runs once.
  let asking: Promise<Credentials> | undefined;
  const server = parseServer(current.cluster.server, where);
  const fresh = async (): Promise<Credentials> => {
    // Whoever renews an ID token writes it into the file.
    if (hasExpired(current)) current = await load(files, where);
    return credentialsOf(current, where);
  };
  // So that a missing certificate or key is an error of the start. What runs a plugin waits for the first request.
  if (!current.usesPlugin) await credentialsOf(current, where);
  return {
    kind: 'kubeconfig',
    server,
    proxy: current.cluster.proxyUrl === undefined ? undefined : parseProxy(current.cluster.proxyUrl, where),
    secret: current.secret,
    credentials: () => {
      asking ??= fresh().finally(() => {
        asking = undefined;
      });
      return asking;
    },
    refresh: async () => {
      current = await load(files, where);
    },
  };
}

interface Loaded {
  readonly config: KubeConfig;
  readonly cluster: { readonly server: string; readonly proxyUrl?: string };
  readonly usesPlugin: boolean;
  readonly secret: boolean;
  /** Of OpenID Connect, for the user; undefined: another kind of credentials. */
  readonly idToken: string | undefined;
}

async function load(files: string, where: string): Promise<Loaded> {
  const merged = merge(
    await readAll(
      files.split(delimiter).filter((file) => file !== ''),
      where,
    ),
  );
  const config = new KubeConfig();
  try {
    config.loadFromString(JSON.stringify(merged));
  } catch (cause) {
    throw unusable(`the file is no kubeconfig: ${messageOf(cause)}.`, where, cause);
  }
  const context = config.getCurrentContext() ?? '';
  if (context === '') {
    throw new ConnectionError(
      'no current-context is set.',
      where,
      'Choose one with kubectl config use-context.',
    );
  }
  const named = config.getContextObject(context);
  if (named === null) throw unusable(`the current-context “${context}” is not defined.`, where);
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw unusable(`the cluster “${named.cluster}” of context “${context}” is not defined.`, where);
  const user = config.getCurrentUser();
  if (user === null && (named.user ?? '') !== '') {
    throw unusable(`the user “${named.user}” of context “${context}” is not defined.`, where);
  }
  // The library looks at the cluster's CA only where there is a user, and at plain HTTP only where
  // verification is off; neither is asked of a kubeconfig.
  config.loadFromClusterAndUser(
    { ...cluster, skipTLSVerify: cluster.skipTLSVerify || cluster.server.startsWith('http:') },
    user ?? { name: 'anonymous' },
  );
  return {
    config,
    cluster,
    usesPlugin: Boolean(user?.exec ?? user?.authProvider),
    secret: Boolean(user?.exec ?? user?.authProvider ?? user?.token ?? user?.username),
    idToken: idTokenOf(user?.authProvider),
  };
}

function idTokenOf(authProvider: unknown): string | undefined {
  const { name, config } = asRecord(authProvider);
  return name === 'oidc' ? asString(asRecord(config)['id-token']) : undefined;
}

function hasExpired({ idToken }: Loaded): boolean {
  const expiry = idToken === undefined ? undefined : idTokenExpiry(idToken);
  return expiry !== undefined && expiry <= Date.now();
}

async function credentialsOf(loaded: Loaded, where: string): Promise<Credentials> {
  if (hasExpired(loaded)) {
    // The library would try to renew it, and can't.
    throw new ConnectionError(
      'the ID token has expired, and is not renewed here.',
      where,
      'Use an exec plugin that renews it, or write a new one into the file.',
    );
  }
  const { config } = loaded;
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    throw unusable(`the credentials cannot be had: ${messageOf(cause)}.`, where, cause);
  }
  const headers = Object.entries(options.headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value).trim(),
  ]);
  if (typeof options.auth === 'string') {
    headers.push(['authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`]);
  }
  return {
    headers: Object.fromEntries(headers),
    tls: {
      ca: pem(options.ca),
      cert: pem(options.cert),
      key: pem(options.key),
      serverName: options.servername,
      verify: options.rejectUnauthorized !== false,
    },
  };
}

/** Reads the files that exist, with every path in them made absolute from the place of its file. */
async function readAll(files: readonly string[], where: string): Promise<Json[]> {
  const found: Json[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (cause) {
      if (files.length > 1 && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') continue;
      throw new ConnectionError(
        `${file} cannot be read: ${messageOf(cause)}.`,
        where,
        'Correct the path, or unset KUBECONFIG.',
        {
          cause,
        },
      );
    }
    try {
      found.push(absolute(asRecord(parse(text)), dirname(resolve(file))));
    } catch (cause) {
      throw unusable(`${file} is no YAML.`, where, cause);
    }
  }
  if (found.length === 0) {
    throw new ConnectionError('none of the files exists.', where, 'Correct the paths, or unset KUBECONFIG.');
  }
  return found;
}

function merge(files: readonly Json[]): Json {
  const named = (key: string): unknown[] => {
    const byName = new Map<string, unknown>();
    for (const entry of files.flatMap((file) => listOf(file[key]))) {
      const name = asString(asRecord(entry).name);
      if (!byName.has(name)) byName.set(name, entry);
    }
    return [...byName.values()];
  };
  return {
    clusters: named('clusters'),
    users: named('users'),
    contexts: named('contexts'),
    'current-context':
      files.map((file) => asString(file['current-context'])).find((name) => name !== '') ?? '',
  };
}

function absolute(file: Json, folder: string): Json {
  const at = (path: unknown) => (typeof path === 'string' && path !== '' ? resolve(folder, path) : undefined);
  return {
    ...file,
    clusters: listOf(file.clusters).map((entry) => {
      const { cluster, ...rest } = asRecord(entry);
      const known = asRecord(cluster);
      return { ...rest, cluster: { ...known, 'certificate-authority': at(known['certificate-authority']) } };
    }),
    users: listOf(file.users).map((entry) => {
      const { user, ...rest } = asRecord(entry);
      const known = asRecord(user);
      const tokenFile = at(known.tokenFile);
      return {
        ...rest,
        user: {
          ...known,
          'client-certificate': at(known['client-certificate']),
          'client-key': at(known['client-key']),
          exec: known.exec === undefined ? undefined : plugin(asRecord(known.exec), folder),
          // The library reads token files, again each minute, only under this name.
          'auth-provider':
            tokenFile === undefined ? known['auth-provider'] : { name: 'tokenFile', config: { tokenFile } },
        },
      };
    }),
  };
}

/** Kubernetes promises plugins this variable (`client.authentication.k8s.io`); the library leaves it out. */
function plugin(exec: Json, folder: string): Json {
  const command = asString(exec.command);
  const info = { apiVersion: exec.apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  return {
    ...exec,
    command: command.includes('/') && !isAbsolute(command) ? resolve(folder, command) : command,
    args: listOf(exec.args),
    env: [...listOf(exec.env), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }],
  };
}

function parseProxy(address: string, where: string): URL {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ConnectionError(
      'proxy-url is no http or https URL.',
      where,
      'Use an HTTP proxy; SOCKS is not supported.',
    );
  }
  return url;
}

function pem(value: RequestOptions['ca'] | RequestOptions['key']): string | undefined {
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function unusable(what: string, where: string, cause?: unknown): ConnectionError {
  return new ConnectionError(what, where, 'Correct the file; kubectl config view shows what is in it.', {
    cause,
  });
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replace(/\.$/, '').slice(0, 300);
}
