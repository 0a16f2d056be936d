import type { KubernetesIngressOptions } from '../configuration/static-configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { LoadBalancerIngress } from '../kubernetes/objects.ts';
import type { StoreReader } from '../kubernetes/store.ts';

export type IngressEndpoint = NonNullable<KubernetesIngressOptions['ingressEndpoint']>;

/** What `status.loadBalancer.ingress` of every processed Ingress should be. */
export type Desired =
  /** Left as it is; the problem, if that is a mistake rather than a wish or a matter of time. */
  | { readonly kind: 'untouched'; readonly problem: Problem | undefined }
  | { readonly kind: 'addresses'; readonly addresses: readonly LoadBalancerIngress[] };

/** Provider page, ingressEndpoint: the published Service wins over `ip` and `hostname`. */
export function desiredStatus(endpoint: IngressEndpoint | undefined, store: StoreReader): Desired {
  if (endpoint === undefined) return untouched();
  const { ip, hostname, publishedService } = endpoint;
  if (publishedService !== '') return published(publishedService, store);
  if (ip === '' && hostname === '') return untouched();
  return {
    kind: 'addresses',
    addresses: [{ ...(ip === '' ? {} : { ip }), ...(hostname === '' ? {} : { hostname }) }],
  };
}

/** Whether two statuses say the same, in whatever order, so that two writers never correct one another. */
export function sameAddresses(a: readonly LoadBalancerIngress[], b: readonly LoadBalancerIngress[]): boolean {
  return a.length === b.length && canonical(a) === canonical(b);
}

function published(publishedService: string, store: StoreReader): Desired {
  const parts = publishedService.split('/');
  const [namespace = '', name = ''] = parts;
  if (parts.length !== 2 || namespace === '' || name === '') {
    return untouched({
      severity: 'error',
      object: { kind: 'Service', namespace: '', name: publishedService },
      field: '',
      reason: `publishedService is “${publishedService}”, which is not of the form namespace/name, so no status is written.`,
      remedy: 'Set providers.kubernetesIngress.ingressEndpoint.publishedService to namespace/name.',
    });
  }
  const service = store.get('Service', namespace, name);
  if (service === undefined) {
    return untouched({
      severity: 'error',
      object: { kind: 'Service', namespace, name },
      field: '',
      reason: `The published Service ${namespace}/${name} does not exist, or not in a namespace that is watched, so no status is written.`,
      remedy:
        'Create the Service, correct providers.kubernetesIngress.ingressEndpoint.publishedService, or add its namespace to providers.kubernetesIngress.namespaces.',
    });
  }
  // It gets its address later: nothing to write until then.
  if (service.loadBalancer.length === 0) return untouched();
  return { kind: 'addresses', addresses: service.loadBalancer };
}

function untouched(problem?: Problem): Desired {
  return { kind: 'untouched', problem };
}

function canonical(addresses: readonly LoadBalancerIngress[]): string {
  return addresses
    .map(({ ip = '', hostname = '', ports = [] }) =>
      JSON.stringify([ip, hostname, ports.map(({ port, protocol, error = '' }) => [port, protocol, error])]),
    )
    .sort()
    .join();
}
