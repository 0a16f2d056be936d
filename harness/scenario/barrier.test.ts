import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Exchange, HttpRequest } from '../traffic/client.ts';
import { classesTold, labelsMatching, passBarrier, watchedNamespaces } from './barrier.ts';

describe('labels that a selector lets through', () => {
  const cases: readonly (readonly [selector: string, labels: Record<string, string>])[] = [
    ['', {}],
    ['app=traefik', { app: 'traefik' }],
    ['app == traefik', { app: 'traefik' }],
    ['app=', { app: '' }],
    ['app!=traefik', {}],
    ['app != traefik', {}],
    ['app in (a, b)', { app: 'a' }],
    ['app notin (a,b)', {}],
    ['app', { app: 'any' }],
    ['!app', {}],
    ['example.com/app=a,tier in (x,y),!legacy,team', { 'example.com/app': 'a', tier: 'x', team: 'any' }],
    ['app,app=a', { app: 'a' }],
    ['app=a,app', { app: 'a' }],
  ];
  for (const [selector, labels] of cases) {
    test(`"${selector}"`, () => assert.deepEqual(labelsMatching(selector), labels));
  }
});

describe('a barrier', () => {
  const barrier = {
    url: 'http://barrier.example/',
    service: { namespace: 'default', name: 'barrier' },
    secureUrl: 'https://barrier.example/',
    fingerprint: undefined,
  };

  function answering(services: readonly string[]) {
    const asked: HttpRequest[] = [];
    const ask = async (request: HttpRequest): Promise<Exchange> => {
      const service = services[asked.length] ?? 'nobody';
      asked.push(request);
      const body = JSON.stringify({ pod: `${service}-1`, namespace: 'default', service });
      return { request, outcome: { kind: 'answer', answer: { status: 200, headers: [], body } } };
    };
    return { asked, ask };
  }

  test('is not passed by what another Service answers in its place', async () => {
    const { asked, ask } = answering(['fallback', 'fallback', 'barrier']);
    await passBarrier(barrier, ask);
    assert.equal(asked.length, 3);
  });

  test('is asked for on the entry point web, whatever its scheme', async () => {
    const { asked, ask } = answering(['barrier']);
    await passBarrier({ ...barrier, url: 'https://barrier.example/' }, ask);
    assert.deepEqual(
      asked.map(({ url, entryPoint }) => [url, entryPoint]),
      [['https://barrier.example/', 'web']],
    );
  });
});

describe('before a barrier without a class of its own', () => {
  const watch = {
    verb: 'watch',
    target: '/apis/networking.k8s.io/v1/ingressclasses?watch=true',
    group: 'networking.k8s.io',
    version: 'v1',
    resource: 'ingressclasses',
    namespace: '',
    name: '',
    status: 200,
    open: true,
    user: '',
    start: 0,
  };
  const ended = { ...watch, open: false };

  for (const [what, requests, readable] of [
    ['are not asked for', [{ ...watch, resource: 'ingresses', open: false }], true],
    ['may not be listed', [{ ...ended, verb: 'list', status: 403 }], false],
    ['may no longer be watched', [ended, { ...ended, status: 403 }], false],
    ['are watched', [ended, watch], true],
  ] as const) {
    test(`nothing is waited for where IngressClasses ${what}`, async () => {
      assert.equal(await classesTold({ requests: () => requests }), readable);
    });
  }

  test('a watch that has ended is waited for until there is another one', async () => {
    let asked = 0;
    await classesTold({ requests: () => (++asked < 4 ? [ended] : [ended, watch]) });
    assert.equal(asked, 4);
  });
});

describe('where barriers are raised', () => {
  const cases = [
    [undefined, ['default']],
    ['', ['default']],
    ['production', ['production']],
    ['production, staging', ['production', 'staging']],
    [
      ['production', 'staging'],
      ['production', 'staging'],
    ],
  ] as const;
  for (const [option, namespaces] of cases) {
    test(`with namespaces ${JSON.stringify(option)}`, () => {
      const options = new Map(
        option === undefined ? [] : [['providers.kubernetesingress.namespaces', option]],
      );
      assert.deepEqual(watchedNamespaces(options), namespaces);
    });
  }
});
