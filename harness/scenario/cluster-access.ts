/**
 * How the instances of a scenario find their cluster, and show who they are: by a kubeconfig that the harness
 * writes, unless the scenario lets them run in a pod or on their own.
 */
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Cluster } from '../cluster/cluster.ts';
import { controllerToken, type EmbeddedCluster } from '../cluster/embedded.ts';
import type { Surroundings as AllSurroundings } from '../implementation/implementation.ts';
import { endEach } from './endings.ts';
import { startKubectlProxy } from './kubectl-proxy.ts';
import { RunTimeValues } from './run-time-values.ts';

/**
 * `kubeconfig`: the variable KUBECONFIG names a file that leads to the cluster. `pod`: the variables are those
 * of a pod, token and certificate authority are mounted. `outside`: nothing.
 */
export type Place = 'kubeconfig' | 'pod' | 'outside';

type Surroundings = Pick<AllSurroundings, 'variables' | 'serviceAccountDirectory'>;

const mountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

export class ClusterAccess {
  readonly values = new RunTimeValues();
  place: Place = 'kubeconfig';
  readonly #ownCluster: () => Promise<EmbeddedCluster>;
  readonly #files = new Map<string, string>();
  readonly #endings: (() => Promise<void>)[] = [];
  #variables: Readonly<Record<string, string>> = {};
  #generations = 0;
  #usualKubeconfig = true;
  #kubeconfig: () => Promise<string>;
  #folder: Promise<string> | undefined;
  #surroundings: Promise<Surroundings> | undefined;

