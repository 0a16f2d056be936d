/** Asking a server, and holding its answer to what is expected. */
import assert from 'node:assert/strict';
import type { Contract } from './behaviours.ts';
import type { Answer, Json } from './servers.ts';

export const mergePatch = { 'content-type': 'application/merge-patch+json' };
export const strategicMergePatch = { 'content-type': 'application/strategic-merge-patch+json' };
export const jsonPatch = { 'content-type': 'application/json-patch+json' };
export const applyPatch = { 'content-type': 'application/apply-patch+yaml' };

/** The collections of a behaviour's namespace. */
export function collections({ namespace }: Contract) {
  const core = `/api/v1/namespaces/${namespace}`;
  const networking = `/apis/networking.k8s.io/v1/namespaces/${namespace}`;
  return {
    ingresses: `${networking}/ingresses`,
    services: `${core}/services`,
    endpoints: `${core}/endpoints`,
    secrets: `${core}/secrets`,
    configMaps: `${core}/configmaps`,
    pods: `${core}/pods`,
    endpointSlices: `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
    ingressClasses: '/apis/networking.k8s.io/v1/ingressclasses',
  };
}

type Asked = readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>];

/** The body of an answer that has that code, and these fields with these values (others may be there). */
export async function expectAnswer(
  { server }: Contract,
  [method, path, body, headers]: Asked,
  code: number,
  fields: object = {},
): Promise<Json> {
  const answer = await server.call(method, path, body, headers);
  assert.equal(answer.code, code, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  assertFields(answer.body, fields);
  return answer.body;
}

/** Refused as invalid (422), for these fields and no others. */
export async function expectInvalid(contract: Contract, asked: Asked, ...fields: string[]): Promise<void> {
  const { details, reason } = await expectAnswer(contract, asked, 422);
  assert.equal(reason, 'Invalid');
  const causes: { readonly field: string }[] = details?.causes ?? [];
  assert.deepEqual([...new Set(causes.map(({ field }) => field))].sort(), fields.sort());
}

/** A warning that contains the text; undefined: none at all. */
export async function expectWarning(
  contract: Contract,
  asked: Asked,
  text: string | undefined,
): Promise<void> {
  const answer: Answer = await contract.server.call(...asked);
  const warnings = [answer.headers.warning ?? []].flat().join(' ');
  if (text === undefined) assert.equal(warnings, '');
  else assert.ok(warnings.includes(text), `${text} is not in the warnings: ${warnings}`);
}

export function assertFields(actual: Json, fields: object, at = ''): void {
  for (const [name, expected] of Object.entries(fields)) {
    const found = actual?.[name];
    if (expected !== null && typeof expected === 'object' && !Array.isArray(expected)) {
      assertFields(found, expected, `${at}.${name}`);
    } else assert.deepEqual(found, expected, `${at}.${name} of ${JSON.stringify(actual)}`);
  }
}

/** One rule with one path, with whatever else is said of it. */
export function ingressOf(name: string, path: object = {}, metadata: object = {}): object {
  const whole = {
    path: '/',
    pathType: 'Prefix',
    backend: { service: { name: 'app', port: { number: 80 } } },
    ...path,
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, ...metadata },
    spec: { rules: [{ host: 'example.net', http: { paths: [whole] } }] },
  };
}

export function ingressSpec(name: string, spec: object, metadata: object = {}): object {
  return { metadata: { name, ...metadata }, spec };
}

export function configMapOf(name: string, labels: Record<string, string> = {}): object {
  return { metadata: { name, labels }, data: { key: 'value' } };
}

export function serviceOf(name: string, spec: object = { ports: [{ port: 80 }] }): object {
  return { metadata: { name }, spec };
}
