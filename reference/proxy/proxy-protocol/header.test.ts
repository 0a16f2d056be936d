import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { crc32c } from './crc32c.ts';
import { type Endpoint, readProxyHeader } from './header.ts';

const signature = '\r\n\r\n\0\r\nQUIT\n';

/** @param rest addresses, and what follows them */
function version2(versionAndCommand: number, familyAndTransport: number, rest: Buffer): Buffer {
  const fixed = Buffer.from(`${signature}\0\0\0\0`, 'latin1');
  fixed[12] = versionAndCommand;
  fixed[13] = familyAndTransport;
  fixed.writeUInt16BE(rest.length, 14);
  return Buffer.concat([fixed, rest]);
}

function tlv(type: number, value: Uint8Array): Buffer {
  const head = Buffer.from([type, 0, 0]);
  head.writeUInt16BE(value.length, 1);
  return Buffer.concat([head, value]);
}

const ipv4Addresses = Buffer.from([192, 0, 2, 7, 203, 0, 113, 1, 0xc3, 0x50, 0x01, 0xbb]);
const ipv4Source: Endpoint = { address: '192.0.2.7', port: 50_000 };

/** A header of IPv4 addresses, whose checksum stands between two other fields. */
function withChecksum(): Buffer {
  const before = tlv(2, Buffer.from('app.example.com'));
  const fields = [before, tlv(3, Buffer.alloc(4)), tlv(0xea, Buffer.from([1]))];
  const header = version2(0x21, 0x11, Buffer.concat([ipv4Addresses, ...fields]));
  header.writeUInt32BE(crc32c(header), 16 + ipv4Addresses.length + before.length + 3);
  return header;
}

