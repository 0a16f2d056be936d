import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PersistentMap } from './persistent-map.ts';

interface Box {
  readonly value: number;
}

const key = fc.integer({ min: 0, max: 99 }).map((number) => `key-${number}`);
const change = fc.option(
  fc.nat().map((value): Box => ({ value })),
  { nil: undefined },
);
const changes = fc.array(fc.tuple(key, change), { maxLength: 30 }).map((pairs) => new Map(pairs));

test('it is what a Map would be, and so is every map that it was', () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 12 }), (steps) => {
      let map = PersistentMap.empty<Box>();
      let model = new Map<string, Box>();
      const versions = [{ map, model }];
      for (const step of steps) {
        map = map.with(step);
        model = new Map(model);
        for (const [name, value] of step) {
          if (value === undefined) model.delete(name);
          else model.set(name, value);
        }
        versions.push({ map, model });
      }
      for (const version of versions) sameContent(version.map, version.model);
    }),
  );
});

test('no change is no copy', () => {
  const map = PersistentMap.empty<Box>().with(new Map([['a', { value: 1 }]]));
  assert.equal(map.with(new Map()), map);
});

function sameContent(map: PersistentMap<Box>, model: ReadonlyMap<string, Box>): void {
  const sorted = (entries: Iterable<[string, Box]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  assert.equal(map.size, model.size);
  assert.deepEqual(sorted(map), sorted(model));
  assert.deepEqual([...map.keys()].sort(), [...model.keys()].sort());
  assert.equal([...map.values()].length, model.size);
  const visited = new Map<string, Box>();
  map.forEach((value, name) => {
    visited.set(name, value);
  });
  assert.deepEqual(sorted(visited), sorted(model));
  for (let number = 0; number < 100; number++) {
    assert.equal(map.get(`key-${number}`), model.get(`key-${number}`));
    assert.equal(map.has(`key-${number}`), model.has(`key-${number}`));
  }
}
