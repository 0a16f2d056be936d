/** Where the scenarios of a run get their clusters from: a source for each kind of cluster. */
import type { BearerToken } from '../../fixtures/api-server/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import type { Cluster } from './cluster.ts';

/** What a scenario asks of its cluster before it first uses it. */
export interface ClusterOptions {
  /** `1.21`, or a gitVersion with whatever suffix a distribution gives it. */
  readonly version: string;
  /** With RBAC on, the implementation under test is a user that may do what the scenario's roles grant. */
  readonly rbac: boolean;
  /** HTTPS in place of HTTP, with a certificate authority of the cluster's own. */
  readonly https: boolean;
  /** Accepted besides the implementation's own. Undefined: nobody is asked who they are, unless RBAC is on. */
  readonly tokens: readonly BearerToken[] | undefined;
}

export interface ClusterSource {
  /** `embedded`, … */
  readonly kind: string;
  readonly capabilities: ReadonlySet<Capability>;
  /**
   * A cluster for one scenario, which gives it back with `stop`. Where there is one cluster for all of them, that is
   * it, and `stop` takes away what the scenario brought; options that it can't have are then an error of the suite,
   * since statements say what they require.
   */
  provide(options: ClusterOptions): Promise<Cluster>;
  /** When no scenario needs any more. */
  end(): Promise<void>;
}