describe('a header of the PROXY protocol', () => {
  const headers: readonly (readonly [string, Buffer | string, Endpoint | undefined])[] = [
    ['version 1, IPv4', 'PROXY TCP4 192.0.2.7 203.0.113.1 50000 443\r\n', ipv4Source],
    [
      'version 1, IPv6',
      'PROXY TCP6 2001:db8::7 2001:db8::1 50000 443\r\n',
      { address: '2001:db8::7', port: 50_000 },
    ],
    ['version 1, port 0', 'PROXY TCP4 192.0.2.7 203.0.113.1 0 0\r\n', { address: '192.0.2.7', port: 0 }],
    ['version 1, of nobody', 'PROXY UNKNOWN\r\n', undefined],
    ['version 1, of nobody, with more', 'PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n', undefined],
    [
      'version 1, as long as can be',
      `PROXY TCP6 ${Array(8).fill('ffff').join(':')} ${Array(8).fill('ffff').join(':')} 65535 65535\r\n`,
      { address: Array(8).fill('ffff').join(':'), port: 65_535 },
    ],
    ['version 2, IPv4', version2(0x21, 0x11, ipv4Addresses), ipv4Source],
    [
      'version 2, IPv6',
      version2(
        0x21,
        0x21,
        Buffer.from(`20010db8${'0'.repeat(23)}720010db8${'0'.repeat(23)}1c35001bb`, 'hex'),
      ),
      { address: '2001:db8::7', port: 50_000 },
    ],
    ['version 2, Unix', version2(0x21, 0x31, Buffer.alloc(216)), undefined],
    ['version 2, UDP', version2(0x21, 0x12, ipv4Addresses), undefined],
    ['version 2, unspecified', version2(0x21, 0, Buffer.alloc(0)), undefined],
    ['version 2, LOCAL', version2(0x20, 0, Buffer.alloc(0)), undefined],
    ['version 2, LOCAL with anything behind it', version2(0x20, 0x11, Buffer.from('abc')), undefined],
    ['version 2, with a checksum', withChecksum(), ipv4Source],
  ];

  for (const [what, text, source] of headers) {
    const header = Buffer.from(text);
    it(`is read: ${what}`, () => {
      for (const following of ['', 'GET / HTTP/1.1\r\n', '\x16\x03\x01', header]) {
        const bytes = Buffer.concat([header, Buffer.from(following)]);
        assert.deepEqual(readProxyHeader(bytes), { kind: 'header', length: header.length, source });
      }
    });

    it(`is waited for, wherever it is split: ${what}`, () => {
      for (let length = 0; length < header.length; length++) {
        const needed = readProxyHeader(header.subarray(0, length));
        assert.ok(typeof needed === 'number' && needed > length && needed <= header.length, `${length}`);
      }
    });
  }

  const malformed: readonly (readonly [string, Buffer | string])[] = [
    ['version 1 that never ends', `PROXY UNKNOWN ${'x'.repeat(100)}`],
    ['version 1 that is too long', `PROXY UNKNOWN ${'x'.repeat(100)}\r\n`],
    ['version 1 of a family that there is not', 'PROXY TCP5 192.0.2.7 203.0.113.1 1 2\r\n'],
    ['version 1 of UDP', 'PROXY UDP4 192.0.2.7 203.0.113.1 1 2\r\n'],
    ['version 1 with an address of another family', 'PROXY TCP4 ::1 203.0.113.1 1 2\r\n'],
    ['version 1 with a name', 'PROXY TCP4 example.com 203.0.113.1 1 2\r\n'],
    ['version 1 with a zone', 'PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n'],
    ['version 1 with an address missing', 'PROXY TCP4 192.0.2.7 1 2\r\n'],
    ['version 1 with a port that is none', 'PROXY TCP4 192.0.2.7 203.0.113.1 65536 2\r\n'],
    ['version 1 with a port that begins with 0', 'PROXY TCP4 192.0.2.7 203.0.113.1 01 2\r\n'],
    ['version 1 with two spaces', 'PROXY TCP4  192.0.2.7 203.0.113.1 1 2\r\n'],
    ['version 1 that ends with a line feed', 'PROXY TCP4 192.0.2.7 203.0.113.1 1 2\n'],
    ['version 1 with a carriage return', 'PROXY UNKNOWN a\rb\r\n'],
    ['version 1 that is a request', 'PROXY / HTTP/1.1\r\n'],
    ['version 2 of version 3', version2(0x31, 0x11, ipv4Addresses)],
    ['version 2 with a command that there is not', version2(0x22, 0x11, ipv4Addresses)],
    ['version 2 of a family that there is not', version2(0x21, 0x41, ipv4Addresses)],
    ['version 2 of a transport that there is not', version2(0x21, 0x13, ipv4Addresses)],
    ['version 2 with addresses cut off', version2(0x21, 0x11, ipv4Addresses.subarray(1))],
    ['version 2 with half a field', version2(0x21, 0x11, Buffer.concat([ipv4Addresses, Buffer.from([1])]))],
    [
      'version 2 with a field beyond its end',
      version2(0x21, 0x11, Buffer.concat([ipv4Addresses, tlv(1, Buffer.from('h2')).subarray(0, 4)])),
    ],
    [
      'version 2 with a checksum of two bytes',
      version2(0x21, 0x11, Buffer.concat([ipv4Addresses, tlv(3, Buffer.alloc(2))])),
    ],
    ['version 2 that is too long', version2(0x21, 0x11, Buffer.alloc(20_000))],
  ];

  for (const [what, text] of malformed) {
    it(`is malformed: ${what}`, () => {
      assert.deepEqual(readProxyHeader(Buffer.from(text)), { kind: 'malformed' });
    });
  }

  it('is malformed where a bit is not as the checksum has it', () => {
    const header = withChecksum();
    fc.assert(
      fc.property(
        fc.integer({ min: 16, max: header.length - 1 }),
        fc.integer({ min: 0, max: 7 }),
        (at, bit) => {
          const broken = Buffer.from(header);
          broken.writeUInt8(broken.readUInt8(at) ^ (1 << bit), at);
          const reading = readProxyHeader(broken);
          // Where the type of the field changes, there is no checksum any more.
          const isTypeOfChecksum = at === 16 + ipv4Addresses.length + 18;
          assert.ok(
            isTypeOfChecksum || (typeof reading === 'object' && reading.kind === 'malformed'),
            `${at}`,
          );
        },
      ),
    );
  });

  for (const text of [
    'GET / HTTP/1.1\r\n',
    'POST /',
    'PR',
    'PRI * HTTP/2.0',
    '\x16\x03\x01',
    '\r\nGET /',
    'proxy ',
  ]) {
    it(`is not what begins with ${JSON.stringify(text)}`, () => {
      const reading = readProxyHeader(Buffer.from(text, 'latin1'));
      assert.deepEqual(reading, text === 'PR' ? 3 : { kind: 'none' });
    });
  }

  it('is read of whatever bytes, without an error and within its limits', () => {
    const beginnings = fc.constantFrom('', 'PROXY ', 'PROXY TCP4 ', signature, `${signature}\x21\x11`);
    fc.assert(
      fc.property(beginnings, fc.uint8Array({ maxLength: 300 }), (beginning, rest) => {
        const bytes = Buffer.concat([Buffer.from(beginning, 'latin1'), rest]);
        const reading = readProxyHeader(bytes);
        if (typeof reading === 'number') assert.ok(reading > bytes.length && reading <= 16 + 16 * 1024);
        else if (reading.kind === 'header') assert.ok(reading.length <= bytes.length);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('CRC-32C', () => {
  // RFC 3720, appendix B.4; the byte order there is that of the wire.
  for (const [bytes, sum] of [
    [Buffer.alloc(32), 0x8a9136aa],
    [Buffer.alloc(32, 0xff), 0x62a8ab43],
    [Buffer.from('123456789'), 0xe3069283],
  ] as const) {
    it(`is 0x${sum.toString(16)} of ${bytes.toString('hex')}`, () => assert.equal(crc32c(bytes), sum));
  }
});
