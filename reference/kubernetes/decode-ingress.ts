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
} from './decode-fields.ts';
import type { Ingress, IngressBackend, IngressPath, PathType, PortReference } from './objects.ts';

/**
 * An Ingress of `networking.k8s.io/v1` or `v1beta1`. They differ in how a backend is spelled; the spelling
 * itself tells which it is, so that an object is read right even in an answer of the other version.
 */
export function decodeIngress(raw: Raw): Ingress {
  const spec = readObject(raw.spec, 'spec');
  return {
    kind: 'Ingress',
    metadata: readMeta(raw),
    ingressClassName: readString(spec.ingressClassName, 'spec.ingressClassName') || undefined,
    defaultBackend: readDefaultBackend(spec),
    rules: readList(spec.rules, 'spec.rules', (element, field) => {
      const rule = readObject(element, field);
      const http = readObject(rule.http, `${field}.http`);
      return {
        host: readString(rule.host, `${field}.host`),
        paths: readList(http.paths, `${field}.http.paths`, readPath),
      };
    }),
    tls: readList(spec.tls, 'spec.tls', (element, field) => {
      const tls = readObject(element, field);
      return {
        hosts: readList(tls.hosts, `${field}.hosts`, readString),
        secretName: readString(tls.secretName, `${field}.secretName`),
      };
    }),
    loadBalancer: readLoadBalancer(raw),
  };
}

function readDefaultBackend(spec: Raw): IngressBackend | undefined {
  for (const name of ['defaultBackend', 'backend']) {
    if (spec[name] !== undefined && spec[name] !== null) return readBackend(spec[name], `spec.${name}`);
  }
  return undefined;
}

function readPath(element: unknown, field: string): IngressPath {
  const path = readObject(element, field);
  return {
    path: readString(path.path, `${field}.path`),
    pathType: readPathType(path.pathType, `${field}.pathType`),
    backend: readBackend(path.backend, `${field}.backend`),
  };
}

function readPathType(value: unknown, field: string): PathType | undefined {
  const text = readString(value, field);
  switch (text) {
    case '':
      return undefined;
    case 'Exact':
    case 'Prefix':
    case 'ImplementationSpecific':
      return text;
    default:
      throw new Malformed(field, 'Exact, Prefix or ImplementationSpecific');
  }
}

function readBackend(value: unknown, field: string): IngressBackend {
  const backend = readObject(value, field);
  if (backend.resource !== undefined && backend.resource !== null) {
    const resource = readObject(backend.resource, `${field}.resource`);
    return {
      kind: 'resource',
      apiGroup: readString(resource.apiGroup, `${field}.resource.apiGroup`),
      resourceKind: readRequired(resource.kind, `${field}.resource.kind`),
      name: readRequired(resource.name, `${field}.resource.name`),
    };
  }
  if (backend.service === undefined || backend.service === null) {
    return {
      kind: 'service',
      name: readRequired(backend.serviceName, `${field}.serviceName`),
      port: readPort(backend.servicePort, `${field}.servicePort`),
    };
  }
  const service = readObject(backend.service, `${field}.service`);
  return {
    kind: 'service',
    name: readRequired(service.name, `${field}.service.name`),
    port: readServicePort(readObject(service.port, `${field}.service.port`), `${field}.service.port`),
  };
}

function readServicePort(port: Raw, field: string): PortReference {
  const name = readString(port.name, `${field}.name`);
  return name === ''
    ? { kind: 'number', number: readPortNumber(port.number, `${field}.number`) }
    : { kind: 'name', name };
}
