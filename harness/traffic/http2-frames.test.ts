import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { describe, it } from 'node:test';
import { beginsAsHttp2, endOfStream, openingWith } from './http2-frames.ts';

const request = [
  [':method', 'GET'],
  [':scheme', 'http'],
  [':path', '/a'],
  [':authority', 'app.example.com'],
] as const;

/** What comes of it at a server of Node's. */
async function ask(fields: readonly (readonly [string, string])[]) {
  const server = createServer((incoming, response) => {
    response.statusCode = incoming.url === '/a' ? 200 : 404;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  socket.write(openingWith(fields), 'latin1');
  let received = '';
  while (endOfStream(received) === undefined) received += await once(socket, 'data');
  socket.destroy();
  server.close();
  return endOfStream(received);
}

describe('a request of bytes over HTTP/2', () => {
  it('is answered', async () => {
    assert.deepEqual(await ask(request), { kind: 'answer', ok: true });
  });

  it('is answered with another status', async () => {
    const [method, scheme, , authority] = request;
    assert.deepEqual(await ask([method, scheme, [':path', '/b'], authority]), { kind: 'answer', ok: false });
  });

  it('is reset where it is malformed', async () => {
    assert.deepEqual(await ask([...request, ['connection', 'close']]), { kind: 'reset' });
  });
});

describe('beginsAsHttp2', () => {
  it('knows settings', () => {
    assert.ok(beginsAsHttp2('\0\0\0\x04\0\0\0\0\0'));
  });

  it('knows what is none', () => {
    assert.ok(!beginsAsHttp2(''));
    assert.ok(!beginsAsHttp2('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
});
