import type { ConfigurationPart, DynamicConfiguration } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress } from '../kubernetes/objects.ts';

/** What the provider makes of the objects in the store. Immutable; lists that few readers ask for are made on first use. */
export interface Derivation {
  /** The whole of it, for the API and for tests. */
  readonly configuration: DynamicConfiguration;
  /**
   * The same in parts with no name in common. A part that is the same object as in an earlier derivation has
   * not changed, so that a reader can do the work for what did.
   */
  readonly parts: readonly ConfigurationPart[];
  readonly problems: readonly Problem[];
  /** The Ingresses that belong to this controller, whether or not all of their paths can be served: those that get a status. */
  readonly processed: readonly Ingress[];
  /** The other ones, for the dashboard. That an Ingress is somebody else's is no problem. */
  readonly unprocessed: readonly UnprocessedIngress[];
}

export interface UnprocessedIngress {
  readonly ingress: Ingress;
  /** Why it does not belong to this controller, one sentence. */
  readonly reason: string;
}

export interface DeriveOptions {
  readonly ingressClass: string;
  readonly allowEmptyServices: boolean;
  readonly allowExternalNameServices: boolean;
  readonly strictPrefixMatching: boolean;
  /** Entry points on which every router answers HTTPS. */
  readonly httpsEntryPoints: readonly string[];
  /** False before Kubernetes 1.18, which has no IngressClass: `spec.ingressClassName` is then not looked at. */
  readonly ingressClassesAvailable: boolean;
}
