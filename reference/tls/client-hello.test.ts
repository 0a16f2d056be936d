import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { before, suite, test } from 'node:test';
import { type ConnectionOptions, connect } from 'node:tls';
import fc from 'fast-check';
import { longestClientHello, readClientHello } from './client-hello.ts';

let hello: Buffer;

before(async () => {
  hello = await helloOf({ servername: 'A.Example.net', ALPNProtocols: ['h2', 'http/1.1'] });
});

suite('a ClientHello', () => {
  test('names the server and the protocols', () => {
    assert.deepEqual(readClientHello(hello), {
      kind: 'hello',
      hello: { serverName: 'a.example.net', alpnProtocols: ['h2', 'http/1.1'] },
    });
  });

  test('may name neither', async () => {
    const reading = readClientHello(await helloOf({}));
    assert.deepEqual(reading, { kind: 'hello', hello: { serverName: '', alpnProtocols: [] } });
  });

  test('of TLS 1.2 is read as well', async () => {
    const reading = readClientHello(await helloOf({ servername: 'b.example', maxVersion: 'TLSv1.2' }));
    assert.ok(reading.kind === 'hello');
    assert.equal(reading.hello.serverName, 'b.example');
  });

  test('is read with what follows it', () => {
    const more = Buffer.concat([hello, Buffer.from([20, 3, 3, 0, 1, 1])]);
    assert.deepEqual(readClientHello(more), readClientHello(hello));
  });

  test('may come in several records, of any length', () => {
    for (const size of [1, 2, 3, 4, 5, 100, 1000]) {
      const records = inRecords(hello.subarray(5), size);
      if (records.length <= longestClientHello)
        assert.deepEqual(readClientHello(records), readClientHello(hello), `${size}`);
    }
  });

  test('that is not all there says how much is needed, and never more than there is', () => {
    for (const bytes of [hello, inRecords(hello.subarray(5), 7)]) {
      for (let length = 0; length < bytes.length; length++) {
        const reading = readClientHello(bytes.subarray(0, length));
        assert.ok(reading.kind === 'incomplete', `${length}: ${reading.kind}`);
        assert.ok(reading.needed > length && reading.needed <= bytes.length, `${length}: ${reading.needed}`);
      }
    }
  });

  test('that is too long is not waited for', () => {
    const header = Buffer.from([22, 3, 1, 0x40, 0, 1, 0, 0xff, 0xff]);
    assert.equal(
      readClientHello(Buffer.concat([header, Buffer.alloc(longestClientHello)])).kind,
      'unreadable',
    );
  });
});

suite('no ClientHello', () => {
  for (const [what, bytes] of [
    ['another message', '\x16\x03\x01\0\x04\x02\0\0\0'],
    ['an alert', '\x15\x03\x01\0\x02\x02\x00'],
    ['a record without content', '\x16\x03\x01\0\0'],
    ['an empty one', '\x16\x03\x01\0\x04\x01\0\0\0'],
    ['HTTP behind the first byte', '\x16GET / HTTP/1.1\r\nHost: a\r\n\r\n'.padEnd(40_000, 'a')],
  ] as const) {
    test(`is ${what}`, () => {
      assert.equal(readClientHello(Buffer.from(bytes, 'latin1')).kind, 'unreadable');
    });
  }

  test('is what no exception escapes from: bytes turned over, cut out and put in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
        fc.nat({ max: 2_000 }),
        (turned, cut) => {
          const bytes = Buffer.concat([hello.subarray(0, hello.length - (cut % hello.length)), hello]);
          for (const [at, value] of turned) bytes[at % bytes.length] = value;
          readClientHello(bytes);
        },
      ),
      { numRuns: 20_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        readClientHello(Buffer.concat([Buffer.from([22, 3, 1]), bytes]));
      }),
      { numRuns: 20_000 },
    );
  });
});

/** What Node's client sends first. */
async function helloOf(options: ConnectionOptions): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const server = createServer((socket) => {
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  assert.ok(address !== null && typeof address !== 'string');
  connect({ host: '127.0.0.1', port: address.port, ...options }).on('error', () => {});
  const bytes = await promise;
  server.close();
  return bytes;
}

function inRecords(message: Buffer, size: number): Buffer {
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const fragment = message.subarray(at, at + size);
    records.push(Buffer.from([22, 3, 1, 0, 0]), fragment);
    records.at(-2)?.writeUInt16BE(fragment.length, 3);
  }
  return Buffer.concat(records);
}
