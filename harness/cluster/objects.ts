/**
 * Objects in and out of any cluster that a kubeconfig leads to: the embedded API server, a real one, or a
 * cluster that exists. The client library reads the kubeconfig and authenticates; the objects themselves go
 * as the manifest has them, since its typed calls drop the fields that they do not know.
 */
import { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
import { request } from 'undici';
import { ClusterError, type Manifest, type ObjectReference } from './cluster.ts';

/** Sent with every request of the harness, so that the API server's log tells it from the implementation's. */
export const harnessUserAgent = 'ingress-conformance-harness';

export interface Objects {
  /** Creates or replaces the object, its namespace first where that is missing. */
  apply(manifest: Manifest): Promise<Manifest>;
  /** Replaces the object's `status` through its subresource. */
  applyStatus(manifest: Manifest): Promise<void>;
  /** Only where there is none of its name. Questions are created, too: the answer comes back. */
  create(manifest: Manifest): Promise<Manifest>;
  /** @param gracePeriodSeconds that a pod is given to end; undefined: as it says itself */
  delete(reference: ObjectReference, gracePeriodSeconds?: number): Promise<void>;
  read(reference: ObjectReference): Promise<Manifest | undefined>;
  /** Those with such labels (`a=b,c=d`), in any namespace; none of a kind that the cluster does not serve. */
  list(
    kind: Pick<ObjectReference, 'apiVersion' | 'kind'>,
    labelSelector: string,
  ): Promise<readonly Manifest[]>;
  /** The API server's own, as it says it: `v1.34.1`. */
  gitVersion(): Promise<string>;
}

export interface ObjectsOptions {
  /** Given to the namespaces that come about because an object is to be in them. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
}

/** What it takes to bring objects about and to change them. */
export type BasicObjects = Pick<Objects, 'apply' | 'applyStatus' | 'delete' | 'read'>;

/** @param kubeconfig its text, or what the library has made of it */
export function connectObjects(
  kubeconfig: string | KubeConfig,
  { namespaceLabels = {} }: ObjectsOptions = {},
): Objects {
  const config = typeof kubeconfig === 'string' ? new KubeConfig() : kubeconfig;
  if (typeof kubeconfig === 'string') config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server ?? '';
  // The library refuses plain HTTP, as `kubectl proxy` offers it too, unless it is told that no TLS is meant.
  if (server.startsWith('http:')) {
    config.clusters = config.clusters.map((cluster) => ({ ...cluster, skipTLSVerify: true }));
  }
  const resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();
  const namespaces = new Set<string>();
  // The library makes another one each time, and with it another handshake.
  let dispatcher: ReturnType<RequestContext['getDispatcher']>;

  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<Answer> => {
    const context = new RequestContext(server + path, HttpMethod.GET);
    await config.applySecurityAuthentication(context);
    dispatcher ??= context.getDispatcher();
    const { statusCode, body: answer } = await request(server + path, {
      method,
      headers: {
        ...context.getHeaders(),
        'user-agent': harnessUserAgent,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(dispatcher === undefined ? {} : { dispatcher: dispatcher as never }),
    });
    return { status: statusCode, text: await answer.text() };
  };

  /** The kinds that a group version serves, as its discovery document says; asked for once. */
  const discover = (apiVersion: string): Promise<ReadonlyMap<string, Resource>> => {
    let found = resources.get(apiVersion);
    if (found === undefined) {
      found = call('GET', groupVersionPath(apiVersion)).then(({ status, text }) => {
        const list =
          status === 200 ? (JSON.parse(text).resources as (Resource & { name: string; kind: string })[]) : [];
        return new Map(
          list.filter(({ name }) => !name.includes('/')).map((resource) => [resource.kind, resource]),
        );
      });
      resources.set(apiVersion, found);
    }
    return found;
  };

  const collectionOf = async ({ apiVersion, kind, metadata }: Manifest): Promise<string> => {
    const resource = (await discover(apiVersion)).get(kind);
    if (resource === undefined)
      throw new ClusterError(`The cluster does not serve ${kind} of ${apiVersion}.`);
    const scope = resource.namespaced ? `/namespaces/${metadata.namespace ?? 'default'}` : '';
    return `${groupVersionPath(apiVersion)}${scope}/${resource.name}`;
  };

  const createOrReplace = async (manifest: Manifest): Promise<Manifest> => {
    const collection = await collectionOf(manifest);
    const path = `${collection}/${manifest.metadata.name}`;
    // What was read before and changed since is replaced only as it was read.
    if (manifest.metadata.resourceVersion !== undefined)
      return parsed(await call('PUT', path, manifest), 'replace', manifest);
    const created = await call('POST', collection, manifest);
    if (created.status !== 409) return parsed(created, 'create', manifest);
    return await withFreshRead(async () => {
      const live = parsed(await call('GET', path), 'read', manifest);
      const metadata = { ...manifest.metadata, resourceVersion: live.metadata.resourceVersion };
      return parsed(await call('PUT', path, { ...manifest, metadata }), 'replace', manifest);
    });
  };

  const ensureNamespace = async (name: string): Promise<void> => {
    if (namespaces.has(name)) return;
    const metadata = { name, labels: namespaceLabels };
    const manifest: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata };
    const created = await call('POST', '/api/v1/namespaces', manifest);
    if (created.status !== 409) parsed(created, 'create', manifest);
    namespaces.add(name);
  };

  return {
    async apply(manifest) {
      const { namespace } = manifest.metadata;
      if (namespace !== undefined) await ensureNamespace(namespace);
      return await createOrReplace(manifest);
    },
    async applyStatus(manifest) {
      const path = `${await collectionOf(manifest)}/${manifest.metadata.name}/status`;
      parsed(await call('PUT', path, manifest), 'update the status of', manifest);
    },
    async create(manifest) {
      return parsed(await call('POST', await collectionOf(manifest), manifest), 'create', manifest);
    },
    async delete(reference, gracePeriodSeconds) {
      const manifest = manifestOf(reference);
      const path = `${await collectionOf(manifest)}/${reference.name}`;
      const options =
        gracePeriodSeconds === undefined
          ? undefined
          : { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds };
      parsed(await call('DELETE', path, options), 'delete', manifest);
      // A namespace of its name has to be made anew.
      if (reference.kind === 'Namespace') namespaces.delete(reference.name);
    },
    async read(reference) {
      const manifest = manifestOf(reference);
      const answer = await call('GET', `${await collectionOf(manifest)}/${reference.name}`);
      return answer.status === 404 ? undefined : parsed(answer, 'read', manifest);
    },
    async list({ apiVersion, kind }, labelSelector) {
      const resource = (await discover(apiVersion)).get(kind);
      if (resource === undefined) return [];
      const path = `${groupVersionPath(apiVersion)}/${resource.name}?labelSelector=${encodeURIComponent(labelSelector)}`;
      const { status, text } = await call('GET', path);
      if (status >= 300)
        throw new ClusterError(`The cluster refused to list ${kind}: ${status} ${messageOf(text)}`, status);
      const { items = [] } = JSON.parse(text) as { readonly items?: readonly Manifest[] };
      return items.map((item) => ({ ...item, apiVersion, kind }));
    },
    async gitVersion() {
      const { status, text } = await call('GET', '/version');
      if (status !== 200)
        throw new ClusterError(`The cluster does not tell its version: ${status} ${messageOf(text)}`, status);
      return String(JSON.parse(text).gitVersion);
    },
  };
}

/** How often somebody else may get in between reading and replacing, as implementations do that write a status. */
const triesAfterConflict = 5;

/** Tries again what reads an object and replaces it, where it was changed in between. */
export async function withFreshRead<Result>(readAndReplace: () => Promise<Result>): Promise<Result> {
  for (let conflicts = 0; ; conflicts++) {
    try {
      return await readAndReplace();
    } catch (error) {
      const conflict = error instanceof ClusterError && error.status === 409;
      if (!conflict || conflicts === triesAfterConflict) throw error;
    }
  }
}

interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

function groupVersionPath(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function manifestOf({ apiVersion, kind, namespace, name }: ObjectReference): Manifest {
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } };
}

function parsed({ status, text }: Answer, verb: string, manifest: Manifest): Manifest {
  if (status < 300) return JSON.parse(text);
  const { name, namespace } = manifest.metadata;
  const what = `${manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${name} (${manifest.apiVersion})`;
  throw new ClusterError(`The cluster refused to ${verb} ${what}: ${status} ${messageOf(text)}`, status);
}

/** The message of a `Status` object, or the whole answer where it is none. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text);
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}
