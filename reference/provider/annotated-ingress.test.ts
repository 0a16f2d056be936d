import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import type { KubernetesObject } from '../kubernetes/objects.ts';
import { derive } from './deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  MemoryStore,
  path,
  secret,
  service,
} from './testing.ts';

const authority = await createCertificateAuthority();
const tls = await issue();

async function issue() {
  const { certificate, privateKey } = await authority.issue({ hosts: ['a.org'] });
  return { 'tls.crt': certificate, 'tls.key': privateKey };
}

const pods = [service('production/service1'), endpoints('production/service1', ['10.0.0.1'])];

function deriveAll(...objects: readonly KubernetesObject[]) {
  return derive(new MemoryStore(...objects), defaultOptions);
}

function problemsOf(derivation: ReturnType<typeof derive>): string[] {
  return derivation.problems.map(
    ({ severity, object, field }) => `${severity} ${object.namespace}/${object.name} ${field}`,
  );
}

suite('annotations', () => {
  const prefix = 'traefik.ingress.kubernetes.io/';
  const annotated = (name: string, annotations: Readonly<Record<string, string>>) =>
    ingress(`production/${name}`, {
      metadata: { annotations },
      rules: [{ host: `${name}.org`, paths: [path('/', backend('service1'))] }],
    });

  test('make routers what they say', () => {
    const annotations = {
      [`${prefix}router.entrypoints`]: 'web,websecure',
      [`${prefix}router.tls`]: 'true',
      [`${prefix}router.priority`]: '7',
    };
    const { http } = deriveAll(annotated('a', annotations), ...pods).configuration;
    assert.deepEqual(Object.values(http.routers), [
      {
        ...{ entryPoints: ['web', 'websecure'], tls: {}, priority: 7 },
        ...{ rule: 'Host(`a.org`) && PathPrefix(`/`)', service: 'production-service1-80' },
      },
    ]);
  });

  test('that can not be read leave their Ingress out, its certificates too, and no other one', () => {
    const broken = annotated('broken', { [`${prefix}router.tls`]: 'maybe' });
    const derivation = deriveAll(
      { ...broken, tls: [{ hosts: [], secretName: 'cert' }] },
      annotated('a', {}),
      secret('production/cert', tls),
      ...pods,
    );
    assert.deepEqual(Object.keys(derivation.configuration.http.routers), ['production-a-a-org']);
    assert.deepEqual(derivation.configuration.tls.certificates, []);
    assert.deepEqual(problemsOf(derivation), [
      `error production/broken metadata.annotations[${prefix}router.tls]`,
    ]);
    assert.equal(
      derivation.problems[0]?.reason,
      `The annotation ${prefix}router.tls of the Ingress production/broken can't be read: "maybe".`,
    );
    assert.deepEqual(
      derivation.processed.map(({ metadata }) => metadata.name),
      ['broken', 'a'],
    );
  });
});
