/**
 * The reference controller and proxy, as a library: the same entry that the command `ingress-reference` uses.
 * It never touches the process: many can run in one.
 */
import type { Writable } from 'node:stream';

export interface ReferenceInput {
  /** What stands behind the program's name, one element per argument. */
  readonly arguments: readonly string[];
  /** The environment: `TRAEFIK_*`, `KUBECONFIG`, `KUBERNETES_SERVICE_HOST`, `HOME`, `XDG_CONFIG_HOME`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths and the search for `traefik.yml` start. Absolute. */
  readonly workingDirectory: string;
  /** Where the system's configuration file is looked for; `/etc/traefik` where it is not given. */
  readonly systemDirectory?: string;
  /** Takes the log, one line per entry, unless `log.filePath` is set. */
  readonly output: Writable;
}

export interface Reference {
  /** Where each entry point listens: the port is the real one also where `:0` was asked for. */
  readonly addresses: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /**
   * Stops accepting, lets requests under way end (at most `graceTimeOut`), then closes everything that was
   * opened. Resolves when nothing of it is left.
   */
  stop(): Promise<void>;
}
