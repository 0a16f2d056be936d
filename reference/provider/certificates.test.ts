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
const otherTls = await issue();

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

suite('the certificates of Ingresses', () => {
  const web = (name: string, ...secrets: readonly string[]) =>
    ingress(`production/${name}`, {
      rules: [{ host: 'a.org', paths: [path(`/${name}`, backend('service1'))] }],
      tls: secrets.map((secretName) => ({ hosts: [], secretName })),
    });
  const certificate = secret('production/cert', tls);

  test('are those of the Secrets, each once', () => {
    const derivation = deriveAll(web('a', 'cert', ''), web('b', 'cert'), certificate, ...pods);
    const found = derivation.configuration.tls.certificates;
    assert.deepEqual(
      found.map(({ origin, names }) => ({ origin, names })),
      [{ origin: 'production/cert', names: ['a.org'] }],
    );
    assert.deepEqual(derivation.problems, []);
  });

  test('that are missing or of no use leave the routes and the other certificates', () => {
    const derivation = deriveAll(
      web('a', 'cert', 'missing', 'no-key', 'no-certificate', 'elsewhere', 'no-pem', 'other-key'),
      certificate,
      secret('production/no-key', { 'tls.crt': tls['tls.crt'] }),
      secret('production/no-certificate', { 'tls.key': tls['tls.key'] }),
      secret('other/elsewhere', tls),
      secret('production/no-pem', { ...tls, 'tls.crt': 'PEM' }),
      secret('production/other-key', { ...tls, 'tls.key': otherTls['tls.key'] }),
      ...pods,
    );
    assert.equal(derivation.configuration.tls.certificates.length, 1);
    assert.equal(Object.keys(derivation.configuration.http.routers).length, 1);
    assert.deepEqual(
      problemsOf(derivation),
      [1, 2, 3, 4, 5, 6].map((index) => `error production/a spec.tls[${index}].secretName`),
    );
    assert.deepEqual(
      derivation.problems.map(({ reason }) => reason),
      [
        'There is no Secret production/missing.',
        'The Secret production/no-key lacks tls.key.',
        'The Secret production/no-certificate lacks tls.crt.',
        'There is no Secret production/elsewhere.',
        'tls.crt of the Secret production/no-pem holds no certificate that can be read.',
        'tls.key of the Secret production/other-key does not belong to the certificate.',
      ],
    );
  });
});
