import {
  Malformed,
  type Raw,
  readList,
  readLoadBalancer,
  readMeta,
  readObject,
  readPort,
  readPortNumber,
  readRequired,
  readString,
  readStrings,
} from './decode-fields.ts';
import type { Endpoints, IngressClass, Secret, Service, ServicePort } from './objects.ts';

export function decodeIngressClass(raw: Raw): IngressClass {
  const spec = readObject(raw.spec, 'spec');
  return {
    kind: 'IngressClass',
    metadata: readMeta(raw),
    controller: readString(spec.controller, 'spec.controller'),
  };
}

export function decodeService(raw: Raw): Service {
  const spec = readObject(raw.spec, 'spec');
  return {
    kind: 'Service',
    metadata: readMeta(raw),
    type: readServiceType(spec.type),
    clusterIP: readString(spec.clusterIP, 'spec.clusterIP'),
    externalName: readString(spec.externalName, 'spec.externalName'),
    ports: readList(spec.ports, 'spec.ports', readServicePort),
    loadBalancer: readLoadBalancer(raw),
  };
}

/**
 * Labels and annotations are left out: nobody reads them here, and some that are written every few seconds
 * (the last change's time, leases of old clusters) would look like changes of the addresses.
 */
export function decodeEndpoints(raw: Raw): Endpoints {
  return {
    kind: 'Endpoints',
    metadata: { ...readMeta(raw), labels: {}, annotations: {} },
    subsets: readList(raw.subsets, 'subsets', (element, field) => {
      const subset = readObject(element, field);
      return {
        addresses: readList(subset.addresses, `${field}.addresses`, (address, path) =>
          readRequired(readObject(address, path).ip, `${path}.ip`),
        ),
        ports: readList(subset.ports, `${field}.ports`, (port, path) => {
          const { name, port: number, protocol } = readObject(port, path);
          return {
            name: readString(name, `${path}.name`),
            port: readPortNumber(number, `${path}.port`),
            protocol: readString(protocol, `${path}.protocol`) || 'TCP',
          };
        }),
      };
    }),
  };
}

/** Of the data, only the certificate and its key are kept: what is not needed is not held in memory. */
export function decodeSecret(raw: Raw): Secret {
  const all = readObject(raw.data, 'data');
  const wanted = ['tls.crt', 'tls.key'].filter((key) => all[key] !== undefined).map((key) => [key, all[key]]);
  return {
    kind: 'Secret',
    metadata: { ...readMeta(raw), annotations: {} },
    type: readString(raw.type, 'type'),
    data: readStrings(Object.fromEntries(wanted), 'data'),
  };
}

function readServiceType(value: unknown): Service['type'] {
  const type = readString(value, 'spec.type');
  switch (type) {
    case '':
      return 'ClusterIP';
    case 'ClusterIP':
    case 'NodePort':
    case 'LoadBalancer':
    case 'ExternalName':
      return type;
    default:
      throw new Malformed('spec.type', 'ClusterIP, NodePort, LoadBalancer or ExternalName');
  }
}

function readServicePort(element: unknown, field: string): ServicePort {
  const port = readObject(element, field);
  const number = readPortNumber(port.port, `${field}.port`);
  const target = port.targetPort;
  // An absent target port means the port itself; 0 is how a headless Service without one is written.
  const same = target === undefined || target === null || target === 0 || target === '';
  return {
    name: readString(port.name, `${field}.name`),
    port: number,
    targetPort: same ? { kind: 'number', number } : readPort(target, `${field}.targetPort`),
    protocol: readString(port.protocol, `${field}.protocol`) || 'TCP',
  };
}
