import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  type DynamicConfiguration,
  emptyConfiguration,
  type Router,
  type Service,
  type TlsCertificate,
} from '../dynamic/configuration.ts';
import { buildRuntime } from './build.ts';
import type { Runtime } from './runtime.ts';

const entryPoints = ['web', 'websecure'];

interface Sections {
  readonly routers?: Readonly<Record<string, Router>>;
  readonly services?: Readonly<Record<string, Service>>;
}

function configuration({ routers = {}, services = {} }: Sections): DynamicConfiguration {
  return { ...emptyConfiguration, http: { routers, services } };
}

function service(...urls: readonly string[]): Service {
  return { loadBalancer: { servers: urls.map((url) => ({ url })), passHostHeader: true } };
}

function build(sections: Sections, previous?: Runtime): Runtime {
  return buildRuntime({
    configurations: { test: configuration(sections) },
    entryPoints,
    ...(previous !== undefined && { previous }),
  });
}

function find(runtime: Runtime, path = '/', entryPoint = 'web', tls = false) {
  const facts = { method: 'GET', host: 'a.org', path, query: '', headers: {}, clientAddress: '127.0.0.1' };
  return runtime.table(entryPoint, tls).find(facts);
}

const everything: Router = { rule: 'PathPrefix(`/`)', service: 'pods' };
const pods = service('http://10.0.0.1:80');

suite('routers', () => {
  test('a router is found on every entry point, without TLS', () => {
    const runtime = build({ routers: { all: everything }, services: { pods } });
    const expected = { router: 'all@test', service: 'pods@test' };
    for (const entryPoint of entryPoints) {
      const route = find(runtime, '/', entryPoint);
      assert.deepEqual({ router: route?.router, service: route?.service.name }, expected);
      assert.equal(find(runtime, '/', entryPoint, true), undefined);
    }
    assert.equal(find(runtime, '/', 'other'), undefined);
    const state = { router: everything, status: 'enabled', errors: [], using: entryPoints };
    assert.deepEqual(runtime.routers.get('all@test'), state);
    assert.deepEqual(runtime.problems, []);
  });

  test('passwords in the URLs of servers are neither shown nor complained about', () => {
    const runtime = build({ services: { pods: service('http://a:secret@10.0.0.1:80') } });
    const shown = JSON.stringify([[...runtime.services], runtime.problems]);
    assert.match(shown, /is not the URL of a server/);
    assert.doesNotMatch(shown, /secret/);
  });

  test('on an entry point for HTTPS every router is found with TLS alone', () => {
    const input = {
      configurations: { test: configuration({ routers: { all: everything }, services: { pods } }) },
      entryPoints,
    };
    const runtime = buildRuntime({ ...input, httpsEntryPoints: ['websecure'] });
    assert.ok(find(runtime, '/', 'web'));
    assert.ok(find(runtime, '/', 'websecure', true));
    assert.equal(find(runtime, '/', 'web', true), undefined);
    assert.equal(find(runtime, '/', 'websecure'), undefined);
    const other = buildRuntime({ ...input, httpsEntryPoints: ['web'], previous: runtime });
    assert.ok(find(other, '/', 'web', true));
    assert.ok(find(other, '/', 'websecure'));
    assert.equal(find(other, '/', 'web'), undefined);
    assert.equal(find(other, '/', 'websecure', true), undefined);
  });

  test('a router that asks for TLS options which do not exist is disabled', () => {
    const withOptions = (options: string) =>
      build({ routers: { all: { ...everything, tls: { options } } }, services: { pods } });
    const runtime = withOptions('strict@file');
    assert.equal(find(runtime, '/', 'web', true), undefined);
    assert.match(runtime.routers.get('all@test')?.errors.join() ?? '', /no TLS options strict@file/);
    assert.ok(find(withOptions('default'), '/', 'web', true));
  });

  test('a router with TLS is found with TLS alone', () => {
    const runtime = build({ routers: { all: { ...everything, tls: {} } }, services: { pods } });
    assert.equal(find(runtime), undefined);
    assert.equal(find(runtime, '/', 'web', true)?.router, 'all@test');
  });

  test('a router that names an entry point is found there alone', () => {
    const runtime = build({
      routers: { all: { ...everything, entryPoints: ['websecure'] } },
      services: { pods },
    });
    assert.equal(find(runtime, '/', 'web'), undefined);
    assert.equal(find(runtime, '/', 'websecure')?.router, 'all@test');
  });

  test('an entry point that does not exist is left out', () => {
    const runtime = build({
      routers: { all: { ...everything, entryPoints: ['wep', 'web'] } },
      services: { pods },
    });
    assert.equal(find(runtime)?.router, 'all@test');
    const { status, using, errors } = runtime.routers.get('all@test') ?? {};
    assert.deepEqual({ status, using }, { status: 'warning', using: ['web'] });
    assert.match(errors?.join() ?? '', /no entry point wep/);
    assert.deepEqual(
      runtime.problems.map(({ severity, object, field, remedy }) => ({ severity, object, field, remedy })),
      [
        {
          severity: 'error',
          object: { kind: 'Router', namespace: '', name: 'all@test' },
          field: 'entryPoints',
          remedy: 'Name entry points that exist: web, websecure.',
        },
      ],
    );
  });

  for (const [title, router, field] of [
    ['whose entry points all do not exist', { ...everything, entryPoints: ['wep'] }, 'entryPoints'],
    ['whose service does not exist', { ...everything, service: 'other' }, 'service'],
    [
      'whose service is another provider’s that does not exist',
      { ...everything, service: 'pods@file' },
      'service',
    ],
    ['whose middleware does not exist', { ...everything, middlewares: ['auth'] }, 'middlewares'],
    ['whose rule can’t be read', { ...everything, rule: 'Host(' }, 'rule'],
  ] as const) {
    test(`a router ${title} is disabled, and others are not`, () => {
      const routers = { bad: { ...router, priority: 9_999 }, good: everything };
      const runtime = build({ routers, services: { pods } });
      assert.equal(find(runtime)?.router, 'good@test');
      const state = runtime.routers.get('bad@test');
      assert.equal(state?.status, 'disabled');
      assert.deepEqual(state.using, []);
      assert.ok(state.errors.length > 0);
      const problem = runtime.problems.find(({ severity }) => severity === 'error');
      assert.equal(problem?.field, field);
      assert.equal(problem.object.name, 'bad@test');
    });
  }

  test('a router names services of its own provider, or with @ of any', () => {
    const runtime = buildRuntime({
      configurations: {
        one: configuration({ routers: { own: { ...everything, rule: 'Path(`/own`)' } }, services: { pods } }),
        two: configuration({ routers: { other: { ...everything, service: 'pods@one' } } }),
      },
      entryPoints,
    });
    assert.equal(find(runtime, '/own')?.service.name, 'pods@one');
    assert.equal(find(runtime, '/')?.router, 'other@two');
    assert.equal(find(runtime, '/')?.service, find(runtime, '/own')?.service);
    assert.deepEqual([...(runtime.services.get('pods@one')?.usedBy ?? [])].sort(), ['other@two', 'own@one']);
  });

  test('priority is the length of the rule, unless another is given', () => {
    const routers = {
      short: { ...everything, rule: 'Path(`/`)' },
      long: everything,
      zero: { ...everything, rule: 'Host(`a.org`) && Path(`/`)', priority: 1 },
    };
    assert.equal(find(build({ routers, services: { pods } }))?.router, 'long@test');
    const zero = { ...routers.zero, priority: 0 };
    assert.equal(find(build({ routers: { ...routers, zero }, services: { pods } }))?.router, 'zero@test');
  });
});

