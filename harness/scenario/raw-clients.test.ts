import assert from 'node:assert/strict';
import test from 'node:test';
import { bytesOf } from './raw-clients.ts';

test('line breaks are what is written out', () => {
  assert.equal(bytesOf('GET / HTTP/1.1\\r\\n\nHost: a\\n\n'), 'GET / HTTP/1.1\r\nHost: a\n');
});

test('escapes', () => {
  assert.equal(bytesOf('a\\0b\\tc\\\\r'), 'a\0b\tc\\r');
  assert.equal(bytesOf('a\\{3}b'), 'axxxb');
  assert.equal(bytesOf('\\x81\\x02'), '\u0081\u0002');
});
