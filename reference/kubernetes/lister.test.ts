import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, type Failure } from './api-error.ts';
import type { ApiClient, Query } from './client.ts';
import { listAll } from './lister.ts';

const tooLarge: Failure = { kind: 'too-large', message: 'too large' };
const expired: Failure = {
  kind: 'status',
  code: 410,
  reason: 'Expired',
  message: 'too old',
  retryAfter: undefined,
  objectName: '',
};

function list(answer: (query: Query, asked: number) => unknown) {
  const queries: Query[] = [];
  const never = () => {
    throw new Error('Not asked for here.');
  };
  const client: ApiClient = {
    get: async (_path, query = {}) => {
      queries.push(query);
      return answer(query, queries.length);
    },
    put: never,
    watch: never,
    close: never,
  };
  const read = (item: unknown) => (item === 'skip' ? undefined : item);
  const listing = listAll(client, '/x', { labelSelector: 'a' }, read, new AbortController().signal);
  return { listing, queries };
}

const fail = (failure: Failure) => {
  throw new ApiError('GET /x', failure);
};

test('pages follow one another, and the last one’s version counts', async () => {
  const { listing, queries } = list(({ continue: token }) =>
    token === undefined
      ? { metadata: { resourceVersion: '7', continue: 'next' }, items: ['a', 'skip'] }
      : { metadata: { resourceVersion: '7' }, items: ['b'] },
  );
  assert.deepEqual(await listing, { items: ['a', 'b'], resourceVersion: '7' });
  assert.deepEqual(queries, [
    { labelSelector: 'a', limit: '500' },
    { labelSelector: 'a', limit: '500', continue: 'next' },
  ]);
});

test('pages that are too large are asked for in smaller ones', async () => {
  const { listing, queries } = list(({ limit }) =>
    Number(limit) > 10 ? fail(tooLarge) : { metadata: { resourceVersion: '7' }, items: ['a'] },
  );
  assert.deepEqual((await listing).items, ['a']);
  assert.deepEqual(
    queries.map(({ limit }) => limit),
    ['500', '125', '32', '8'],
  );
});

test('a single object that is too large is an error', async () => {
  const { listing, queries } = list(() => fail(tooLarge));
  await assert.rejects(listing, ApiError);
  assert.equal(queries.at(-1)?.limit, '1');
});

test('what was read before a token expired does not count', async () => {
  const { listing, queries } = list(({ limit, continue: token }) => {
    if (token !== undefined) return fail(expired);
    if (limit === undefined) return { metadata: { resourceVersion: '9' }, items: ['b'] };
    return { metadata: { resourceVersion: '7', continue: 'next' }, items: ['gone meanwhile'] };
  });
  assert.deepEqual(await listing, { items: ['b'], resourceVersion: '9' });
  assert.deepEqual(queries.at(-1), { labelSelector: 'a' });
});

test('items may be null, as an empty list is sometimes written', async () => {
  const { listing } = list(() => ({ metadata: { resourceVersion: '7' }, items: null }));
  assert.deepEqual((await listing).items, []);
});

for (const answer of [{}, 'text', { items: {} }, null]) {
  test(`${JSON.stringify(answer)} is no list`, async () => {
    const { listing } = list(() => answer);
    await assert.rejects(listing, (error) => error instanceof ApiError && error.failure.kind === 'invalid');
  });
}

test('a list from which nobody could watch on is an error', async () => {
  const { listing } = list(() => ({ metadata: {}, items: [] }));
  await assert.rejects(listing, /no resource version/);
});

test('a page that leads to itself is an error', async () => {
  const { listing, queries } = list(() => ({
    metadata: { resourceVersion: '7', continue: 'next' },
    items: ['a'],
  }));
  await assert.rejects(listing, /in a circle/);
  assert.equal(queries.length, 2);
});
