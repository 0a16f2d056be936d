import type { Timing } from './backoff.ts';
import { createClient, defaultLimits } from './client.ts';
import { chooseConnection } from './connection.ts';
import { ObjectStore } from './object-store.ts';
import { defaultTuning, Reflector, type ReflectorState, type ReflectorTuning } from './reflector.ts';
import type { Scope } from './resources.ts';
import type { ScriptedApi } from './scripted-api.fixture.ts';
import { VersionSource } from './version.ts';

export const services: Scope = { kind: 'Service', namespace: undefined };
export const ingresses: Scope = { kind: 'Ingress', namespace: undefined };
export const ingressClasses: Scope = { kind: 'IngressClass', namespace: undefined };

export interface Following {
  readonly store: ObjectStore;
  readonly states: ReflectorState[];
  /** The delays that were asked for, in milliseconds; none of them is waited for. */
  readonly delays: number[];
  readonly defects: unknown[];
  readonly version: VersionSource;
  stop(): Promise<void>;
}

export interface Wishes {
  readonly scope?: Scope;
  readonly labelSelector?: string;
  readonly optional?: boolean;
  readonly tuning?: Partial<ReflectorTuning>;
  /** Called in place of waiting. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly now?: () => number;
}

/** Follows one scope of the server, with time and chance that are the same in each run. */
export async function followScope(api: ScriptedApi, wishes: Wishes = {}): Promise<Following> {
  const { scope = services, labelSelector = '', optional = false, tuning, sleep, now = () => 0 } = wishes;
  const connection = await chooseConnection({ endpoint: api.url, token: '', certAuthFilePath: '' }, {});
  const client = createClient(connection, { ...defaultLimits, connectTimeout: 1_000 });
  const store = new ObjectStore([scope]);
  const states: ReflectorState[] = [];
  const delays: number[] = [];
  const defects: unknown[] = [];
  const timing: Timing = {
    sleep: async (milliseconds, signal) => {
      delays.push(milliseconds);
      await (sleep?.(milliseconds, signal) ?? new Promise((resolve) => setImmediate(resolve)));
      signal.throwIfAborted();
    },
    now,
    random: () => 0.5,
  };
  const version = new VersionSource(client);
  const ending = new AbortController();
  const running = new Reflector({
    scope,
    labelSelector,
    optional,
    client,
    version,
    store,
    timing,
    tuning: { ...defaultTuning, ...tuning },
    report: (_scope, state) => states.push(state),
    defect: (_scope, error) => defects.push(error),
  }).run(ending.signal);
  const stop = async () => {
    ending.abort();
    await running;
    store.close();
    await client.close();
  };
  return { store, states, delays, defects, version, stop };
}

/** Of the Services that are held. */
export function names(store: ObjectStore): string[] {
  return [...store.list('Service')].map(({ metadata }) => metadata.name).sort();
}
