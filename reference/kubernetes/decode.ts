import type { Problem } from '../dynamic/problem.ts';
import { decodeEndpoints, decodeIngressClass, decodeSecret, decodeService } from './decode-core.ts';
import { Malformed, type Raw } from './decode-fields.ts';
import { decodeIngress } from './decode-ingress.ts';
import { asRecord, asString } from './json.ts';
import type { Kind, KubernetesObject } from './objects.ts';

/** Which object, and which revision of it. */
export interface Identity {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

export type Decoded =
  | { readonly kind: 'object'; readonly object: KubernetesObject }
  /** It exists, but it is not what the API describes; a valid API server never sends this. */
  | { readonly kind: 'malformed'; readonly problem: Problem };

/** Undefined where the value is no object of the API at all: nothing to name it by. */
export function identify(raw: unknown): Identity | undefined {
  const metadata = asRecord(asRecord(raw).metadata);
  const identity: Identity = {
    namespace: asString(metadata.namespace),
    name: asString(metadata.name),
    uid: asString(metadata.uid),
    resourceVersion: asString(metadata.resourceVersion),
  };
  return identity.name === '' || identity.resourceVersion === '' ? undefined : identity;
}

/**
 * An object of the API, in either version, as what the rest works with: frozen, and without what nobody
 * reads (managed fields, the copy that `kubectl apply` keeps, all of a Secret but its certificate and key),
 * since ten thousand of them are held in memory.
 */
export function decode(kind: Kind, raw: unknown): Decoded {
  const object = asRecord(raw);
  try {
    return { kind: 'object', object: deepFreeze(decoders[kind](object)) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const { namespace, name } = asRecord(object.metadata);
    return {
      kind: 'malformed',
      problem: {
        severity: 'error',
        object: { kind, namespace: asString(namespace), name: asString(name) },
        field: error.field,
        reason: error.message,
        remedy: 'Correct the object; an API server would not have accepted it.',
      },
    };
  }
}

const decoders: Record<Kind, (raw: Raw) => KubernetesObject> = {
  Ingress: decodeIngress,
  IngressClass: decodeIngressClass,
  Service: decodeService,
  Endpoints: decodeEndpoints,
  Secret: decodeSecret,
};

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
