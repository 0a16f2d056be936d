import assert from 'node:assert/strict';
import type { LookupAddress } from 'node:dns';
import { test } from 'node:test';
import { startNameServer } from '../../fixtures/name-server/index.ts';
import { createLookup } from './name-lookup.ts';

test('names are asked of the name servers given', async (t) => {
  const server = await startNameServer();
  t.after(() => server.stop());
  const lookup = createLookup([server.address]);
  server.set('app.test', '127.0.0.2');
  assert.deepEqual(await all(lookup, 'app.test'), [{ address: '127.0.0.2', family: 4 }]);
  await assert.rejects(all(lookup, 'missing.test'), { code: 'ENOTFOUND' });
});

test('one address is given where one is asked for', async (t) => {
  const server = await startNameServer();
  t.after(() => server.stop());
  server.set('app.test', '127.0.0.2');
  const { promise, resolve } = Promise.withResolvers<unknown[]>();
  createLookup([server.address])('app.test', {}, (...answer) => resolve(answer));
  assert.deepEqual(await promise, [null, '127.0.0.2', 4]);
});

test('localhost is never asked for', async (t) => {
  const server = await startNameServer();
  t.after(() => server.stop());
  const found = await all(createLookup([server.address]), 'localhost');
  assert.ok(found.some(({ address }) => address === '127.0.0.1' || address === '::1'));
  assert.equal(server.asked('localhost'), 0);
});

function all(lookup: ReturnType<typeof createLookup>, name: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true }, (error, addresses) => {
      if (error === null) resolve(addresses as LookupAddress[]);
      else reject(error);
    });
  });
}
