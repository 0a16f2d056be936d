/**
 * What one scenario has: a cluster, an implementation under test, a client. Each is started when it is first
 * needed and everything is gone when the scenario ends; nothing is shared with another scenario.
 */

import type { BearerToken } from '../../fixtures/api-server/index.ts';
import { type NameServer, startNameServer } from '../../fixtures/name-server/index.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type EmbeddedCluster, isEmbedded, startEmbeddedCluster } from '../cluster/embedded.ts';
import type { ClusterSource } from '../cluster/source.ts';
import {
  type Implementation,
  type Running,
  StartRefused,
  type Surroundings,
} from '../implementation/implementation.ts';
import {
  completeConfiguration,
  emptyConfiguration,
  type OptionTree,
  type OptionValue,
  optionsOf,
  type StaticConfiguration,
  writeConfiguration,
} from '../implementation/static-configuration.ts';
import { createTrafficClient, type Exchange, type HttpRequest } from '../traffic/client.ts';
import type { SteadyTraffic } from '../traffic/steady-traffic.ts';
import { passBarrier, raiseBarrier, watchedNamespaces } from './barrier.ts';
import { Certificates } from './certificates.ts';
import { ClusterAccess } from './cluster-access.ts';
import { endEach } from './endings.ts';
import { defineCertificateFiles } from './pod-protocol.ts';

export interface SessionSettings {
  readonly implementation: Implementation;
  readonly clusters: ClusterSource;
  /** Of the cluster, where the scenario does not choose one. */
  readonly kubernetesVersion: string;
}

/** One instance of the implementation under test, from its configuration to its end. */
interface Controller {
  readonly running: Promise<Running>;
  readonly configuration: StaticConfiguration;
}

/** How many of the latest exchanges are kept to explain a failure. */
const keptExchanges = 20;

