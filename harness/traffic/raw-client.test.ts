import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import test, { type TestContext } from 'node:test';
import { connectRaw } from './raw-client.ts';

test('bytes go out as they are, and answers are read one by one', async (t) => {
  const { client, peer } = await connected(t);
  client.send('HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\0\xff');
  const [bytes] = await once(peer, 'data');
  assert.equal(bytes.toString('latin1'), 'HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\0\xff');
  peer.write('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n');
  assert.equal((await client.answer()).status, 103);
  assert.equal((await client.answer()).end, 'whole');
  peer.write('rest');
  assert.equal(await client.text('re'), 're');
  peer.end('!');
  assert.equal(await client.closed(), 'st!');
});

test('a connection that ends in place of an answer', async (t) => {
  const { client, peer } = await connected(t);
  peer.end('HTTP/1.1 200');
  await assert.rejects(client.answer(), /ended without an answer.*HTTP\/1\.1 200/);
});

test('an answer that is ended by a reset is short', async (t) => {
  const { client, peer } = await connected(t);
  client.send('GET / HTTP/1.0\r\n\r\n');
  await once(peer, 'data');
  // In one packet, so that the client has all of it when it has the first.
  peer.write('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhalf');
  await client.answer();
  peer.resetAndDestroy();
  const { body, end } = await client.answer();
  assert.deepEqual({ body, end }, { body: 'half', end: 'short' });
});

async function connected(t: TestContext) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const { port } = server.address() as AddressInfo;
  const client = await connectRaw({ host: '127.0.0.1', port });
  const [peer]: Socket[] = (await accepted) as Socket[];
  assert.ok(peer);
  t.after(() => {
    client.leave();
    peer.destroy();
    server.close();
  });
  return { client, peer };
}
