import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { type Following, followScope, names, type Wishes } from './reflector.fixture.ts';
import { eventually, type Intercept, ScriptedApi, sendStatus } from './scripted-api.fixture.ts';

let api: ScriptedApi;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  api = await ScriptedApi.start();
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await api.stop();
});

async function follow(wishes: Wishes = {}): Promise<Following> {
  const following = await followScope(api, wishes);
  stops.push(following.stop);
  return following;
}

const withPort = (number: number) => ({ spec: { ports: [{ port: number }] } });

/** Each watch from the version of the first list fails so. */
const failures: readonly (readonly [what: string, answer: Intercept])[] = [
  [
    'an error in its stream',
    (_request, response) => {
      const object = { kind: 'Status', code: 500, reason: 'InternalError', message: 'unable to transform' };
      response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
      return true;
    },
  ],
  [
    'a line that is no event',
    (_request, response) => {
      response.end('nonsense\n');
      return true;
    },
  ],
  [
    'an event about no object',
    (_request, response) => {
      response.end(`${JSON.stringify({ type: 'MODIFIED', object: { metadata: {} } })}\n`);
      return true;
    },
  ],
  [
    'the version being one that the server can not read',
    (_request, response) => {
      sendStatus(response, 400, 'BadRequest', 'invalid resource version');
      return true;
    },
  ],
];

for (const [what, answer] of failures) {
  test(`a watch that would fail again by ${what} is not resumed: a new list is made`, async () => {
    api.put('services', 'a', 'one');
    const from = api.revision;
    api.intercept = (request, response, url) => {
      if (url.searchParams.get('resourceVersion') !== `${from}`) return false;
      api.put('services', 'a', 'two');
      return answer(request, response, url);
    };
    const { store, states } = await follow();
    await eventually('what came after the first list', () => names(store).length === 2);
    await eventually('a watch', () => api.watches === 1);
    assert.equal(api.lists, 2);
    assert.deepEqual([...new Set(states.map(({ kind }) => kind))], ['following', 'failing']);
    assert.equal(states.at(-1)?.kind, 'following');
  });
}

test('a version that is given out again after a restore is not taken for what it was', async () => {
  api.put('services', 'a', 'one', withPort(1));
  api.put('services', 'a', 'two', withPort(1));
  const { store } = await follow();
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  let refusing = true;
  api.intercept = (_request, response, url) =>
    refusing && url.searchParams.has('watch') && response.destroy() !== undefined;
  api.endWatches();
  await eventually('no watch', () => api.watches === 0);
  api.forget(100);
  api.put('services', 'a', 'one', withPort(2));
  refusing = false;
  await eventually('a watch again', () => api.watches === 1);
  api.bookmark('services');
  await eventually('what it is now', () => store.get('Service', 'a', 'one')?.ports[0]?.port === 2);
  assert.deepEqual(names(store), ['one']);
});

test('a defect is told, and what it kept from being seen is listed', async () => {
  const { store, defects } = await follow();
  await store.whenSynced();
  await eventually('a watch', () => api.watches === 1);
  const defect = new TypeError('something is not a function');
  store.put = () => {
    Reflect.deleteProperty(store, 'put');
    throw defect;
  };
  api.put('services', 'a', 'one');
  await eventually('the object', () => names(store).length === 1);
  assert.deepEqual(defects, [defect]);
});
