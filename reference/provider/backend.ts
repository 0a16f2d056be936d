import { isIP, isIPv6 } from 'node:net';
import type { Service as DynamicService } from '../dynamic/configuration.ts';
import type { Endpoints, ObjectMeta, PortReference, Service, ServicePort } from '../kubernetes/objects.ts';
import { type ServiceAnnotations, serviceAnnotations } from './annotations.ts';
import type { DeriveOptions } from './derivation.ts';
import { normaliseName } from './names.ts';
import type { ObjectReader } from './object-reader.ts';

/** A Service and a port of it, as Ingresses name them. */
export interface BackendReference {
  readonly namespace: string;
  readonly name: string;
  readonly port: PortReference;
}

export type Resolution =
  | {
      readonly kind: 'resolved';
      /** What the service is called unless an older one has that name. */
      readonly name: string;
      /** Of the Service object. */
      readonly metadata: ObjectMeta;
      readonly service: DynamicService;
    }
  | {
      readonly kind: 'unresolved';
      /** Below `backend.service`: what is wrong in the reference; empty where the reference is right. */
      readonly field: '' | 'name' | 'port';
      readonly reason: string;
      readonly remedy: string;
    };

/** Finds the servers behind a port of a Service (routing page, "Communication Between Traefik and Pods"). */
export function resolveBackend(
  reference: BackendReference,
  reader: ObjectReader,
  options: DeriveOptions,
): Resolution {
  const title = `${reference.namespace}/${reference.name}`;
  const service = reader.get('Service', reference.namespace, reference.name);
  if (service === undefined) {
    return unresolved(
      'name',
      `There is no Service ${title}.`,
      'Create the Service, or name one that exists in the namespace of the Ingress.',
    );
  }
  if (service.type === 'ExternalName' && !options.allowExternalNameServices) {
    return unresolved(
      'name',
      `The Service ${title} is of type ExternalName, which is not allowed.`,
      'Set providers.kubernetesIngress.allowExternalNameServices, or name a Service with pods.',
    );
  }
  const port = findPort(service, reference.port);
  if (port === undefined) {
    return unresolved(
      'port',
      `The Service ${title} has no TCP port ${portText(reference.port)}.`,
      `Name one that it has${portList(service)}, or add the port to the Service.`,
    );
  }
  const read = serviceAnnotations(service);
  if (read.kind === 'mistaken') {
    const [{ annotation, reason, remedy }] = read.mistakes;
    return unresolved('', `The annotation ${annotation} of the Service ${title} ${reason}.`, remedy);
  }
  const { annotations } = read;
  if (annotations.nativeLb) {
    if (!isIP(service.clusterIP)) {
      return unresolved(
        '',
        `The Service ${title} is annotated with service.nativelb, but has no cluster IP.`,
        'Remove the annotation, or let the Service have a cluster IP.',
      );
    }
    return resolved(reference, service, annotations, [
      serverUrl(annotations, port, service.clusterIP, port.port),
    ]);
  }
  if (service.type === 'ExternalName') {
    return resolved(reference, service, annotations, [
      serverUrl(annotations, port, service.externalName, port.port),
    ]);
  }
  const endpoints = reader.get('Endpoints', reference.namespace, reference.name);
  const servers = endpoints === undefined ? [] : readyServers(endpoints, port, annotations);
  if (servers.length === 0 && !options.allowEmptyServices) {
    return unresolved(
      '',
      `The Service ${title} has no ready endpoint for its port ${portText(reference.port)}.`,
      'See that pods which its selector finds are ready, or set providers.kubernetesIngress.allowEmptyServices to answer 503.',
    );
  }
  return resolved(reference, service, annotations, servers);
}

/** The port as the Ingress names it. */
export function portText(port: PortReference): string {
  return port.kind === 'number' ? String(port.number) : port.name;
}

function unresolved(field: '' | 'name' | 'port', reason: string, remedy: string): Resolution {
  return { kind: 'unresolved', field, reason, remedy };
}

function resolved(
  reference: BackendReference,
  { metadata }: Service,
  annotations: ServiceAnnotations,
  urls: readonly string[],
): Resolution {
  const { passHostHeader, serversTransport, stickyCookie } = annotations;
  const service: DynamicService = {
    loadBalancer: {
      servers: urls.map((url) => ({ url })),
      passHostHeader,
      ...(serversTransport !== undefined && { serversTransport }),
      ...(stickyCookie !== undefined && { sticky: { cookie: stickyCookie } }),
    },
  };
  const name = normaliseName(`${reference.namespace}-${reference.name}-${portText(reference.port)}`);
  return { kind: 'resolved', name, metadata, service };
}

/** A number may stand there twice, for TCP and for UDP: HTTP takes the TCP one. */
function findPort({ ports }: Service, reference: PortReference): ServicePort | undefined {
  return ports.find(
    (port) =>
      isTcp(port) &&
      (reference.kind === 'number' ? port.port === reference.number : port.name === reference.name),
  );
}

function portList({ ports }: Service): string {
  const numbers = ports
    .filter(isTcp)
    .map((port) => (port.name === '' ? port.port : `${port.port} (${port.name})`));
  return numbers.length === 0 ? '' : ` (${numbers.join(', ')})`;
}

/** Endpoints name their ports as the Service does; the number there is the pod's. Sorted, each once. */
function readyServers(endpoints: Endpoints, port: ServicePort, annotations: ServiceAnnotations): string[] {
  const urls = new Set<string>();
  for (const subset of endpoints.subsets) {
    const target = subset.ports.find((candidate) => candidate.name === port.name && isTcp(candidate));
    if (target === undefined) continue;
    for (const address of subset.addresses) urls.add(serverUrl(annotations, port, address, target.port));
  }
  return [...urls].sort();
}

function serverUrl(annotations: ServiceAnnotations, port: ServicePort, host: string, number: number): string {
  const secure = port.port === 443 || port.name.startsWith('https');
  const scheme = annotations.serversScheme ?? (secure ? 'https' : 'http');
  return `${scheme}://${isIPv6(host) ? `[${host}]` : host}:${number}`;
}

/** Kubernetes takes a port without a protocol for TCP. */
function isTcp({ protocol }: { readonly protocol: string }): boolean {
  return protocol === 'TCP' || protocol === '';
}
