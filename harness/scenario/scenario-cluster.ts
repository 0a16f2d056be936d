/** The cluster of one scenario: what is asked of it before it is first used, and where it comes from. */
import type { BearerToken } from '../../fixtures/api-server/index.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type EmbeddedCluster, isEmbedded, startEmbeddedCluster } from '../cluster/embedded.ts';
import type { ClusterOptions } from '../cluster/source.ts';
import { endEach } from './endings.ts';

/** Gives the scenario its cluster, when it is first needed. @param usual whether nothing is asked of it but to be there */
export type ProvideCluster = (options: ClusterOptions, usual: boolean) => Promise<Cluster>;

export class ScenarioCluster {
  readonly #provide: ProvideCluster;
  readonly #usualVersion: string;
  #version: string;
  #rbac = false;
  #https = false;
  #tokens: BearerToken[] | undefined;
  #cluster: Promise<Cluster> | undefined;
  #other: Promise<EmbeddedCluster> | undefined;

  constructor(kubernetesVersion: string, provide: ProvideCluster) {
    this.#usualVersion = kubernetesVersion;
    this.#version = kubernetesVersion;
    this.#provide = provide;
  }

  /** Before the cluster is first used, as what follows. */
  useKubernetes(version: string): void {
    this.#refuseWhenStarted('The Kubernetes version');
    this.#version = version;
  }

  useRbac(): void {
    this.#refuseWhenStarted('RBAC');
    this.#rbac = true;
  }

  useHttps(): void {
    this.#refuseWhenStarted('HTTPS');
    this.#https = true;
  }

  useAuthentication(): void {
    this.#refuseWhenStarted('Authentication');
    this.#tokens ??= [];
  }

  /** At any time. */
  async acceptToken(token: BearerToken): Promise<void> {
    if (this.#cluster !== undefined) (await this.own()).server.tokens.add(token);
    else this.#tokens = [...(this.#tokens ?? []), token];
  }

  get(): Promise<Cluster> {
    const usual =
      this.#version === this.#usualVersion && !this.#rbac && !this.#https && this.#tokens === undefined;
    this.#cluster ??= this.#provide(
      { version: this.#version, rbac: this.#rbac, https: this.#https, tokens: this.#tokens },
      usual,
    );
    return this.#cluster;
  }

  async own(): Promise<EmbeddedCluster> {
    const cluster = await this.get();
    if (isEmbedded(cluster)) return cluster;
    throw new Error(
      'This scenario needs an API server of the suite, which its statement does not say that it requires.',
    );
  }

  other(): Promise<EmbeddedCluster> {
    this.#other ??= startEmbeddedCluster({
      version: this.#version,
      rbac: false,
      https: true,
      tokens: undefined,
    });
    return this.#other;
  }

  /** @param giveBack ends the scenario's part of its cluster, or all of it */
  async end(giveBack: (cluster: Cluster) => Promise<void>): Promise<void> {
    const [cluster, other] = await Promise.allSettled([this.#cluster, this.#other]);
    await endEach([
      async () => {
        if (cluster.status === 'fulfilled' && cluster.value !== undefined) await giveBack(cluster.value);
      },
      async () => {
        if (other.status === 'fulfilled') await other.value?.stop();
      },
    ]);
  }

  #refuseWhenStarted(what: string): void {
    if (this.#cluster !== undefined)
      throw new Error(`${what} must be said before the cluster is first used.`);
  }
}
