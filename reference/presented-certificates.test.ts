import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TlsCertificate, TlsStore } from './dynamic/configuration.ts';
import { presentedCertificates } from './presented-certificates.ts';
import { buildRuntime } from './runtime/build.ts';

function certificate(fingerprint: string): TlsCertificate {
  const validity = { notBefore: '2026-01-01T00:00:00.000Z', notAfter: '2026-04-01T00:00:00.000Z' };
  return { certificate: '', privateKey: '', origin: '', names: ['a.org'], fingerprint, ...validity };
}

function presented(named: readonly string[], unnamed: string | undefined): string[] {
  const stores: Record<string, TlsStore> =
    unnamed === undefined ? {} : { default: { defaultCertificate: certificate(unnamed) } };
  const file = { http: { routers: {}, services: {} }, tls: { certificates: named.map(certificate), stores } };
  const runtime = buildRuntime({ configurations: { file }, entryPoints: ['web'] });
  return Array.from(presentedCertificates(runtime), ({ fingerprint }) => fingerprint).sort();
}

test('certificates that are presented are those with names and the default one, each once', () => {
  assert.deepEqual(presented(['a', 'b'], undefined), ['a', 'b']);
  assert.deepEqual(presented(['a', 'b'], 'c'), ['a', 'b', 'c']);
  assert.deepEqual(presented(['a', 'b'], 'b'), ['a', 'b']);
  assert.deepEqual([...presentedCertificates(undefined)], []);
});
