import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import type { Ingress, KubernetesObject } from '../kubernetes/objects.ts';
import { derive } from './deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  MemoryStore,
  type Parts,
  path,
  service,
} from './testing.ts';

const pods = [service('production/service1'), endpoints('production/service1', ['10.0.0.1'])];

function deriveAll(...objects: readonly KubernetesObject[]) {
  return derive(new MemoryStore(...objects), defaultOptions);
}

/** Rules by router. */
function rules({ http }: DynamicConfiguration): Record<string, string> {
  return Object.fromEntries(Object.entries(http.routers).map(([name, { rule }]) => [name, rule]));
}

function problemsOf(derivation: ReturnType<typeof derive>): string[] {
  return derivation.problems.map(
    ({ severity, object, field }) => `${severity} ${object.namespace}/${object.name} ${field}`,
  );
}

suite('an Ingress', () => {
  test('the example of the provider page', () => {
    const foo = ingress('production/foo', {
      rules: [
        {
          host: 'example.net',
          paths: [path('/bar', backend('service1'), 'Exact'), path('/foo', backend('service1'), 'Exact')],
        },
      ],
    });
    const { configuration, problems, processed, unprocessed } = deriveAll(foo, ...pods);
    assert.deepEqual(configuration, {
      http: {
        routers: {
          'production-foo-example-net-bar': {
            rule: 'Host(`example.net`) && Path(`/bar`)',
            service: 'production-service1-80',
          },
          'production-foo-example-net-foo': {
            rule: 'Host(`example.net`) && Path(`/foo`)',
            service: 'production-service1-80',
          },
        },
        services: {
          'production-service1-80': {
            loadBalancer: { servers: [{ url: 'http://10.0.0.1:8080' }], passHostHeader: true },
          },
        },
      },
      tls: { certificates: [] },
    });
    assert.deepEqual([problems, processed, unprocessed], [[], [foo], []]);
  });

  test('what can’t be served is left out alone, and said', () => {
    const derivation = deriveAll(
      ingress('production/foo', {
        rules: [
          {
            host: 'a.org',
            paths: [
              path('/missing', backend('nothing')),
              path('/port', backend('service1', 81)),
              path('/resource', { kind: 'resource', apiGroup: '', resourceKind: 'Bucket', name: 'files' }),
              path('relative', backend('service1')),
              path('/{x', backend('service1')),
              path('/good', backend('service1')),
              path('/good', backend('service1')),
            ],
          },
          { host: 'not a host', paths: [path('/', backend('service1'))] },
          { host: 'b.org', paths: [] },
          { host: '', paths: [path('/good', backend('service1'))] },
        ],
      }),
      ...pods,
    );
    assert.deepEqual(rules(derivation.configuration), {
      'production-foo-a-org-good': 'Host(`a.org`) && PathPrefix(`/good`)',
      'production-foo-good': 'PathPrefix(`/good`)',
    });
    assert.deepEqual(problemsOf(derivation), [
      'error production/foo spec.rules[0].http.paths[0].backend.service.name',
      'error production/foo spec.rules[0].http.paths[1].backend.service.port',
      'error production/foo spec.rules[0].http.paths[2].backend.resource',
      'error production/foo spec.rules[0].http.paths[3].path',
      'error production/foo spec.rules[0].http.paths[4].path',
      'warning production/foo spec.rules[0].http.paths[6]',
      'error production/foo spec.rules[1].host',
      'warning production/foo spec.rules[2].http',
    ]);
    for (const { reason, remedy } of derivation.problems)
      assert.match(`${reason} ${remedy}`, /^[^\n]+\.( |$)[^\n]+\.$/);
    assert.equal(derivation.processed.length, 1);
  });

  test('a service that no router uses is not there', () => {
    const { configuration } = deriveAll(...pods);
    assert.deepEqual(configuration.http.services, {});
  });

  test('a service without ready pods keeps its neighbours', () => {
    const derivation = deriveAll(
      ingress('production/foo', {
        rules: [{ host: 'a.org', paths: [path('/a', backend('empty')), path('/b', backend('service1'))] }],
      }),
      ...[service('production/empty'), ...pods],
    );
    assert.deepEqual(Object.keys(rules(derivation.configuration)), ['production-foo-a-org-b']);
    assert.deepEqual(problemsOf(derivation), [
      'error production/foo spec.rules[0].http.paths[0].backend.service',
    ]);
  });
});

