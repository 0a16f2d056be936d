/**
 * What one scenario has: a cluster, an implementation under test, a client. Each is started when it is first needed
 * and is gone when the scenario ends. Cluster and instance may have been another scenario's before, where neither
 * can tell (`sharing.ts`).
 */

import type { BearerToken } from '../../fixtures/api-server/index.ts';
import { type NameServer, startNameServer } from '../../fixtures/name-server/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { EmbeddedCluster } from '../cluster/embedded.ts';
import type { ClusterOptions, ClusterSource } from '../cluster/source.ts';
import {
  type Implementation,
  type Running,
  StartRefused,
  type Surroundings,
} from '../implementation/implementation.ts';
import {
  emptyConfiguration,
  type OptionTree,
  type OptionValue,
  optionsOf,
  type StaticConfiguration,
} from '../implementation/static-configuration.ts';
import { createTrafficClient, type Exchange, type HttpRequest } from '../traffic/client.ts';
import type { SteadyTraffic } from '../traffic/steady-traffic.ts';
import { passBarrier, raiseBarrier, watchedNamespaces } from './barrier.ts';
import { Certificates } from './certificates.ts';
import { ClusterAccess } from './cluster-access.ts';
import { endEach } from './endings.ts';
import { defineCertificateFiles } from './pod-protocol.ts';
import { ScenarioCluster } from './scenario-cluster.ts';
import { ScenarioOptions } from './scenario-options.ts';
import type { SharedPairs } from './shared-pairs.ts';
import { SharedPart } from './shared-part.ts';
import { allowsSharing } from './sharing.ts';

export interface SessionSettings {
  readonly implementation: Implementation;
  readonly clusters: ClusterSource;
  /** Of the cluster, where the scenario does not choose one. */
  readonly kubernetesVersion: string;
  /** Clusters and instances that outlive scenarios; undefined: each scenario has its own. */
  readonly pairs?: SharedPairs;
}

/** One instance of the implementation under test, from its configuration to its end. */
interface Controller {
  readonly running: Promise<Running>;
  readonly configuration: StaticConfiguration;
}

/** Of all instances the one that goes on with a cluster which is shared. */
const mainController = 'controller';

/** How many of the latest exchanges are kept to explain a failure. */
const keptExchanges = 20;

