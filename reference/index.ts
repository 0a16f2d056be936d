/**
 * The reference controller and proxy, as a library: the same entry that the command `ingress-reference` uses.
 * It never touches the process: many can run in one.
 */
import type { Writable } from 'node:stream';
import { ConfigurationError } from './configuration/issues.ts';
import { loadStaticConfiguration } from './configuration/load.ts';
import { run } from './controller.ts';
import { StartError } from './start-error.ts';

export { StartError };

export interface ReferenceInput {
  /** What stands behind the program's name, one element per argument. */
  readonly arguments: readonly string[];
  /** The environment: `TRAEFIK_*`, `KUBECONFIG`, `KUBERNETES_SERVICE_HOST`, `HOME`, `XDG_CONFIG_HOME`, `LEGO_CA_*`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths and the search for `traefik.yml` start. Absolute. */
  readonly workingDirectory: string;
  /** Where the system's configuration file is looked for; `/etc/traefik` where it is not given. */
  readonly systemDirectory?: string;
  /** Asked for the addresses of servers that are named, each `address` or `address:port`; the system's where not given. */
  readonly nameServers?: readonly string[];
  /** Where Kubernetes mounts a pod's token and CA; `/var/run/secrets/kubernetes.io/serviceaccount` where it is not given. */
  readonly serviceAccountDirectory?: string;
  /** Takes the log, one line per entry, unless `log.filePath` is set. */
  readonly output: Writable;
}

export interface Reference {
  /** Where each entry point listens: the port is the real one also where `:0` was asked for. */
  readonly addresses: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** Opens log files anew, for when somebody has moved them away; a log without a file stays as it is. */
  reopenLogs(): void;
  /**
   * Stops accepting, lets requests under way end (at most `graceTimeOut`), then closes everything that was
   * opened. Resolves when nothing of it is left.
   */
  stop(): Promise<void>;
}

/**
 * Loads the configuration, opens the entry points and follows the cluster. Resolves as soon as the entry points
 * take requests; they answer 404 until the cluster has been listed for the first time.
 *
 * @throws {StartError} with what is wrong, where, and what to do; nothing is left open then
 */
export async function start(input: ReferenceInput): Promise<Reference> {
  try {
    const loaded = await loadStaticConfiguration(input);
    if (loaded.kind === 'run') return await run(loaded, input);
    throw new StartError(`The arguments ask for ${loaded.kind}, not for a start.`, 'arguments', '');
  } catch (error) {
    if (error instanceof ConfigurationError) throw new StartError(error.message, '', '', { cause: error });
    throw error;
  }
}
