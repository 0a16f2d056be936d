/**
 * Clusters with an instance each that outlive a scenario, so that the next one that asks for the same configuration
 * finds it running. Each worker has a few; a pair is used by one scenario at a time.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterOptions, ClusterSource } from '../cluster/source.ts';
import { trackObjects } from '../cluster/tracked.ts';
import type { Implementation, Running } from '../implementation/implementation.ts';
import type { StaticConfiguration } from '../implementation/static-configuration.ts';
import { removeAll } from './clean-up.ts';
import { endEach } from './endings.ts';

/** Idle ones of each worker: beyond these, the one that has waited longest is ended. */
const mostIdle = 3;

/** Whatever makes instances exchangeable. */
function keyOf(configuration: StaticConfiguration): string {
  return JSON.stringify(configuration);
}

export class SharedPairs {
  readonly #implementation: Implementation;
  readonly #clusters: ClusterSource;
  readonly #idle: Pair[] = [];
  #made = 0;

  constructor(implementation: Implementation, clusters: ClusterSource) {
    this.#implementation = implementation;
    this.#clusters = clusters;
  }

  /** One whose instance has that configuration already; else a fresh one. */
  async take(configuration: StaticConfiguration, options: ClusterOptions): Promise<Pair> {
    const key = keyOf(configuration);
    const found = this.#idle.findIndex((pair) => pair.key === key);
    const [pair] = found < 0 ? [] : this.#idle.splice(found, 1);
    if (pair !== undefined) {
      pair.begin();
      return pair;
    }
    return await Pair.create(this.#implementation, await this.#clusters.provide(options), ++this.#made);
  }

  /**
   * Takes away what the scenario has left in the cluster, and keeps the pair once its instance has seen that.
   *
   * @throws Error where it never does: the pair is ended then
   */
  async giveBack(pair: Pair): Promise<void> {
    try {
      await pair.clear(this.#implementation.ingressClass.controller);
    } catch (error) {
      await pair.end();
      throw error;
    }
    // Without an instance it saves the next one nothing.
    if (pair.key === undefined) {
      await pair.end();
      return;
    }
    this.#idle.push(pair);
    if (this.#idle.length > mostIdle) await this.#idle.shift()?.end();
  }

  async end(): Promise<void> {
    await endEach(this.#idle.splice(0).map((pair) => () => pair.end()));
  }
}

export class Pair {
  readonly #implementation: Implementation;
  readonly #whole: Cluster;
  readonly #folder: string;
  readonly #number: number;
  #view: Cluster;
  #instance: { readonly key: string; readonly running: Promise<Running> } | undefined;
  #configuration: StaticConfiguration | undefined;
  #cleared = 0;

  private constructor(implementation: Implementation, cluster: Cluster, folder: string, number: number) {
    this.#implementation = implementation;
    this.#whole = cluster;
    this.#folder = folder;
    this.#number = number;
    this.#view = viewOf(cluster);
  }

  static async create(implementation: Implementation, cluster: Cluster, number: number): Promise<Pair> {
    const folder = await mkdtemp(join(tmpdir(), 'pair-'));
    await writeFile(join(folder, 'kubeconfig'), cluster.kubeconfig(), { mode: 0o600 });
    return new Pair(implementation, cluster, folder, number);
  }

  /** Of the configuration of the instance; undefined where there is none, or none that runs. */
  get key(): string | undefined {
    return this.#instance?.key;
  }

  /** As the scenario sees it: without what was asked of it before, and to be given back by way of the pair. */
  get cluster(): Cluster {
    return this.#view;
  }

  /** A scenario has it from now on. */
  begin(): void {
    this.#view = viewOf(this.#whole);
  }

  /** The instance with that configuration; one with another makes place for it. Rejects as `Implementation.start` does. */
  async instance(configuration: StaticConfiguration): Promise<Running> {
    const key = keyOf(configuration);
    if (this.#instance?.key === key) return await this.#instance.running;
    await this.stopInstance();
    const running = this.#implementation.start(configuration, {
      variables: { KUBECONFIG: join(this.#folder, 'kubeconfig') },
      serviceAccountDirectory: join(this.#folder, 'none'),
    });
    this.#instance = { key, running };
    this.#configuration = configuration;
    return await running;
  }

  async stopInstance(): Promise<void> {
    const instance = this.#instance;
    this.#instance = undefined;
    // What did not start has told whoever asked for it.
    const running = await instance?.running.catch(() => undefined);
    await running?.stop();
  }

  /** As it was before the scenario, for the next one. */
  async clear(controller: string): Promise<void> {
    const running = await this.#instance?.running;
    const configuration = this.#configuration;
    if (running === undefined || configuration === undefined) return;
    const number = `${this.#number}-${++this.#cleared}`;
    await removeAll({ whole: this.#whole, view: this.#view, running, configuration, controller, number });
    running.clearLog?.();
  }

  async end(): Promise<void> {
    await endEach([
      () => this.stopInstance(),
      () => this.#whole.stop(),
      () => rm(this.#folder, { recursive: true, force: true }),
    ]);
  }
}

/** The cluster, with what comes from now on. */
function viewOf(whole: Cluster): Cluster {
  const before = whole.requests().at(-1)?.start ?? Number.NEGATIVE_INFINITY;
  const requests = () => whole.requests().filter(({ start, open }) => open || start > before);
  return Object.assign(trackObjects(whole), { requests });
}
