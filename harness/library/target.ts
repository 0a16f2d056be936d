/** What a program says of the implementation and of clusters, and the choices that it makes. */
import { resolve } from 'node:path';
import { echoImage } from '../cluster/echo-image.ts';
import type { DialectName } from '../implementation/dialects.ts';
import { Mistake } from '../mistake.ts';
import type { ClusterChoice, ImplementationChoice, Sharing } from '../settings.ts';

/** What is checked. Paths may be relative to the working folder. */
export type ImplementationRequest =
  /** In the process of the run. */
  | { readonly kind: 'reference' }
  /** By its own command. */
  | { readonly kind: 'reference-process'; readonly sharing?: Sharing }
  /** A program that takes Traefik's static options. */
  | {
      readonly kind: 'command';
      readonly binary: string;
      /** Default: as it says itself. */
      readonly name?: string;
      readonly version?: string;
      /** How its options and rules are spelled. Default: by its version. */
      readonly dialect?: DialectName;
      /** `fresh`: a process for each scenario, also where one could do for several. Default: `shared`. */
      readonly sharing?: Sharing;
    }
  /** One that a file exports by default. */
  | { readonly kind: 'custom'; readonly path: string }
  /** A controller that runs already, in a cluster of the kind `kubeconfig`. */
  | {
      readonly kind: 'deployed';
      readonly ingressClass: string;
      /** How Ingresses name the class. Default: by the field. */
      readonly by?: 'field' | 'annotation';
      /** Default: as the status of an Ingress shows it, ports 80 and 443. */
      readonly httpAddress?: { readonly host: string; readonly port: number };
      readonly httpsAddress?: { readonly host: string; readonly port: number };
      readonly name?: string;
      readonly version?: string;
    };

/** Where it is checked. */
export type ClusterRequest =
  /** API servers of the suite. */
  | { readonly kind: 'embedded' }
  /** Real ones, of the programs in `KUBEBUILDER_ASSETS`. */
  | {
      readonly kind: 'envtest';
      /** Addresses of this machine that pods get, such as `10.200.0.0/24`. */
      readonly podRange: string;
    }
  /** A cluster that exists, for the implementation `deployed`. */
  | {
      readonly kind: 'kubeconfig';
      /** Path of a file. Default: where kubectl looks. */
      readonly kubeconfig?: string;
      readonly context?: string;
      /** Of the pods that the cluster runs. */
      readonly echoImage?: string;
      /** Where the cluster reaches this machine, for pods that are servers of the suite instead. */
      readonly podAddress?: string;
      /** Whether nobody else uses it, so that it may have a default IngressClass. Default: false. */
      readonly disposable?: boolean;
    };

export interface Target {
  readonly implementation: ImplementationChoice;
  readonly cluster: ClusterChoice;
}

/** @throws Mistake where there is no such kind, or the two do not go together */
export function targetOf(
  implementation: ImplementationRequest = { kind: 'reference' },
  cluster: ClusterRequest = { kind: implementation.kind === 'deployed' ? 'kubeconfig' : 'embedded' },
): Target {
  return { implementation: implementationOf(implementation), cluster: clusterOf(cluster, implementation) };
}

function implementationOf(request: ImplementationRequest): ImplementationChoice {
  switch (request.kind) {
    case 'reference':
      return request;
    case 'reference-process':
      return { ...request, sharing: request.sharing ?? 'shared' };
    case 'command':
      return { ...request, binary: resolve(request.binary), sharing: request.sharing ?? 'shared' };
    case 'custom':
      return { ...request, path: resolve(request.path) };
    case 'deployed':
      return { ...request, by: request.by ?? 'field' };
    default:
      throw noSuchKind('implementation', request);
  }
}

function clusterOf(request: ClusterRequest, implementation: ImplementationRequest): ClusterChoice {
  switch (request.kind) {
    case 'embedded':
    case 'envtest':
      return request;
    case 'kubeconfig': {
      if (implementation.kind !== 'deployed') {
        throw new Mistake(
          `A cluster of the kind "kubeconfig" is for the implementation "deployed", and this is "${implementation.kind}".`,
        );
      }
      const { ingressClass: name, by = 'field' } = implementation;
      return {
        ...request,
        ...(request.kubeconfig === undefined ? {} : { kubeconfig: resolve(request.kubeconfig) }),
        echoImage: request.echoImage ?? echoImage,
        disposable: request.disposable ?? false,
        deployed: { name, by },
      };
    }
    default:
      throw noSuchKind('cluster', request);
  }
}

/** Types do not reach everybody. */
function noSuchKind(what: 'implementation' | 'cluster', request: never): Mistake {
  return new Mistake(
    `There is no ${what} of the kind ${JSON.stringify((request as { kind?: unknown }).kind)}.`,
  );
}
