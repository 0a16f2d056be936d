import type { LoadBalancerIngress, ObjectMeta, PortReference } from './objects.ts';

export type Raw = Readonly<Record<string, unknown>>;

/** A field that does not hold what the API describes. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** Path in the object. */
  readonly field: string;

  constructor(field: string, expected: string) {
    super(`${field} is not ${expected}.`);
    this.field = field;
  }
}

/*
 * Readers of one field each. Absent and null are the same, as in the API; anything else of the wrong type is
 * malformed.
 */

export function readString(value: unknown, field: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new Malformed(field, 'a string');
  return value;
}

export function readRequired(value: unknown, field: string): string {
  const text = readString(value, field);
  if (text === '') throw new Malformed(field, 'a string that is not empty');
  return text;
}

export function readObject(value: unknown, field: string): Raw {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Malformed(field, 'an object');
  return value as Raw;
}

/** Reads each element of a list with its own path. */
export function readList<T>(
  value: unknown,
  field: string,
  read: (element: unknown, field: string) => T,
): readonly T[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Malformed(field, 'a list');
  return value.map((element, index) => read(element, `${field}[${index}]`));
}

export function readPortNumber(value: unknown, field: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > 65_535) {
    throw new Malformed(field, 'a port number from 1 to 65535');
  }
  return value;
}

/** Kubernetes' IntOrString, as ports use it. */
export function readPort(value: unknown, field: string): PortReference {
  return typeof value === 'string'
    ? { kind: 'name', name: readRequired(value, field) }
    : { kind: 'number', number: readPortNumber(value, field) };
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

export function readMeta(raw: Raw): ObjectMeta {
  const metadata = readObject(raw.metadata, 'metadata');
  return {
    namespace: readString(metadata.namespace, 'metadata.namespace'),
    name: readRequired(metadata.name, 'metadata.name'),
    uid: readString(metadata.uid, 'metadata.uid'),
    resourceVersion: readRequired(metadata.resourceVersion, 'metadata.resourceVersion'),
    creationTimestamp: readString(metadata.creationTimestamp, 'metadata.creationTimestamp'),
    labels: readStrings(metadata.labels, 'metadata.labels'),
    annotations: readStrings(metadata.annotations, 'metadata.annotations', lastApplied),
  };
}

export function readStrings(
  value: unknown,
  field: string,
  without?: string,
): Readonly<Record<string, string>> {
  const entries = Object.entries(readObject(value, field));
  return Object.fromEntries(
    entries
      .filter(([key]) => key !== without)
      .map(([key, text]) => [key, readString(text, `${field}.${key}`)]),
  );
}

/** `status.loadBalancer.ingress`, the same in Ingress and Service. */
export function readLoadBalancer(raw: Raw): readonly LoadBalancerIngress[] {
  const status = readObject(raw.status, 'status');
  const loadBalancer = readObject(status.loadBalancer, 'status.loadBalancer');
  return readList(loadBalancer.ingress, 'status.loadBalancer.ingress', (element, field) => {
    const entry = readObject(element, field);
    const ip = readString(entry.ip, `${field}.ip`);
    const hostname = readString(entry.hostname, `${field}.hostname`);
    const ports = readList(entry.ports, `${field}.ports`, readPortStatus);
    return {
      ...(ip === '' ? {} : { ip }),
      ...(hostname === '' ? {} : { hostname }),
      ...(ports.length === 0 ? {} : { ports }),
    };
  });
}

function readPortStatus(element: unknown, field: string) {
  const port = readObject(element, field);
  const error = readString(port.error, `${field}.error`);
  return {
    port: readPortNumber(port.port, `${field}.port`),
    protocol: readString(port.protocol, `${field}.protocol`) || 'TCP',
    ...(error === '' ? {} : { error }),
  };
}
