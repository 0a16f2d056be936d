/** Which kubeconfig leads to an existing cluster: the one that is named, or where kubectl looks, in its order. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { Mistake } from '../mistake.ts';

export interface KubeconfigPlace {
  /** Path of a file; undefined: `KUBECONFIG`, `~/.kube/config`, then what a pod is given. */
  readonly file: string | undefined;
  /** Undefined: the current one of the file. */
  readonly context: string | undefined;
}

/** Where a pod is given who it is. */
const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Reads it, with the context in force.
 *
 * @throws Mistake where there is none, it can't be read, or it has no such context
 */
export function readKubeconfig(
  { file, context }: KubeconfigPlace,
  environment: NodeJS.ProcessEnv,
): KubeConfig {
  const { config, source } = locate(file, environment);
  useContext(config, context, source);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const { cluster: named = '' } = config.getContextObject(config.getCurrentContext()) ?? {};
    throw new Mistake(
      `The context "${config.getCurrentContext()}" in ${source} is of the cluster "${named}", which is not there. Give another by --context: ${contextNames(config)}.`,
    );
  }
  if (!/^https?:\/\//.test(cluster.server)) {
    throw new Mistake(
      `The cluster "${cluster.name}" in ${source} has no server to be reached at: ${cluster.server}. It has to begin with https:// or http://.`,
    );
  }
  return config;
}

function locate(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): { readonly config: KubeConfig; readonly source: string } {
  if (file !== undefined) return { config: readFile(file), source: file };
  const listed = (environment.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) {
    const present = listed.filter((path) => existsSync(path));
    if (present.length === 0) {
      throw new Mistake(
        `There is no kubeconfig: KUBECONFIG names ${listed.join(', ')}, which is not there. Give one by --kubeconfig.`,
      );
    }
    return { config: merged(present.map(readFile)), source: present.join(', ') };
  }
  const ofUser = join(environment.HOME ?? '', '.kube', 'config');
  if (environment.HOME !== undefined && existsSync(ofUser))
    return { config: readFile(ofUser), source: ofUser };
  if (environment.KUBERNETES_SERVICE_HOST !== undefined && existsSync(join(serviceAccount, 'token'))) {
    const config = new KubeConfig();
    config.loadFromCluster();
    return { config, source: serviceAccount };
  }
  throw new Mistake(
    `There is no kubeconfig: KUBECONFIG is not set, ${ofUser} is not there, and this is no pod. Give one by --kubeconfig.`,
  );
}

function readFile(path: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(path);
  } catch (error) {
    throw new Mistake(`The kubeconfig ${path} can't be read: ${firstLineOf(error)}.`, { cause: error });
  }
  return config;
}

/** As kubectl does it: of what has the same name the first one counts, and so does the first current context. */
function merged(configs: readonly KubeConfig[]): KubeConfig {
  const all = new KubeConfig();
  all.loadFromOptions({
    clusters: firstOfName(configs.flatMap(({ clusters }) => clusters)),
    users: firstOfName(configs.flatMap(({ users }) => users)),
    contexts: firstOfName(configs.flatMap(({ contexts }) => contexts)),
    currentContext: configs.map(({ currentContext }) => currentContext).find((name) => Boolean(name)),
  });
  return all;
}

function firstOfName<Named extends { readonly name: string }>(items: readonly Named[]): readonly Named[] {
  return items.filter(({ name }, index) => items.findIndex((item) => item.name === name) === index);
}

function useContext(config: KubeConfig, context: string | undefined, source: string): void {
  if (context !== undefined) config.setCurrentContext(context);
  const current = config.getCurrentContext();
  if (!current) {
    throw new Mistake(`${source} has no current context. Give one by --context: ${contextNames(config)}.`);
  }
  if (config.getContextObject(current) === null) {
    throw new Mistake(
      `${source} has no context "${current}". Give one by --context: ${contextNames(config)}.`,
    );
  }
}

function contextNames(config: KubeConfig): string {
  return config.contexts.map(({ name }) => name).join(', ') || 'it has none';
}

/** What libraries say goes on for lines, with an excerpt of the file, which may hold what is nobody's business. */
function firstLineOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').replace(/[.:]$/, '');
}
