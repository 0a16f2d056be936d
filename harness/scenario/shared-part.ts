/** What a scenario has of a cluster and an instance that outlive it. */
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterOptions } from '../cluster/source.ts';
import type { Running } from '../implementation/implementation.ts';
import type { StaticConfiguration } from '../implementation/static-configuration.ts';
import type { Pair, SharedPairs } from './shared-pairs.ts';

export class SharedPart {
  readonly #pairs: SharedPairs;
  #pair: Pair | undefined;
  #instance: Running | undefined;
  #isKept = true;

  constructor(pairs: SharedPairs) {
    this.#pairs = pairs;
  }

  /** Whether the scenario's cluster is one of them. */
  get isTaken(): boolean {
    return this.#pair !== undefined;
  }

  /** Whether that instance goes on when the scenario ends. */
  owns(instance: Running): boolean {
    return instance === this.#instance;
  }

  /** @param configuration as far as it is known */
  async take(configuration: StaticConfiguration, options: ClusterOptions): Promise<Cluster> {
    this.#pair = await this.#pairs.take(configuration, options);
    return this.#pair.cluster;
  }

  /** The instance with that configuration, which goes on with the cluster. */
  async instance(configuration: StaticConfiguration): Promise<Running> {
    if (this.#pair === undefined) throw new Error('The scenario has a cluster of its own.');
    this.#instance = await this.#pair.instance(configuration);
    return this.#instance;
  }

  /** The scenario has an instance of its own in the cluster. */
  async standAside(): Promise<void> {
    this.keepFromOthers();
    await this.#pair?.stopInstance();
  }

  /** The scenario does what nobody else is to find. */
  keepFromOthers(): void {
    this.#isKept = false;
  }

  /** @returns why nobody else gets it although the scenario has not failed, where it does not see what is gone */
  async end(failed: boolean): Promise<string | undefined> {
    if (this.#pair === undefined) return undefined;
    if (failed || !this.#isKept || this.#instance?.crash?.() !== undefined) {
      await this.#pair.end();
      return undefined;
    }
    try {
      await this.#pairs.giveBack(this.#pair);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