suite('names', () => {
  const at = (host: string, ...texts: readonly string[]) => ({
    host,
    paths: texts.map((text) => path(text, backend('service1'))),
  });

  test('routers of one Ingress that would share a name get the hash of their rules', () => {
    const { configuration } = deriveAll(
      ingress('production/foo', { rules: [at('a.org', '/x-y', '/x/y', '/z')] }),
      ...pods,
    );
    // printf 'Host(`a.org`) && PathPrefix(`/x-y`)' | sha256sum | cut -c1-20
    assert.deepEqual(rules(configuration), {
      'production-foo-a-org-x-y-b9cdbbc63957ba69c67d': 'Host(`a.org`) && PathPrefix(`/x-y`)',
      'production-foo-a-org-x-y-6348048f403ca1173546': 'Host(`a.org`) && PathPrefix(`/x/y`)',
      'production-foo-a-org-z': 'Host(`a.org`) && PathPrefix(`/z`)',
    });
  });

  const old = { metadata: { creationTimestamp: '2023-01-01T00:00:00Z' } };

  for (const [title, older] of [
    ['a-b/c is older', 'a-b/c'],
    ['a/b-c is older', 'a/b-c'],
  ] as const) {
    test(`Ingresses and Services of the same name: ${title}`, () => {
      const younger = older === 'a/b-c' ? 'a-b/c' : 'a/b-c';
      const webAt = (title: string, meta: Parts<Ingress>) =>
        ingress(title, {
          ...meta,
          rules: [
            {
              host: 'x.org',
              paths: [path(title === older ? '/' : '//', backend(title.split('/')[1] ?? ''))],
            },
          ],
        });
      const { configuration, problems } = deriveAll(
        webAt(younger, {}),
        webAt(older, old),
        service(younger),
        service(older, ['80'], old),
        endpoints(older, ['10.0.0.1']),
        endpoints(younger, ['10.0.0.2']),
      );
      const { routers, services } = configuration.http;
      assert.equal(Object.keys(routers).length, 2);
      const [plain, suffixed] = [
        'a-b-c-x-org',
        Object.keys(routers).find((name) => name.includes('~')) ?? '',
      ];
      assert.match(suffixed, /^a-b-c-x-org~[0-9a-f]{32}$/);
      const serversOf = (router: string) => services[routers[router]?.service ?? '']?.loadBalancer.servers;
      assert.equal(routers[plain]?.service, 'a-b-c-80');
      assert.deepEqual(serversOf(plain), [{ url: 'http://10.0.0.1:8080' }]);
      assert.deepEqual(serversOf(suffixed), [{ url: 'http://10.0.0.2:8080' }]);
      assert.deepEqual(problems, []);
    });
  }

  test('no Ingress takes the name of the default router', () => {
    const { configuration } = deriveAll(
      ingress('default/router', { rules: [{ host: '', paths: [path('/', backend('web'))] }] }),
      ingress('default/other', { defaultBackend: backend('fallback') }),
      ...[
        service('web'),
        endpoints('web', ['10.0.0.1']),
        service('fallback'),
        endpoints('fallback', ['10.0.0.2']),
      ],
    );
    assert.equal(configuration.http.routers['default-router']?.service, 'default-backend');
    assert.equal(Object.keys(configuration.http.routers).length, 2);
  });
});

