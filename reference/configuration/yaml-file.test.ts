import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { run } from './configuration.fixture.ts';

describe('YAML', () => {
  test('may use aliases and merge keys, which yield to what is beside them', async () => {
    const yaml = `entryPoints:
  a: &a {address: ":81", forwardedHeaders: &trust {insecure: true}}
  b: {<<: *a, Address: ":82"}
  c: {address: ":83", forwardedHeaders: *trust}
`;
    const { configuration } = await run({ files: { 'work/traefik.yml': yaml } });
    const { a, b, c } = configuration.entryPoints;
    assert.deepEqual([a?.address, b?.address, c?.address], [':81', ':82', ':83']);
    assert.deepEqual([b?.forwardedHeaders.insecure, c?.forwardedHeaders.insecure], [true, true]);
  });
});