export class Session {
  readonly #settings: SessionSettings;
  readonly #client = createTrafficClient();
  readonly #exchanges: Exchange[] = [];
  readonly #controllers = new Map<string, Controller>();
  readonly #cluster: ScenarioCluster;
  readonly #options = new ScenarioOptions();
  /** What its statements require; undefined where nobody has said: it shares nothing. */
  #requires: ReadonlySet<Capability> | undefined;
  /** Undefined: each scenario has its own of everything. */
  readonly #shared: SharedPart | undefined;
  #nameServers: Pick<Surroundings, 'nameServers'> = {};
  #nameServer: Promise<NameServer> | undefined;
  #barriers = 0;
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
    this.#shared = settings.pairs && new SharedPart(settings.pairs);
    this.#cluster = new ScenarioCluster(settings.kubernetesVersion, (options, usual) =>
      this.#provide(options, usual),
    );
    defineCertificateFiles(this);
  }

  /** Before the cluster is first used. */
  useKubernetes(version: string): void {
    this.#cluster.useKubernetes(version);
  }

  /** Before the cluster is first used: from then on the implementation may do only what roles grant it. */
  useRbac(): void {
    this.#cluster.useRbac();
  }

  /** Before the cluster is first used: from then on it serves HTTPS, and that alone. */
  useHttps(): void {
    this.#cluster.useHttps();
  }

  /** Before the cluster is first used: from then on it asks its clients who they are. */
  useAuthentication(): void {
    this.#cluster.useAuthentication();
  }

  /** From then on the cluster accepts it; before the cluster is first used, this lets it ask its clients who they are. */
  acceptToken(token: BearerToken): Promise<void> {
    return this.#cluster.acceptToken(token);
  }

  cluster(): Promise<Cluster> {
    return this.#cluster.get();
  }

  /** The cluster, where its API server is one of the suite's own: for statements that require `api-server` or `faults`. */
  ownCluster(): Promise<EmbeddedCluster> {
    // Who does more than bring objects leaves it to nobody.
    this.#shared?.keepFromOthers();
    return this.#cluster.own();
  }

  /** One that instances might take for theirs: over HTTPS, with an authority of its own, open to everybody. */
  otherCluster(): Promise<EmbeddedCluster> {
    return this.#cluster.other();
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
  configure({ variables = {}, ...addition }: Partial<StaticConfiguration>): void {
    const { options = [], others = [] } = Object.groupBy(Object.entries(variables), ([name]) =>
      /^TRAEFIK_/i.test(name) ? 'options' : 'others',
    );
    this.#options.configure({ ...addition, variables: Object.fromEntries(options) });
    this.access.setVariables(Object.fromEntries(others));
  }

  /** Sets one option of the provider, which that enables; in whatever form. */
  setProviderOption(name: string, value: OptionValue | OptionTree): void {
    this.#options.setProviderOption(name, value);
  }

  /** Adds options to the static configuration, in the form that the scenario gives it, where it does not set them. */
  addOptions(options: OptionTree): void {
    this.#options.add(options);
  }

  /** The scenario is one of that document: see `Implementation.documentOptions`. */
  keepDocument(id: string): void {
    this.#options.documentOptions = this.#settings.implementation.documentOptions.get(id) ?? {};
  }

  /** What its statements require, which says whether it can have what others had before it. */
  require(capabilities: ReadonlySet<Capability>): void {
    this.#requires = capabilities;
  }

  /** Nothing is added to the static configuration for this option or section: its default is what counts. */
  leaveAlone(name: string): void {
    this.#options.leaveAlone(name);
  }

  /**
   * Starts an instance, or gives the one of that name that is running. Throws `StartRefused` where it refuses
   * the configuration.
   */
  controller(name = mainController, configuration = this.#options.effective()): Promise<Running> {
    const known = this.#controllers.get(name);
    if (known !== undefined) return known.running;
    const running = this.#start(name, configuration);
    // Whoever asked for it hears of a failure; the entry in the map must not be an unhandled one besides.
    running.catch(() => {});
    this.#controllers.set(name, { running, configuration });
    return running;
  }

  /** Ends an instance. Whoever asks for one of its name from then on gets a new one, with nothing of its own kept. */
  async stopController(name: string): Promise<void> {
    const controller = this.#controllers.get(name);
    if (controller === undefined) throw new Error(`There is no controller ${name} to stop.`);
    const running = await controller.running;
    if (this.#shared?.owns(running)) await this.#shared.standAside();
    else await running.stop();
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
  async exchange(request: HttpRequest, controller = mainController): Promise<Exchange> {
    const exchange = await this.#ask(request, controller);
    this.#exchanges.push(exchange);
    if (this.#exchanges.length > keptExchanges) this.#exchanges.shift();
    return exchange;
  }

  /**
   * Resolves when the instance has seen everything that has been done to the cluster until now; Secrets only where
   * that is asked for, since no route depends on them.
   */
  async settled(controller = mainController, { secrets = false } = {}): Promise<void> {
    await this.controller(controller);
    const configuration = this.#controllers.get(controller)?.configuration ?? emptyConfiguration;
    const options = optionsOf(configuration);
    for (const namespace of watchedNamespaces(options)) {
      const barrier = await raiseBarrier({
        cluster: await this.cluster(),
        options,
        namespace,
        controller: this.#settings.implementation.ingressClass.controller,
        ownName: this.#settings.implementation.ingressClass.ownName,
        number: String(++this.#barriers),
        certificates: secrets ? this.certificates : undefined,
      });
      await passBarrier(barrier, (request) => this.#ask(request, controller));
    }
  }

  /** For a failing scenario: what was asked and answered last, the log, the dynamic configuration. */
  async evidence(): Promise<SessionEvidence> {
    const instances = await this.#instances();
    const configurations = await Promise.allSettled(
      instances.map((instance) => instance.dynamicConfiguration()),
    );
    return {
      exchanges: [...this.#exchanges],
      crashes: instances.flatMap((instance) => instance.crash?.() ?? []),
      logs: instances.map((instance) => instance.log()),
      dynamicConfigurations: valuesOf(configurations),
    };
  }

  /**
   * Ends everything that the scenario started: clients before instances, those before the cluster. What can't be
   * ended keeps nothing else from it; it is thrown at last, as an AggregateError.
   *
   * @param failed whether the scenario has: nobody else is to have its instance then
   * @returns why an instance is given to nobody else although the scenario has not failed, where that is so
   */
  async end(failed = false): Promise<string | undefined> {
    const instances = (await this.#instances()).filter((instance) => !this.#shared?.owns(instance));
    let notCleared: string | undefined;
    await endEach([
      // Where nothing could be sent, the step that waited for answers has said so.
      async () => void (await this.steadyTraffic?.stop().catch(() => {})),
      () => endEach(instances.map((instance) => () => instance.stop())),
      () => this.#client.close(),
      async () => (await this.#nameServer)?.stop(),
      () => this.access.end(),
      () =>
        this.#cluster.end(async (cluster) => {
          if (this.#shared?.isTaken) notCleared = await this.#shared.end(failed);
          else await cluster.stop();
        }),
    ]);
    return notCleared;
  }

  async #instances(): Promise<readonly Running[]> {
    return valuesOf(await Promise.allSettled([...this.#controllers.values()].map(({ running }) => running)));
  }

  async #ask(request: HttpRequest, controller: string): Promise<Exchange> {
    const running = await this.controller(controller);
    const entryPoint = request.entryPoint ?? (request.url.startsWith('https:') ? 'websecure' : 'web');
    const address = running.address(entryPoint);
    if (address === undefined) throw new Error(`The implementation has no entry point named ${entryPoint}.`);
    return await this.#client.exchange(request, address, await this.certificates.trusted());
  }

  async #start(name: string, configuration: StaticConfiguration): Promise<Running> {
    await this.cluster();
    if (this.#shared?.isTaken && name === mainController) {
      // What was said since the cluster was first used may be for an instance of the scenario's own.
      if (this.#mayShare(true)) return await this.#shared.instance(configuration);
      await this.#shared.standAside();
    }
    return await this.#settings.implementation.start(await this.access.values.inAll(configuration), {
      ...(await this.access.surroundings()),
      ...this.#nameServers,
    });
  }

  async #provide(options: ClusterOptions, usual: boolean): Promise<Cluster> {
    return this.#shared !== undefined && this.#mayShare(usual)
      ? await this.#shared.take(this.#options.effective(), options)
      : await this.#settings.clusters.provide(options);
  }

  #mayShare(usualCluster: boolean): boolean {
    return (
      this.#requires !== undefined &&
      allowsSharing({
        requires: this.#requires,
        configuration: this.#options.own(),
        usualSurroundings: this.access.isUsual && this.#nameServer === undefined,
        usualCluster,
      })
    );
  }
}

function valuesOf<Value>(results: readonly PromiseSettledResult<Value>[]): readonly Value[] {
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

export interface SessionEvidence {
  readonly exchanges: readonly Exchange[];
  /** Why instances run no more that nobody has stopped. */
  readonly crashes: readonly string[];
  readonly logs: readonly (readonly string[])[];
  readonly dynamicConfigurations: readonly unknown[];
}
