import assert from 'node:assert/strict';
import { decode } from './decode.ts';
import type { Kind, ObjectByKind } from './objects.ts';

/** The object with some metadata, decoded; fails where it is malformed. */
export function decoded<K extends Kind>(kind: K, raw: object): ObjectByKind[K] {
  const result = decode(kind, { metadata: { namespace: 'a', name: 'x', resourceVersion: '1' }, ...raw });
  assert.ok(result.kind === 'object', JSON.stringify(result));
  return result.object as ObjectByKind[K];
}
