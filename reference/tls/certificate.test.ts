import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { before, suite, test } from 'node:test';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyPair,
} from '../../fixtures/certificates/index.ts';
import { readCertificate } from './certificate.ts';

let authority: CertificateAuthority;
let pair: KeyPair;

before(async () => {
  authority = await createCertificateAuthority();
  pair = await authority.issue({ hosts: ['example.net'] });
});

function usable(certificate: string, privateKey: string) {
  const reading = readCertificate(certificate, privateKey, 'team/cert');
  assert.ok(reading.kind === 'usable', JSON.stringify(reading));
  return reading.certificate;
}

suite('a usable certificate', () => {
  test('has the DNS names of its extension, normalised, each once', async () => {
    const hosts = ['Example.NET', 'example.net', '*.example.org', '10.0.0.1', 'fd00::1'];
    const { certificate, privateKey } = await authority.issue({ hosts, commonName: 'other.example' });
    assert.deepEqual(usable(certificate, privateKey).names, ['example.net', '*.example.org']);
  });

  test('has its common name where it has no other', async () => {
    const { certificate, privateKey } = await authority.issue({ commonName: 'Example.NET' });
    assert.deepEqual(usable(certificate, privateKey).names, ['example.net']);
  });

  test('has its time, whether or not it is over', async () => {
    const notBefore = new Date('2020-01-01T00:00:00Z');
    const notAfter = new Date('2020-02-01T00:00:00Z');
    const issued = await authority.issue({ hosts: ['example.net'], notBefore, notAfter });
    const read = usable(issued.certificate, issued.privateKey);
    assert.deepEqual([read.notBefore, read.notAfter], [notBefore.toISOString(), notAfter.toISOString()]);
  });

  test('keeps those that signed it, and nothing that stands between', () => {
    const text = `Subject: example.net\n${pair.certificate}\n# the authority\n${authority.certificate}\n`;
    const { certificate } = usable(text, pair.privateKey);
    assert.equal(certificate.match(/BEGIN CERTIFICATE/g)?.length, 2);
    assert.doesNotMatch(certificate, /Subject|#/);
  });

  test('has a fingerprint of its content', async () => {
    const { fingerprint } = usable(pair.certificate, pair.privateKey);
    assert.equal(usable(`\n${pair.certificate}`, pair.privateKey).fingerprint, fingerprint);
    const other = await authority.issue({ hosts: ['example.net'] });
    assert.notEqual(usable(other.certificate, other.privateKey).fingerprint, fingerprint);
  });

  test('may have its key in the older form of EC keys', () => {
    const sec1 = createPrivateKey(pair.privateKey).export({ type: 'sec1', format: 'pem' }).toString();
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    usable(pair.certificate, parameters + sec1);
  });
});

suite('of no use is', () => {
  const broken = () => '-----BEGIN CERTIFICATE-----\nMIIBrjCCAVWgAwIBAgIQciI2vM\n-----END CERTIFICATE-----\n';
  const encrypted = () =>
    createPrivateKey(pair.privateKey)
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
      .toString();
  const otherKey = () =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();

  for (const [what, certificate, key, part, reason] of [
    ['an empty certificate', () => '', () => pair.privateKey, 'certificate', /no certificate/],
    ['what is no PEM', () => 'certificate', () => pair.privateKey, 'certificate', /no certificate/],
    ['a certificate that is cut off', broken, () => pair.privateKey, 'certificate', /no certificate/],
    [
      'a chain of which one is broken',
      () => pair.certificate + broken(),
      () => pair.privateKey,
      'certificate',
      /no certificate/,
    ],
    ['an empty key', () => pair.certificate, () => '', 'key', /no private key/],
    [
      'a certificate in place of the key',
      () => pair.certificate,
      () => pair.certificate,
      'key',
      /no private/,
    ],
    ['an encrypted key', () => pair.certificate, encrypted, 'key', /no private key/],
    ['a key of another certificate', () => pair.certificate, otherKey, 'key', /does not belong/],
  ] as const) {
    test(what, () => {
      const reading = readCertificate(certificate(), key(), 'team/cert');
      assert.ok(reading.kind === 'unusable');
      assert.equal(reading.part, part);
      assert.match(reading.reason, reason);
      assert.doesNotMatch(JSON.stringify(reading), /BEGIN|MII/);
    });
  }
});
