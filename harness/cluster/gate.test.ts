import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { Agent, request } from 'undici';
import { startGate } from './gate.ts';

let server: Server;
let port: number;

before(async () => {
  server = createServer((incoming, response) => {
    // What is asked for forever is answered in part.
    if (incoming.url === '/forever') response.write('part');
    else response.end('whole');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

test('an open gate lets requests and answers through', async () => {
  const gate = await startGate(port);
  const { body } = await request(`http://127.0.0.1:${gate.port}/`, { reset: true });
  assert.equal(await body.text(), 'whole');
  assert.deepEqual([gate.asked, gate.turnedAway], [1, 0]);
  await gate.stop();
});

test('a gate that is shut turns connections away and counts them, until it is opened', async () => {
  const gate = await startGate(port);
  const ask = () => request(`http://127.0.0.1:${gate.port}/`, { reset: true });
  gate.shut();
  await assert.rejects(ask());
  await assert.rejects(ask());
  assert.deepEqual([gate.asked, gate.turnedAway], [2, 2]);
  gate.open();
  assert.equal(await (await ask()).body.text(), 'whole');
  gate.shut();
  assert.deepEqual([gate.asked, gate.turnedAway], [3, 0]);
  await gate.stop();
});

test('shutting it cuts an answer that is under way', async () => {
  const gate = await startGate(port);
  const { body } = await request(`http://127.0.0.1:${gate.port}/forever`, { dispatcher: new Agent() });
  gate.shut();
  await assert.rejects(body.text(), { code: 'ECONNRESET' });
  await gate.stop();
});

test('a gate that has stopped has no port', async () => {
  const gate = await startGate(port);
  await gate.stop();
  await assert.rejects(request(`http://127.0.0.1:${gate.port}/`), { code: 'ECONNREFUSED' });
});
