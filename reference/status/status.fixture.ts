import { ApiError, type Failure } from '../kubernetes/api-error.ts';
import type { IngressStatusClient, StatusSnapshot } from '../kubernetes/ingress-status.ts';
import type { Ingress, LoadBalancerIngress, ObjectMeta, Service } from '../kubernetes/objects.ts';
import { recordingLogger } from '../kubernetes/recording-logger.fixture.ts';
import type { StoreReader } from '../kubernetes/store.ts';
import { createStatusWriter, type StatusTuning, type StatusWriter } from './status-writer.ts';

type Addresses = readonly LoadBalancerIngress[];

export const endpoint = { ip: '192.0.2.1', hostname: '', publishedService: '' };

export interface Wishes {
  readonly endpoint?: typeof endpoint | undefined;
  readonly tuning?: Partial<StatusTuning>;
  /** Called in place of waiting. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** A writer with time and chance that are the same in each run, its log, and the delays that it asked for. */
export function scriptedWriter(
  cluster: ScriptedCluster,
  wishes: Wishes = {},
): { readonly status: StatusWriter; readonly lines: string[]; readonly delays: number[] } {
  const { logger, lines } = recordingLogger();
  const delays: number[] = [];
  const status = createStatusWriter({
    endpoint: 'endpoint' in wishes ? wishes.endpoint : endpoint,
    client: cluster.client(),
    logger,
    timing: {
      sleep: async (milliseconds, signal) => {
        delays.push(milliseconds);
        await (wishes.sleep?.(milliseconds, signal) ?? new Promise((resolve) => setImmediate(resolve)));
        signal.throwIfAborted();
      },
      now: () => 0,
      random: () => 0.5,
    },
    tuning: {
      perSecond: 20,
      burst: 1_000,
      concurrency: 4,
      backoffBase: 100,
      backoffCeiling: 1_000,
      ...wishes.tuning,
    },
  });
  return { status, lines, delays };
}

export function storeOf(
  services: { namespace: string; name: string; loadBalancer: Addresses }[],
): StoreReader {
  const objects = services.map(
    ({ namespace, name, loadBalancer }): Service => ({
      kind: 'Service',
      metadata: metadata(namespace, name, '1'),
      type: 'LoadBalancer',
      clusterIP: '',
      externalName: '',
      ports: [],
      loadBalancer,
    }),
  );
  return {
    get: (kind, namespace, name) =>
      objects.find(
        ({ metadata: meta, kind: of }) => kind === of && meta.namespace === namespace && meta.name === name,
      ) as never,
    list: () => objects as never,
  };
}

export function ingress(name: string, loadBalancer: Addresses = [], revision = 1): Ingress {
  return {
    kind: 'Ingress',
    metadata: metadata('a', name, String(revision)),
    ingressClassName: undefined,
    defaultBackend: undefined,
    rules: [],
    tls: [],
    loadBalancer,
  };
}

function metadata(namespace: string, name: string, resourceVersion: string): ObjectMeta {
  const uid = `uid-${namespace}-${name}`;
  return { namespace, name, uid, resourceVersion, creationTimestamp: '', labels: {}, annotations: {} };
}

export function statusFailure(code: number, reason = ''): Failure {
  return { kind: 'status', code, reason, message: 'as scripted', retryAfter: undefined, objectName: 'x' };
}

/** Ingresses as a server has them, which several writers may share; what was asked of it is counted. */
export class ScriptedCluster {
  readonly #objects = new Map<string, { revision: number; addresses: Addresses }>();
  /** `read x`, `write x` in order; writes that were refused are there too. */
  readonly requests: string[] = [];
  /** Says how the next request of that kind fails, if it does. */
  fail: (request: string) => Failure | undefined = () => undefined;
  /** Called between reading and writing. */
  meanwhile: (name: string) => void = () => {};
  /** Requests wait for it. */
  gate: Promise<void> = Promise.resolve();
  busiest = 0;
  #busy = 0;

  set(name: string, addresses: Addresses = []): Ingress {
    const revision = (this.#objects.get(name)?.revision ?? 0) + 1;
    this.#objects.set(name, { revision, addresses });
    return ingress(name, addresses, revision);
  }

  delete(name: string): void {
    this.#objects.delete(name);
  }

  addresses(name: string): Addresses | undefined {
    return this.#objects.get(name)?.addresses;
  }

  now(name: string): Ingress {
    const { addresses, revision } = this.#objects.get(name) ?? { addresses: [], revision: 0 };
    return ingress(name, addresses, revision);
  }

  get writes(): string[] {
    return this.requests.filter((request) => request.startsWith('write'));
  }

  /** Until no request has come for a few turns of the event loop. */
  async quiet(): Promise<void> {
    let seen = -1;
    while (seen !== this.requests.length) {
      seen = this.requests.length;
      for (let turns = 0; turns < 10; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  client(): IngressStatusClient {
    return {
      read: async (_namespace, name) =>
        this.#request(`read ${name}`, (): StatusSnapshot | undefined => {
          const object = this.#objects.get(name);
          if (object === undefined) return undefined;
          return { uid: `uid-a-${name}`, loadBalancer: object.addresses, raw: { revision: object.revision } };
        }),
      write: async (_namespace, name, snapshot, desired) => {
        this.meanwhile(name);
        await this.#request(`write ${name}`, () => {
          const object = this.#objects.get(name);
          if (object === undefined) throw new ApiError(`write ${name}`, statusFailure(404, 'NotFound'));
          if (object.revision !== snapshot.raw.revision) {
            throw new ApiError(`write ${name}`, statusFailure(409, 'Conflict'));
          }
          this.set(name, desired);
        });
      },
    };
  }

  async #request<T>(request: string, answer: () => T): Promise<T> {
    this.requests.push(request);
    this.#busy += 1;
    this.busiest = Math.max(this.busiest, this.#busy);
    try {
      await this.gate;
      const failure = this.fail(request);
      if (failure !== undefined) throw new ApiError(request, failure);
      return answer();
    } finally {
      this.#busy -= 1;
    }
  }
}
