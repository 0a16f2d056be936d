import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BoundedMap } from './bounded-map.ts';

describe('BoundedMap', () => {
  it('forgets what has not been used for the longest time, and says what', () => {
    const map = new BoundedMap<string, number>(2);
    assert.equal(map.set('a', 1), undefined);
    assert.equal(map.set('b', 2), undefined);
    assert.equal(map.get('a'), 1);
    assert.equal(map.set('c', 3), 2);
    assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [1, undefined, 3]);
    assert.equal(map.size, 2);
  });

  it('takes a value that is set again for a use', () => {
    const map = new BoundedMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    map.set('a', 3);
    assert.equal(map.set('c', 4), 2);
    map.delete('c');
    assert.deepEqual([map.get('a'), map.get('c')], [3, undefined]);
  });
});
