import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseAddress } from './address.ts';

describe('parseAddress', () => {
  const addresses: readonly (readonly [text: string, host: string, port: number])[] = [
    [':80', '', 80],
    [':0', '', 0],
    [':65535', '', 65_535],
    ['127.0.0.1:8080', '127.0.0.1', 8080],
    ['[::1]:443', '::1', 443],
    ['localhost:0', 'localhost', 0],
    ['a-b.example.net.:1', 'a-b.example.net.', 1],
  ];
  for (const [text, host, port] of addresses) {
    test(text, () => {
      assert.deepEqual(parseAddress(text), { host, port });
    });
  }

  const others = [
    '',
    '80',
    ':',
    ':http',
    ':-1',
    ':65536',
    ':100000',
    '::1:80',
    '[::1]',
    '[1.2.3.4]:80',
    '[]:80',
    '1.2.3:80',
    'a_b:80',
    '-a:80',
    'a b:80',
    'http://a:80',
    ' :80',
    ':80\n',
  ];
  for (const text of others) {
    test(`not ${JSON.stringify(text)}`, () => {
      assert.equal(parseAddress(text), undefined);
    });
  }
});
