import { ApiError } from './api-error.ts';
import type { ApiClient } from './client.ts';
import { asRecord } from './json.ts';

/** What `/version` says. */
export interface ClusterVersion {
  readonly major: number;
  readonly minor: number;
  /** As the server spells it: `v1.27.4+k3s1`. */
  readonly gitVersion: string;
}

export type ApiVersion = 'v1' | 'v1beta1';

/** The versions of `networking.k8s.io` to use with a cluster; undefined: the cluster has no such kind. */
export interface NetworkingVersions {
  readonly Ingress: ApiVersion;
  readonly IngressClass: ApiVersion | undefined;
}

/** Ingress: `v1beta1` in `networking.k8s.io` since 1.14, `v1` since 1.19. IngressClass: since 1.18, `v1` since 1.19. */
export function networkingVersions(version: ClusterVersion): NetworkingVersions {
  const stable = isAtLeast(version, 1, 19);
  return {
    Ingress: stable ? 'v1' : 'v1beta1',
    IngressClass: stable ? 'v1' : isAtLeast(version, 1, 18) ? 'v1beta1' : undefined,
  };
}

/**
 * Reads the answer of `/version`. `gitVersion` decides, whatever suffix it carries (`v1.19.3-eks-1-2`);
 * `major` and `minor` (`21+`) are looked at only where it has no number.
 *
 * @throws {ApiError} Where no version is to be found, or it is older than 1.14.
 */
export function parseVersion(answer: unknown): ClusterVersion {
  const { gitVersion, major, minor } = asRecord(answer);
  const found = /^v?(\d+)\.(\d+)/.exec(String(gitVersion)) ?? /^(\d+)\D*\.(\d+)/.exec(`${major}.${minor}`);
  if (found === null)
    throw unusable('the answer holds no version number, so this is no Kubernetes API server.');
  const version: ClusterVersion = {
    major: Number(found[1]),
    minor: Number(found[2]),
    gitVersion: typeof gitVersion === 'string' ? gitVersion : `v${major}.${minor}`,
  };
  if (!isAtLeast(version, 1, 14)) {
    throw unusable(`Kubernetes ${version.gitVersion} is too old: 1.14 is the oldest version supported.`);
  }
  return version;
}

/**
 * The version of the cluster, asked for when first needed, and again when something hints that it changed (an
 * API version that is gone, a server that restarted). However many ask at a time, there is one request.
 */
export class VersionSource {
  readonly #client: ApiClient;
  readonly #listeners = new Set<(version: ClusterVersion) => void>();
  #known: ClusterVersion | undefined;
  #asking: Promise<ClusterVersion> | undefined;

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Tells of the first version, and of each that differs from the one before. Returns the function that ends that. */
  onChange(listener: (version: ClusterVersion) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The last version seen; undefined before the first answer. */
  get known(): ClusterVersion | undefined {
    return this.#known;
  }

  /** @throws {ApiError} */
  async current(): Promise<ClusterVersion> {
    return this.#known ?? (await this.refresh());
  }

  /** Asks the server again. @throws {ApiError} */
  refresh(): Promise<ClusterVersion> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(): Promise<ClusterVersion> {
    const version = parseVersion(await this.#client.get('/version'));
    if (version.gitVersion !== this.#known?.gitVersion) {
      this.#known = version;
      for (const listener of [...this.#listeners]) listener(version);
    }
    return version;
  }
}

function isAtLeast(version: ClusterVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor);
}

function unusable(message: string): ApiError {
  return new ApiError('GET /version', { kind: 'invalid', message });
}
