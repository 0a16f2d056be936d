import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress } from '../kubernetes/objects.ts';

/** What the provider makes of the objects in the store. */
export interface Derivation {
  readonly configuration: DynamicConfiguration;
  readonly problems: readonly Problem[];
  /** The Ingresses that belong to this controller, whether or not all of their paths can be served: those that get a status. */
  readonly processed: readonly Ingress[];
}

export interface DeriveOptions {
  readonly ingressClass: string;
  readonly allowEmptyServices: boolean;
  readonly allowExternalNameServices: boolean;
  /** False before Kubernetes 1.18, which has no IngressClass: `spec.ingressClassName` is then not looked at. */
  readonly ingressClassesAvailable: boolean;
}