suite('services and servers', () => {
  test('a service without servers has no next one', () => {
    const route = find(build({ routers: { all: everything }, services: { pods: service() } }));
    assert.equal(route?.service.next(), undefined);
  });

  test('a URL that is none is left out and said', () => {
    const bad = service(
      'http://10.0.0.1:80',
      'ftp://10.0.0.2:80',
      '10.0.0.3',
      'http://user@10.0.0.4',
      'http://10.0.0.300:80',
      'h2c://10.0.0.5:99999',
    );
    const runtime = build({ routers: { all: everything }, services: { pods: bad } });
    assert.deepEqual(
      find(runtime)?.service.servers.map(({ origin }) => origin),
      ['http://10.0.0.1:80'],
    );
    assert.equal(runtime.services.get('pods@test')?.status, 'warning');
    assert.deepEqual(
      runtime.problems.map(({ field }) => field),
      [1, 2, 3, 4, 5].map((index) => `loadBalancer.servers[${index}].url`),
    );
  });

  test('authorities keep their port and brackets', () => {
    const urls = ['https://[FD00::1]:8443/path', 'h2c://pods.example', 'http://10.0.0.1:80'];
    const runtime = build({ routers: { all: everything }, services: { pods: service(...urls) } });
    assert.deepEqual(find(runtime)?.service.servers, [
      { origin: 'https://[fd00::1]:8443', authority: '[fd00::1]:8443' },
      { origin: 'h2c://pods.example', authority: 'pods.example' },
      { origin: 'http://10.0.0.1:80', authority: '10.0.0.1:80' },
    ]);
  });

  test('a server is one object for all services and over changes, and is gone with the last of them', () => {
    const first = build({ services: { a: service('http://x:1', 'http://y:1'), b: service('http://x:1') } });
    const server = [...first.servers].find(({ authority }) => authority === 'x:1');
    assert.ok(server);
    assert.equal(first.servers.size, 2);

    const second = build({ services: { c: service('http://x:1') } }, first);
    assert.deepEqual([...second.servers], [server]);
    assert.ok(second.servers.has(server));
    assert.equal([...second.servers][0], server);

    const third = build({ services: { c: service('http://z:1') } }, second);
    assert.ok(!third.servers.has(server));
    assert.ok(second.servers.has(server));
  });

  test('a service keeps its turn over a change, and stays the same object without one', () => {
    const both = service('http://x:1', 'http://y:1');
    const routers = { all: everything };
    const first = build({ routers, services: { pods: both } });
    assert.equal(find(first)?.service.next()?.authority, 'x:1');

    const second = build({ routers, services: { pods: both, other: service() } }, first);
    assert.equal(find(second)?.service, find(first)?.service);

    const third = build(
      { routers, services: { pods: service('http://x:1', 'http://y:1', 'http://z:1') } },
      second,
    );
    assert.equal(find(third)?.service.next()?.authority, 'y:1');
  });
});