export class Session {
  readonly #settings: SessionSettings;
  readonly #client = createTrafficClient();
  readonly #exchanges: Exchange[] = [];
  readonly #controllers = new Map<string, Controller>();
  #kubernetesVersion: string;
  #rbac = false;
  #https = false;
  #tokens: BearerToken[] | undefined;
  #cluster: Promise<Cluster> | undefined;
  #configuration: StaticConfiguration = emptyConfiguration;
  #options: OptionTree = {};
  readonly #leftAlone: string[] = [];
  #additions: OptionTree = {};
  #documentOptions: OptionTree = {};
  #nameServers: Pick<Surroundings, 'nameServers'> = {};
  #nameServer: Promise<NameServer> | undefined;
  #barriers = 0;
  #otherCluster: Promise<EmbeddedCluster> | undefined;
  /** How instances find the cluster and show who they are. */
  readonly access = new ClusterAccess(
    () => this.cluster(),
    () => this.ownCluster(),
  );
  readonly certificates = new Certificates();
  /** Requests that go on while a scenario changes things; stopped with the session at the latest. */
  steadyTraffic: SteadyTraffic | undefined;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#kubernetesVersion = settings.kubernetesVersion;
    defineCertificateFiles(this);
  }

  /** Before the cluster is first used. */
  useKubernetes(version: string): void {
    this.#refuseWhenStarted('The Kubernetes version');
    this.#kubernetesVersion = version;
  }

  /** Before the cluster is first used: from then on the implementation may do only what roles grant it. */
  useRbac(): void {
    this.#refuseWhenStarted('RBAC');
    this.#rbac = true;
  }

  /** Before the cluster is first used: from then on it serves HTTPS, and that alone. */
  useHttps(): void {
    this.#refuseWhenStarted('HTTPS');
    this.#https = true;
  }

  /** Before the cluster is first used: from then on it asks its clients who they are. */
  useAuthentication(): void {
    this.#refuseWhenStarted('Authentication');
    this.#tokens ??= [];
  }

  /** From then on the cluster accepts it; before the cluster is first used, this lets it ask its clients who they are. */
  async acceptToken(token: BearerToken): Promise<void> {
    if (this.#cluster !== undefined) (await this.ownCluster()).server.tokens.add(token);
    else this.#tokens = [...(this.#tokens ?? []), token];
  }

  cluster(): Promise<Cluster> {
    this.#cluster ??= this.#settings.clusters.provide({
      version: this.#kubernetesVersion,
      rbac: this.#rbac,
      https: this.#https,
      tokens: this.#tokens,
    });
    return this.#cluster;
  }

  /** The cluster, where its API server is one of the suite's own: for statements that require `api-server` or `faults`. */
  async ownCluster(): Promise<EmbeddedCluster> {
    const cluster = await this.cluster();
    if (isEmbedded(cluster)) return cluster;
    throw new Error(
      'This scenario needs an API server of the suite, which its statement does not say that it requires.',
    );
  }

  /** One that instances might take for theirs: over HTTPS, with an authority of its own, open to everybody. */
  otherCluster(): Promise<EmbeddedCluster> {
    this.#otherCluster ??= startEmbeddedCluster({
      version: this.#kubernetesVersion,
      rbac: false,
      https: true,
      tokens: undefined,
    });
    return this.#otherCluster;
  }

  /** A name server that instances ask, started when it is first needed; before the first of them is. */
  nameServer(): Promise<NameServer> {
    if (this.#nameServer === undefined && this.#controllers.size > 0)
      throw new Error('The name server must be there before the first controller starts.');
    this.#nameServer ??= startNameServer().then((server) => {
      this.#nameServers = { nameServers: [server.address] };
      return server;
    });
    return this.#nameServer;
  }

  /**
   * Adds to what the implementation is started with: files, arguments, variables, with run-time values in them.
   * Variables that are no options are part of its surroundings.
   */
  configure(addition: Partial<StaticConfiguration>): void {
    const { files, arguments: flags, variables } = this.#configuration;
    const { options = [], others = [] } = Object.groupBy(
      Object.entries(addition.variables ?? {}),
      ([name]) => (/^TRAEFIK_/i.test(name) ? 'options' : 'others'),
    );
    this.#configuration = {
      files: [...files, ...(addition.files ?? [])],
      arguments: [...flags, ...(addition.arguments ?? [])],
      variables: { ...variables, ...Object.fromEntries(options) },
    };
    this.access.setVariables(Object.fromEntries(others));
  }

  /** Sets one option of the provider, which that enables; in whatever form. */
  setProviderOption(name: string, value: OptionValue | OptionTree): void {
    this.#options = { ...this.#options, [name]: value };
  }

  /** Adds options to the static configuration, in the form that the scenario gives it, where it does not set them. */
  addOptions(options: OptionTree): void {
    this.#additions = { ...this.#additions, ...options };
  }

  /** The scenario is one of that document: see `Implementation.documentOptions`. */
  keepDocument(id: string): void {
    this.#documentOptions = this.#settings.implementation.documentOptions.get(id) ?? {};
  }

  /** Nothing is added to the static configuration for this option or section: its default is what counts. */
  leaveAlone(name: string): void {
    this.#leftAlone.push(name);
  }

  /**
   * Starts an instance, or gives the one of that name that is running. Throws `StartRefused` where it refuses
   * the configuration.
   */
  controller(name = 'controller', configuration = this.#effectiveConfiguration()): Promise<Running> {
    const known = this.#controllers.get(name);
    if (known !== undefined) return known.running;
    const running = this.#start(configuration);
    // Whoever asked for it hears of a failure; the entry in the map must not be an unhandled one besides.
    running.catch(() => {});
    this.#controllers.set(name, { running, configuration });
    return running;
  }

  /** Ends an instance. Whoever asks for one of its name from then on gets a new one, with nothing of its own kept. */
  async stopController(name: string): Promise<void> {
    const controller = this.#controllers.get(name);
    if (controller === undefined) throw new Error(`There is no controller ${name} to stop.`);
    await (await controller.running).stop();
    this.#controllers.delete(name);
  }

  /** The names of all instances that were asked for so far. */
  controllers(): readonly string[] {
    return [...this.#controllers.keys()];
  }

  /** Why the instance did not start; throws where it did. */
  async refusal(): Promise<StartRefused> {
    try {
      await this.controller();
    } catch (error) {
      if (error instanceof StartRefused) return error;
      throw error;
    }
    throw new Error('The implementation started, although its configuration should have been refused.');
  }

  /** Sends one request to its entry point, by default `websecure` for a URL with `https` and `web` for one with `http`. */
  async exchange(request: HttpRequest, controller = 'controller'): Promise<Exchange> {
    const exchange = await this.#ask(request, controller);
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > keptExchanges) this.#exchanges.shift();
    return exchange;
  }

  /**
   * Resolves when the instance has seen everything that has been done to the cluster until now; Secrets only where
   * that is asked for, since no route depends on them.
   */
  async settled(controller = 'controller', { secrets = false } = {}): Promise<void> {
    await this.controller(controller);
    const configuration = this.#controllers.get(controller)?.configuration ?? emptyConfiguration;
    const options = optionsOf(configuration);
    for (const namespace of watchedNamespaces(options)) {
      const barrier = await raiseBarrier({
        cluster: await this.cluster(),
        options,
        namespace,
        controller: this.#settings.implementation.ingressClass.controller,
        number: ++this.#barriers,
        certificates: secrets ? this.certificates : undefined,
      });
      await passBarrier(barrier, (request) => this.#ask(request, controller));
    }
  }

  /** For a failing scenario: what was asked and answered last, the log, the dynamic configuration. */
  async evidence(): Promise<SessionEvidence> {
    const running = await Promise.allSettled([...this.#controllers.values()].map(({ running }) => running));
    const instances = valuesOf(running);
    const configurations = await Promise.allSettled(
      instances.map((instance) => instance.dynamicConfiguration()),
    );
    return {
      exchanges: [...this.#exchanges],
      logs: instances.map((instance) => instance.log()),
      dynamicConfigurations: valuesOf(configurations),
    };
  }

  /**
   * Ends everything that the scenario started: clients before instances, those before the cluster. What can't be
   * ended keeps nothing else from it; it is thrown at last, as an AggregateError.
   */
  async end(): Promise<void> {
    const instances = await Promise.allSettled([...this.#controllers.values()].map(({ running }) => running));
    const clusters = await Promise.allSettled([this.#cluster, this.#otherCluster]);
    await endEach([
      // Where nothing could be sent, the step that waited for answers has said so.
      async () => void (await this.steadyTraffic?.stop().catch(() => {})),
      () => endEach(valuesOf(instances).map((instance) => () => instance.stop())),
      () => this.#client.close(),
      async () => (await this.#nameServer)?.stop(),
      () => this.access.end(),
      () => endEach(valuesOf(clusters).map((cluster) => async () => cluster?.stop())),
    ]);
  }

  async #ask(request: HttpRequest, controller: string): Promise<Exchange> {
    const running = await this.controller(controller);
    const entryPoint = request.entryPoint ?? (request.url.startsWith('https:') ? 'websecure' : 'web');
    const address = running.address(entryPoint);
    if (address === undefined) throw new Error(`The implementation has no entry point named ${entryPoint}.`);
    return await this.#client.exchange(request, address, await this.certificates.trusted());
  }

  async #start(configuration: StaticConfiguration): Promise<Running> {
    await this.cluster();
    return await this.#settings.implementation.start(await this.access.values.inAll(configuration), {
      ...(await this.access.surroundings()),
      ...this.#nameServers,
    });
  }

  #effectiveConfiguration(): StaticConfiguration {
    const completed = completeConfiguration(this.#givenConfiguration(), this.#additions);
    return completeConfiguration(completed, this.#documentOptions);
  }

  #givenConfiguration(): StaticConfiguration {
    const { files, arguments: flags, variables } = this.#configuration;
    const given = files.length > 0 || flags.length > 0 || Object.keys(variables).length > 0;
    const leftAlone = this.#leftAlone;
    if (!given) {
      return {
        ...writeConfiguration('flags', { providers: { kubernetesIngress: this.#options } }),
        leftAlone,
      };
    }
    if (Object.keys(this.#options).length > 0) {
      throw new Error(
        'A scenario gives provider options either one by one or in sources of its own, not both.',
      );
    }
    return { ...this.#configuration, leftAlone };
  }

  #refuseWhenStarted(what: string): void {
    if (this.#cluster !== undefined)
      throw new Error(`${what} must be said before the cluster is first used.`);
  }
}

function valuesOf<Value>(results: readonly PromiseSettledResult<Value>[]): readonly Value[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

export interface SessionEvidence {
  readonly exchanges: readonly Exchange[];
  readonly logs: readonly (readonly string[])[];
  readonly dynamicConfigurations: readonly unknown[];
}
