import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { startWire } from './wire.ts';

test('a wire carries what is sent in both directions until it is lost, and tells nobody then', async () => {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const accepted = once(server, 'connection');
  const wire = await startWire((server.address() as AddressInfo).port);
  const client = connect(wire.port, '127.0.0.1');
  client.write('one');
  assert.deepEqual(await once(client, 'data'), [Buffer.from('one')]);
  const [far]: Socket[] = await accepted;
  assert.ok(far);

  wire.lose();
  let told = false;
  for (const socket of [client, far])
    for (const event of ['data', 'end', 'close']) socket.on(event, () => (told = true));
  client.write('two');
  const direct = connect((server.address() as AddressInfo).port, '127.0.0.1');
  direct.write('by another way');
  await once(direct, 'data');
  assert.ok(!told);

  direct.destroy();
  client.destroy();
  await wire.stop();
  server.close();
});