suite('certificates', () => {
  const certificate = (fingerprint: string, name: string): TlsCertificate => ({
    ...{ certificate: fingerprint, privateKey: fingerprint, origin: 'default/cert', fingerprint },
    ...{ names: [name], notBefore: '2026', notAfter: '2027' },
  });
  const part = (...certificates: readonly TlsCertificate[]) => ({
    ...emptyConfiguration,
    tls: { certificates },
  });
  const found = (runtime: Runtime, name: string) => runtime.certificates.find(name)?.fingerprint;

  test('are those of every part of every provider, and follow their changes', () => {
    const one = part(certificate('1', 'a.org'));
    const other = part(certificate('2', 'b.org'));
    const file = part(certificate('3', 'c.org'));
    const first = buildRuntime({ configurations: { test: [one, other], file }, entryPoints });
    assert.deepEqual(
      ['a.org', 'b.org', 'c.org'].map((name) => found(first, name)),
      ['1', '2', '3'],
    );
    const renewed = part(certificate('4', 'b.org'));
    const configurations = { test: [one, renewed], file: emptyConfiguration };
    const second = buildRuntime({ configurations, entryPoints, previous: first });
    assert.deepEqual(
      ['a.org', 'b.org', 'c.org'].map((name) => found(second, name)),
      ['1', '4', undefined],
    );
    assert.equal(second.certificates.find('a.org'), first.certificates.find('a.org'));
    assert.equal(found(first, 'c.org'), '3', 'a runtime does not change');
  });
});

suite('changes', () => {
  test('a router is enabled when its service appears, and disabled when it goes', () => {
    const routers = { all: everything };
    const without = build({ routers });
    assert.equal(find(without), undefined);
    const withService = build({ routers, services: { pods } }, without);
    assert.equal(find(withService)?.router, 'all@test');
    assert.deepEqual(withService.problems, []);
    assert.deepEqual(withService.services.get('pods@test')?.usedBy, ['all@test']);
    const gone = build({ routers }, withService);
    assert.equal(find(gone), undefined);
    assert.equal(gone.routers.get('all@test')?.status, 'disabled');
    assert.equal(find(withService)?.router, 'all@test');
  });

  test('a provider that is gone takes its routers with it', () => {
    const first = build({ routers: { all: everything }, services: { pods } });
    const second = buildRuntime({ configurations: {}, entryPoints, previous: first });
    assert.equal(find(second), undefined);
    assert.deepEqual([second.routers.size, second.services.size, second.servers.size], [0, 0, 0]);
  });

  test('other entry points: routers listen there', () => {
    const configurations = { test: configuration({ routers: { all: everything }, services: { pods } }) };
    const first = buildRuntime({ configurations, entryPoints: ['web'] });
    const second = buildRuntime({ configurations, entryPoints: ['other'], previous: first });
    assert.equal(find(second, '/', 'web'), undefined);
    assert.equal(find(second, '/', 'other')?.router, 'all@test');
    assert.deepEqual(second.routers.get('all@test')?.using, ['other']);
  });

  test('parts that are not touched are not read again', () => {
    let reads = 0;
    const counted = (name: string): DynamicConfiguration => ({
      ...emptyConfiguration,
      get http() {
        reads++;
        return { routers: { [name]: everything }, services: { [`${name}-pods`]: pods } };
      },
    });
    const parts = Array.from({ length: 100 }, (_, n) => counted(`part-${n}`));
    const first = buildRuntime({ configurations: { test: parts }, entryPoints });
    const inFirst = reads;
    for (const changed of [
      parts.with(50, counted('other')),
      parts.toSpliced(20, 1),
      parts.toSpliced(20, 0, counted('new')),
      parts.toSpliced(20, 1, counted('x'), counted('y')),
    ]) {
      reads = 0;
      const { routers } = buildRuntime({ configurations: { test: changed }, entryPoints, previous: first });
      assert.ok(reads > 0 && reads <= (inFirst / 100) * 3, `${reads} reads`);
      assert.equal(routers.size, changed.length);
    }
    // Even in another order, which the walk side by side can't follow.
    reads = 0;
    buildRuntime({ configurations: { test: parts.toReversed() }, entryPoints, previous: first });
    assert.equal(reads, 0);
  });
});