  /**
   * @param cluster any
   * @param ownCluster the same, where its API server is one of the suite's own: what else there is to know of it
   */
  constructor(cluster: () => Promise<Cluster>, ownCluster: () => Promise<EmbeddedCluster>) {
    this.#ownCluster = ownCluster;
    this.#kubeconfig = async () => (await cluster()).kubeconfig();
    this.values.define('files', () => this.#ownFolder());
    this.defineCluster('cluster', ownCluster);
    this.values.define('cluster.token', async () => controllerToken);
  }

  /** Names what there is to know of a cluster: `<name>.url`, `.host`, `.port`, `.kubeconfig`, `.ca`, `.ca.pem`. */
  defineCluster(name: string, cluster: () => Promise<EmbeddedCluster>): void {
    const { values } = this;
    values.define(`${name}.url`, async () => (await cluster()).url);
    values.define(`${name}.host`, async () => new URL((await cluster()).url).hostname);
    values.define(`${name}.port`, async () => new URL((await cluster()).url).port);
    values.define(`${name}.kubeconfig`, async () =>
      this.#write(`${name}.kubeconfig`, (await cluster()).kubeconfig()),
    );
    this.defineFile(`${name}.ca`, async () => authorityOf(await cluster()));
  }

  /** The name stands for the path of a file with that text; with `.pem` behind it for the text. */
  defineFile(name: string, text: () => Promise<string>): void {
    const { values } = this;
    values.define(`${name}.pem`, text);
    values.define(name, async () => this.#write(`${name}.pem`, await values.get(`${name}.pem`)));
  }

  /** `<user>.certificate` and `<user>.key` are files with a client certificate of that user; `.pem` the text. */
  defineClientCertificate(user: string): void {
    let issued: ReturnType<EmbeddedCluster['server']['clientCertificate']> | undefined;
    const issue = () => {
      issued ??= this.#ownCluster().then(({ server }) => server.clientCertificate(user));
      return issued;
    };
    this.defineFile(`${user}.certificate`, async () => (await issue()).certificate);
    this.defineFile(`${user}.key`, async () => (await issue()).privateKey);
  }

  /** `plugin` is a program that prints an ExecCredential with that status, and nothing else. */
  definePlugin(status: unknown): void {
    this.values.define('plugin', async () => {
      const apiVersion = 'client.authentication.k8s.io/v1';
      const credential = { apiVersion, kind: 'ExecCredential', status: await this.values.inAll(status) };
      const printed = await this.#write('credential.json', JSON.stringify(credential));
      return await this.#write('plugin', `#!/bin/sh\nexec cat '${printed}'\n`, 0o700);
    });
  }

  /** `proxy.url` is where `kubectl proxy` lets everybody use the cluster in the name of the kubeconfig's user. */
  defineKubectlProxy(): void {
    this.values.define('proxy.url', async () => {
      const kubeconfig = await this.values.get('cluster.kubeconfig');
      const proxy = await startKubectlProxy(kubeconfig, await this.#ownFolder());
      this.#endings.push(proxy.stop);
      return proxy.url;
    });
  }

  /** Whether instances find a kubeconfig of the harness that leads to the cluster, and nothing else. */
  get isUsual(): boolean {
    return (
      this.place === 'kubeconfig' &&
      this.#usualKubeconfig &&
      this.#files.size === 0 &&
      Object.keys(this.#variables).length === 0
    );
  }

  setVariables(variables: Readonly<Record<string, string>>): void {
    this.#variables = { ...this.#variables, ...variables };
  }

  /** The kubeconfig's whole text. */
  setKubeconfig(text: string): void {
    this.#usualKubeconfig = false;
    this.#kubeconfig = () => this.values.inText(text);
  }

  /** The kubeconfig is the harness' own but for its user, of whom this is said. */
  setKubeconfigUser(user: unknown): void {
    this.#usualKubeconfig = false;
    const kubeconfig = this.#kubeconfig;
    this.#kubeconfig = async () => {
      const own = parse(await kubeconfig());
      return stringify({ ...own, users: [{ name: 'client', user: await this.values.inAll(user) }] });
    };
  }

  /** A path below the folder of mounted service accounts, or below `${files}`. Replaces what is there at one stroke. */
  async setFile(path: string, text: string): Promise<void> {
    this.#files.set(path, text);
    // Before that, what the text asks for may not be known yet.
    if (this.#surroundings !== undefined) await this.#writeFile(path, text);
  }

  /** The same file with another text, of one that is there. */
  async overwriteFile(path: string, text: string): Promise<void> {
    await writeFile(join(await this.#ownFolder(), path), await this.values.inText(text));
  }

  /** What `setFile` has put below `${files}` is gone. */
  async removeFile(path: string): Promise<void> {
    this.#files.delete(path);
    if (this.#folder !== undefined) await rm(join(await this.#folder, path), { force: true });
  }

  /**
   * Lays files out as Kubernetes mounts a ConfigMap: links to links to a folder of all of them, which another one
   * takes the place of at one stroke.
   */
  async mount(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
    const root = join(await this.#ownFolder(), folder);
    const generation = `..${++this.#generations}`;
    await mkdir(join(root, generation), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(join(root, generation, name), await this.values.inText(text));
    }
    await symlink(generation, join(root, '..data_tmp'));
    await rename(join(root, '..data_tmp'), join(root, '..data'));
    for (const name of Object.keys(files)) {
      await symlink(join('..data', name), join(root, name)).catch(ignoreExisting);
    }
  }

  /** Lays out all that, once: instances of one scenario share it. */
  surroundings(): Promise<Surroundings> {
    this.#surroundings ??= this.#layOut();
    return this.#surroundings;
  }

  async end(): Promise<void> {
    const removeFolder = async () => {
      const folder = await this.#folder;
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    };
    await endEach([...this.#endings, removeFolder]);
  }

  async #layOut(): Promise<Surroundings> {
    const own = await this.#ownVariables();
    for (const [path, text] of this.#files) await this.#writeFile(path, text);
    return {
      variables: await this.values.inAll({ ...own, ...this.#variables }),
      serviceAccountDirectory: join(await this.#ownFolder(), mountFolder),
    };
  }

  async #ownVariables(): Promise<Readonly<Record<string, string>>> {
    switch (this.place) {
      case 'kubeconfig':
        return { KUBECONFIG: await this.#write('kubeconfig', await this.#kubeconfig()) };
      case 'pod':
        await this.#write(`${mountFolder}/token`, controllerToken);
        await this.#write(`${mountFolder}/ca.crt`, await this.values.get('cluster.ca.pem'));
        return {
          KUBERNETES_SERVICE_HOST: await this.values.get('cluster.host'),
          KUBERNETES_SERVICE_PORT: await this.values.get('cluster.port'),
        };
      case 'outside':
        return {};
    }
  }

  async #writeFile(path: string, text: string): Promise<void> {
    await this.#write(path, await this.values.inText(text));
  }

  /** Gives the absolute path. */
  async #write(path: string, text: string, mode = 0o600): Promise<string> {
    const file = join(await this.#ownFolder(), path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, text, { mode });
    await rename(`${file}.new`, file);
    return file;
  }

  #ownFolder(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'ingress-conformance-'));
    return this.#folder;
  }
}

function authorityOf({ server }: EmbeddedCluster): string {
  if (server.caCertificate === undefined)
    throw new Error('The cluster has no certificate authority, since it does not serve HTTPS.');
  return server.caCertificate;
}

function ignoreExisting(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
