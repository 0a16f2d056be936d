import type { RouterTls, StickyCookie } from '../dynamic/configuration.ts';
import type { Ingress, Service } from '../kubernetes/objects.ts';

/** What the annotations of an Ingress say about its routers, defaults filled in. */
export interface IngressAnnotations {
  /** Undefined: every entry point. */
  readonly entryPoints: readonly string[] | undefined;
  readonly middlewares: readonly string[] | undefined;
  /** Undefined: the length of the rule. */
  readonly priority: number | undefined;
  /** For paths with no path type or `ImplementationSpecific`. */
  readonly pathMatcher: 'Path' | 'PathPrefix';
  readonly tls: RouterTls | undefined;
}

/** What the annotations of a Service say about how its pods are reached, defaults filled in. */
export interface ServiceAnnotations {
  /** Undefined: told from the port. */
  readonly serversScheme: 'http' | 'https' | 'h2c' | undefined;
  readonly serversTransport: string | undefined;
  readonly passHostHeader: boolean;
  readonly stickyCookie: StickyCookie | undefined;
}

const ingressDefaults: IngressAnnotations = {
  entryPoints: undefined,
  middlewares: undefined,
  priority: undefined,
  pathMatcher: 'PathPrefix',
  tls: undefined,
};

const serviceDefaults: ServiceAnnotations = {
  serversScheme: undefined,
  serversTransport: undefined,
  passHostHeader: true,
  stickyCookie: undefined,
};

/** Annotations are not judged yet: every Ingress has the defaults. */
export function ingressAnnotations(_ingress: Ingress): IngressAnnotations {
  return ingressDefaults;
}

/** Annotations are not judged yet: every Service has the defaults. */
export function serviceAnnotations(_service: Service): ServiceAnnotations {
  return serviceDefaults;
}