suite('the default backend', () => {
  const fallback = [service('production/fallback'), endpoints('production/fallback', ['10.0.0.9'])];
  const withDefault = (name: string, created: string, parts: Partial<Ingress> = {}) =>
    ingress(`production/${name}`, {
      defaultBackend: backend('fallback'),
      ...parts,
      metadata: { creationTimestamp: created },
    });

  test('is a router for everything at the lowest priority', () => {
    const { configuration } = deriveAll(withDefault('only', '2024-01-01T00:00:00Z'), ...fallback);
    assert.deepEqual(configuration.http, {
      routers: {
        'default-router': { rule: 'PathPrefix(`/`)', priority: -2147483648, service: 'default-backend' },
      },
      services: {
        'default-backend': {
          loadBalancer: { servers: [{ url: 'http://10.0.0.9:8080' }], passHostHeader: true },
        },
      },
    });
  });

  test('of the older Ingress stays, and the other one is told both names', () => {
    const derivation = deriveAll(
      withDefault('b-young', '2024-01-02T00:00:00Z', { defaultBackend: backend('service1') }),
      withDefault('c-old', '2024-01-01T00:00:00Z'),
      withDefault('d-old', '2024-01-01T00:00:00Z', { defaultBackend: backend('service1') }),
      ...[...fallback, ...pods],
    );
    const { servers } = derivation.configuration.http.services['default-backend']?.loadBalancer ?? {};
    assert.deepEqual(servers, [{ url: 'http://10.0.0.9:8080' }]);
    assert.deepEqual(problemsOf(derivation), [
      'error production/d-old spec.defaultBackend',
      'error production/b-young spec.defaultBackend',
    ]);
    assert.match(derivation.problems[1]?.reason ?? '', /production\/b-young .* production\/c-old/);
    assert.equal(derivation.processed.length, 3);
  });

  test('that can’t be resolved leaves its place to nobody', () => {
    const derivation = deriveAll(
      withDefault('old', '2024-01-01T00:00:00Z'),
      withDefault('young', '2024-01-02T00:00:00Z', { defaultBackend: backend('service1') }),
      ...pods,
    );
    assert.deepEqual(derivation.configuration.http.routers, {});
    assert.deepEqual(problemsOf(derivation), [
      'error production/old spec.defaultBackend.service.name',
      'error production/young spec.defaultBackend',
    ]);
  });

  test('beside rules is not used, and said', () => {
    const rules = [{ host: 'a.org', paths: [path('/', backend('service1'))] }];
    const derivation = deriveAll(withDefault('both', '', { rules }), ...[...fallback, ...pods]);
    assert.deepEqual(Object.keys(derivation.configuration.http.routers), ['production-both-a-org']);
    assert.deepEqual(Object.keys(derivation.configuration.http.services), ['production-service1-80']);
    assert.deepEqual(problemsOf(derivation), ['warning production/both spec.defaultBackend']);
  });

  suite('beside rules, with strictPrefixMatching', () => {
    const strictly = (...objects: readonly KubernetesObject[]) =>
      derive(new MemoryStore(...objects), { ...defaultOptions, strictPrefixMatching: true });
    const rulesFor = (...hosts: readonly string[]) =>
      hosts.map((host) => ({ host, paths: [path('/', backend('service1'))] }));
    const prioritiesOf = ({ configuration }: ReturnType<typeof derive>) =>
      Object.values(configuration.http.routers)
        .filter(({ priority }) => priority !== undefined)
        .map(({ rule, priority, service: to }) => [rule, priority, to]);

    test('takes what no rule of its hosts takes, and then what nobody takes', () => {
      const rules = rulesFor('a.org', '*.a.org', '');
      const derivation = strictly(withDefault('both', '', { rules }), ...[...fallback, ...pods]);
      assert.deepEqual(prioritiesOf(derivation), [
        ['Host(`a.org`)', -2147483646, 'production-fallback-80'],
        ['HostRegexp(`{subdomain:[a-zA-Z0-9-]+}.a.org`)', -2147483647, 'production-fallback-80'],
        ['PathPrefix(`/`)', -2147483648, 'default-backend'],
      ]);
      assert.deepEqual(problemsOf(derivation), []);
    });

    test('leaves a host to a rule that takes all of it', () => {
      const rules = [{ host: 'a.org', paths: [path('', backend('service1'))] }];
      const derivation = strictly(withDefault('both', '', { rules }), ...[...fallback, ...pods]);
      assert.deepEqual(prioritiesOf(derivation), [['PathPrefix(`/`)', -2147483648, 'default-backend']]);
    });

    test('comes after one without rules, however old, and is told', () => {
      const derivation = strictly(
        withDefault('both', '2024-01-01T00:00:00Z', {
          rules: rulesFor('a.org'),
          defaultBackend: backend('service1'),
        }),
        withDefault('alone', '2024-01-02T00:00:00Z'),
        ...[...fallback, ...pods],
      );
      const { servers } = derivation.configuration.http.services['default-backend']?.loadBalancer ?? {};
      assert.deepEqual(servers, [{ url: 'http://10.0.0.9:8080' }]);
      assert.deepEqual(prioritiesOf(derivation)[0], ['Host(`a.org`)', -2147483646, 'production-service1-80']);
      assert.deepEqual(problemsOf(derivation), ['warning production/both spec.defaultBackend']);
      assert.match(derivation.problems[0]?.reason ?? '', /production\/both .* production\/alone/);
    });

    test('that can’t be resolved is told once', () => {
      const derivation = strictly(withDefault('both', '', { rules: rulesFor('a.org') }), ...pods);
      assert.deepEqual(prioritiesOf(derivation), []);
      assert.deepEqual(problemsOf(derivation), ['error production/both spec.defaultBackend.service.name']);
    });
  });

  test('the annotation router.priority goes before the order of Kubernetes, and not before that of default backends', () => {
    const annotations = { 'traefik.ingress.kubernetes.io/router.priority': '7' };
    const rules = [{ host: 'a.org', paths: [path('/a', backend('service1'), 'Exact')] }];
    const ranked = ingress('production/both', {
      rules,
      defaultBackend: backend('service1'),
      metadata: { annotations },
    });
    const { configuration } = derive(new MemoryStore(ranked, ...pods), {
      ...defaultOptions,
      strictPrefixMatching: true,
    });
    const priorities = Object.values(configuration.http.routers).map(({ priority }) => priority);
    assert.deepEqual(priorities, [7, -2147483646, -2147483648]);
  });

  test('of a foreign Ingress is no default backend', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'other' };
    const foreign = ingress('production/a', {
      defaultBackend: backend('fallback'),
      metadata: { annotations },
    });
    assert.deepEqual(deriveAll(foreign, ...fallback).configuration.http.routers, {});
  });
});
