import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

interface Change {
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Json;
}

/** Answers a request itself and returns true, or leaves it to the server. */
export type Intercept = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

/**
 * As much of the Kubernetes API as a reflector and a status writer see, with a memory of changes and faults
 * on demand. Collections are told apart by the last part of their path, whatever the API version.
 */
export class ScriptedApi {
  gitVersion = 'v1.28.0';
  /** `GET /path?query`, in order. */
  readonly requests: string[] = [];
  intercept: Intercept = () => false;
  /** Paths that are not served, as `/apis/networking.k8s.io/v1beta1`. */
  readonly unserved = new Set<string>();
  readonly #server: Server;
  readonly #collections = new Map<string, Map<string, Json>>();
  readonly #changes = new Map<string, Change[]>();
  readonly #watches = new Set<{ readonly collection: string; readonly response: ServerResponse }>();
  #revision = 100;
  #compacted = 0;

  private constructor() {
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  static async start(): Promise<ScriptedApi> {
    const api = new ScriptedApi();
    await api.listen(0);
    return api;
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get revision(): number {
    return this.#revision;
  }

  get watches(): number {
    return this.#watches.size;
  }

  count(pattern: RegExp): number {
    return this.requests.filter((request) => pattern.test(request)).length;
  }

  get lists(): number {
    return this.requests.filter((request) => request.includes('limit=')).length;
  }

  /** Stores the object with a new resource version and tells the watches. */
  put(collection: string, namespace: string, name: string, rest: Json = {}): number {
    const objects = this.#objects(collection);
    const key = `${namespace}/${name}`;
    this.#revision += 1;
    const metadata = {
      ...(rest.metadata as Json),
      namespace,
      name,
      uid: `uid-${key}`,
      resourceVersion: `${this.#revision}`,
    };
    const object = { ...rest, metadata };
    this.#record(collection, {
      revision: this.#revision,
      type: objects.has(key) ? 'MODIFIED' : 'ADDED',
      object,
    });
    objects.set(key, object);
    return this.#revision;
  }

  delete(collection: string, namespace: string, name: string): number {
    const key = `${namespace}/${name}`;
    const object = this.#objects(collection).get(key);
    if (object === undefined) return this.#revision;
    this.#revision += 1;
    this.#objects(collection).delete(key);
    const metadata = { ...(object.metadata as Json), resourceVersion: `${this.#revision}` };
    this.#record(collection, { revision: this.#revision, type: 'DELETED', object: { ...object, metadata } });
    return this.#revision;
  }

  read(collection: string, namespace: string, name: string): Json | undefined {
    return this.#objects(collection).get(`${namespace}/${name}`);
  }

  names(collection: string): string[] {
    return [...this.#objects(collection).keys()];
  }

  /** Sends a line to all watches of a collection. */
  send(collection: string, line: Json): void {
    for (const watch of this.#watches) {
      if (watch.collection === collection && !watch.response.writableEnded)
        watch.response.write(`${JSON.stringify(line)}\n`);
    }
  }

  bookmark(collection: string): void {
    this.send(collection, {
      type: 'BOOKMARK',
      object: { metadata: { resourceVersion: `${this.#revision}` } },
    });
  }

  /** Forgets what happened before now: watches from earlier are answered with 410. */
  compact(): void {
    this.#compacted = this.#revision;
  }

  endWatches(): void {
    for (const { response } of this.#watches) response.end();
  }

  /** Sends half an event, and no more. */
  tearWatches(): void {
    for (const { response } of this.#watches) response.end('{"type":"ADDED","object":{"metadata":{"na');
  }

  cutConnections(): void {
    this.#server.closeAllConnections();
  }

  /** As after a restore from a backup: no objects, and versions that begin again from `revision`. */
  forget(revision: number): void {
    this.#collections.clear();
    this.#changes.clear();
    this.#revision = revision;
    this.#compacted = 0;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #record(collection: string, change: Change): void {
    const changes = this.#changes.get(collection) ?? [];
    changes.push(change);
    this.#changes.set(collection, changes);
    this.send(collection, { type: change.type, object: change.object });
  }

  #objects(collection: string): Map<string, Json> {
    const objects = this.#collections.get(collection) ?? new Map<string, Json>();
    this.#collections.set(collection, objects);
    return objects;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://api');
    this.requests.push(`${request.method} ${request.url}`);
    if (this.intercept(request, response, url)) return;
    if ([...this.unserved].some((path) => url.pathname.startsWith(path))) {
      response.writeHead(404).end('404 page not found\n');
      return;
    }
    if (url.pathname === '/version') {
      sendJson(response, 200, { gitVersion: this.gitVersion });
      return;
    }
    if (request.method === 'PUT') {
      void this.#update(request, response, url);
      return;
    }
    const single = /\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(url.pathname);
    if (single !== null) {
      const [, namespace = '', collection = '', name = ''] = single;
      const object = this.read(collection, namespace, name);
      if (object === undefined) {
        sendStatus(response, 404, 'NotFound', `${name} not found`, name);
        return;
      }
      sendJson(response, 200, object);
      return;
    }
    const collection = url.pathname.split('/').at(-1) ?? '';
    const namespace = /\/namespaces\/([^/]+)\//.exec(url.pathname)?.[1];
    if (url.searchParams.get('watch') === 'true') this.#watch(collection, url, response);
    else this.#list(collection, namespace, url, response);
  }

  #list(collection: string, namespace: string | undefined, url: URL, response: ServerResponse): void {
    const all = [...this.#objects(collection).values()].filter(
      (object) => namespace === undefined || (object.metadata as Json).namespace === namespace,
    );
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit') ?? all.length);
    sendJson(response, 200, {
      metadata: { resourceVersion: `${this.#revision}`, ...(to < all.length ? { continue: `${to}` } : {}) },
      items: all.slice(from, to),
    });
  }

  #watch(collection: string, url: URL, response: ServerResponse): void {
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < this.#compacted) {
      sendStatus(response, 410, 'Expired', `too old resource version: ${from}`);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const watch = { collection, response };
    this.#watches.add(watch);
    response.on('close', () => this.#watches.delete(watch));
    for (const { revision, type, object } of this.#changes.get(collection) ?? []) {
      if (revision > from) response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  async #update(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Json;
    const [, namespace = '', collection = '', name = ''] =
      /\/namespaces\/([^/]+)\/([^/]+)\/([^/]+)\/status$/.exec(url.pathname) ?? [];
    const object = this.read(collection, namespace, name);
    if (object === undefined) {
      sendStatus(response, 404, 'NotFound', `${name} not found`, name);
      return;
    }
    if ((body.metadata as Json).resourceVersion !== (object.metadata as Json).resourceVersion) {
      sendStatus(response, 409, 'Conflict', 'the object has been modified', name);
      return;
    }
    this.put(collection, namespace, name, { ...object, status: body.status });
    sendJson(response, 200, this.read(collection, namespace, name) ?? {});
  }
}

export function sendJson(response: ServerResponse, code: number, body: Json): void {
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function sendStatus(
  response: ServerResponse,
  code: number,
  reason: string,
  message: string,
  name = '',
): void {
  sendJson(response, code, {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code,
    reason,
    message,
    details: { name },
  });
}

/** Resolves once the condition holds; fails, with what was waited for, when it does not in time. */
export async function eventually(what: string, condition: () => boolean, seconds = 5): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
