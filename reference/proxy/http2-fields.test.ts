import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { http2Fields } from './http2-fields.ts';

describe('fields for HTTP/2', () => {
  it('are in lower case, and lists where they are repeated', () => {
    assert.deepEqual(Object.entries(http2Fields(['X-A', '1', 'x-b', '2', 'x-a', '3', 'X-A', '4'])), [
      ['x-a', ['1', '3', '4']],
      ['x-b', '2'],
    ]);
  });

  it('are none of a connection', () => {
    assert.deepEqual(Object.keys(http2Fields(['Connection', 'close', 'TE', 'gzip', 'X-A', '1'])), ['x-a']);
  });

  it('may be called what every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    for (const name of names) {
      assert.deepEqual(Object.entries(http2Fields([name, 'a', name, 'b'])), [
        [name.toLowerCase(), ['a', 'b']],
      ]);
    }
  });
});
