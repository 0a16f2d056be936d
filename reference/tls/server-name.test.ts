import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateName, normaliseServerName, subjectAltNames, wildcardFor } from './server-name.ts';

test('names are compared without case and final dot', () => {
  assert.equal(normaliseServerName('A.Example.NET.'), 'a.example.net');
});

test('a wildcard covers one label', () => {
  assert.equal(wildcardFor('a.b.example.net'), '*.b.example.net');
  assert.equal(wildcardFor('localhost'), undefined);
  assert.equal(wildcardFor('.net'), undefined);
  assert.equal(wildcardFor(''), undefined);
});

test('names that no handshake can ask for are left out', () => {
  assert.equal(certificateName('*.Example.net'), '*.example.net');
  for (const name of ['', '*', '*.', 'a.*.net', 'a b', 'a..b', 'TRAEFIK DEFAULT CERT', 'bücher.example']) {
    assert.equal(certificateName(name), undefined, name);
  }
});

test('alternative names are read as Node writes them', () => {
  const text = 'DNS:a.org, IP Address:10.0.0.1, DNS:"x, DNS:not.mine, \\"y", URI:http://b, DNS:*.c.org';
  assert.deepEqual(subjectAltNames(text), ['a.org', '*.c.org']);
  assert.deepEqual(subjectAltNames(''), []);
});
