import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { CertificateIndex } from './certificate-index.ts';

function certificate(fingerprint: string, names: readonly string[], notAfter = '2027'): TlsCertificate {
  const pem = { certificate: fingerprint, privateKey: fingerprint };
  return { ...pem, origin: 'default/cert', names, notBefore: '2026', notAfter, fingerprint };
}

suite('the certificate for a name', () => {
  const exact = certificate('exact', ['a.example.net']);
  const wildcard = certificate('wildcard', ['*.example.net', '*.org']);
  const index = CertificateIndex.empty.with([], [wildcard, exact]);

  test('is the one with that name, before one with the wildcard', () => {
    assert.equal(index.find('a.example.net'), exact);
    assert.equal(index.find('A.EXAMPLE.net.'), exact);
    assert.equal(index.find('b.example.net'), wildcard);
    assert.equal(index.find('example.org'), wildcard);
  });

  test('is none where the wildcard would have to cover more or less than one label', () => {
    for (const name of ['a.b.example.net', 'example.net', 'org', '', '.']) {
      assert.equal(index.find(name), undefined, name);
    }
  });

  test('is of several the one that is valid longest, in whatever order they came', () => {
    const older = certificate('older', ['a.org'], '2026-01-01T00:00:00.000Z');
    const newer = certificate('newer', ['a.org'], '2026-04-01T00:00:00.000Z');
    const twin = certificate('newer twin', ['a.org'], '2026-04-01T00:00:00.000Z');
    for (const order of [
      [older, newer, twin],
      [twin, newer, older],
    ]) {
      assert.equal(CertificateIndex.empty.with([], order).find('a.org'), newer);
    }
    assert.equal(CertificateIndex.empty.with([], [older, newer]).with([newer], []).find('a.org'), older);
  });
});

suite('a certificate that several Ingresses name', () => {
  test('is there until the last of them is gone, and stays the same object', () => {
    const first = certificate('same', ['a.org']);
    const again = certificate('same', ['a.org']);
    const both = CertificateIndex.empty.with([], [first]).with([], [again]);
    const one = both.with([first], []);
    assert.equal(one.find('a.org'), first);
    assert.deepEqual([...one], [first]);
    const none = one.with([again], []);
    assert.equal(none.find('a.org'), undefined);
    assert.deepEqual([...none], []);
    assert.equal(both.find('a.org'), first, 'earlier ones do not change');
  });
});

test('after any changes the index is the one made from scratch', () => {
  const one = fc
    .record({ id: fc.nat(5), until: fc.constantFrom('2026', '2027') })
    .map(({ id, until }) =>
      certificate(`${id} ${until}`, id % 2 === 0 ? ['a.org', `${id}.org`] : ['*.org', 'a.org'], until),
    );
  fc.assert(
    fc.property(fc.array(fc.tuple(one, fc.boolean()), { maxLength: 20 }), (changes) => {
      let index = CertificateIndex.empty;
      const held: TlsCertificate[] = [];
      for (const [given, removes] of changes) {
        const at = removes ? held.findIndex(({ fingerprint }) => fingerprint === given.fingerprint) : -1;
        if (at >= 0) index = index.with(held.splice(at, 1), []);
        else {
          held.push(given);
          index = index.with([], [given]);
        }
      }
      const scratch = CertificateIndex.empty.with([], held);
      for (const name of ['a.org', '0.org', '1.org', '2.org', '4.org', 'x.org']) {
        assert.equal(index.find(name)?.fingerprint, scratch.find(name)?.fingerprint, name);
      }
      assert.equal([...index].length, new Set(held.map(({ fingerprint }) => fingerprint)).size);
    }),
    { numRuns: 500 },
  );
});
