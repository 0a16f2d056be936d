import { isIP } from 'node:net';
import { parseLabelSelector } from '../kubernetes/label-selector.ts';
import { invalid, type ValueType, valid } from './value-types.ts';

/** A label selector, kept as text: the API server gets it as it is. */
export const labelSelector: ValueType<string> = {
  name: 'label selector',
  inFile: 'text',
  parse: (input) => {
    const selector = parseLabelSelector(input);
    return selector.kind === 'invalid'
      ? invalid(
          input,
          `is not a label selector: ${selector.reason}`,
          'Write such as app=web,tier in (a, b),!legacy.',
        )
      : valid(input);
  },
  format: (value) => value,
};

/** The name of a namespace: a DNS label (RFC 1123). */
export const namespaceName = shaped(
  'name',
  isDnsLabel,
  'is not the name of a namespace',
  'Write small letters, digits and hyphens, at most 63 of them, as `kubectl get namespaces` shows them.',
);

/** `namespace/name` of a Service. */
export const serviceReference = shaped(
  'namespace/name',
  (input) => {
    const parts = input.split('/');
    return parts.length === 2 && parts.every(isDnsLabel);
  },
  'is not the namespace and the name of a Service',
  'Write namespace/name, such as ingress/traefik.',
);

/** A host name as the API server takes it in the status of an Ingress: a DNS name in small letters, no IP address. */
export const statusHostname = shaped(
  'host name',
  (input) => input.length <= 253 && isIP(input) === 0 && input.split('.').every(isDnsLabel),
  'is not a host name',
  'Write a DNS name in small letters, such as example.net; an address belongs into ip.',
);

function shaped(
  name: string,
  fits: (input: string) => boolean,
  reason: string,
  remedy: string,
): ValueType<string> {
  return {
    name,
    inFile: 'text',
    parse: (input) => (fits(input) ? valid(input) : invalid(input, reason, remedy)),
    format: (value) => value,
  };
}

function isDnsLabel(input: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(input);
}
