import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { KeptBytes } from './kept-bytes.ts';

describe('bytes that are kept', () => {
  it('are what came, in order, in whatever pieces they came', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.uint8Array({ minLength: 900, maxLength: 1_100 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const kept = new KeptBytes();
        for (const bytes of pieces) kept.append(Buffer.from(bytes));
        assert.deepEqual(Buffer.concat(kept.chunks), Buffer.concat(pieces));
      }),
    );
  });

  it('are few pieces where they come one by one', () => {
    const kept = new KeptBytes();
    for (let count = 0; count < 100_000; count++) kept.append(Buffer.from([count & 0xff]));
    assert.ok(kept.chunks.length < 100_000 / 2_000, `${kept.chunks.length}`);
  });

  it('in one piece are not copied', () => {
    const kept = new KeptBytes();
    const only = Buffer.from('abc');
    kept.append(only);
    assert.equal(kept.chunks[0], only);
  });

  it('are none once they are cleared', () => {
    const kept = new KeptBytes();
    for (const text of ['a', 'b']) kept.append(Buffer.from(text));
    kept.clear();
    for (const text of ['c', 'd', 'e']) kept.append(Buffer.from(text));
    assert.equal(Buffer.concat(kept.chunks).toString(), 'cde');
  });
});
