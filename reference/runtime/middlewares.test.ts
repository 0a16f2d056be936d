import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { DynamicConfiguration, Router } from '../dynamic/configuration.ts';
import type { Middleware } from '../dynamic/middleware.ts';
import type { Handler } from '../middlewares/exchange.ts';
import { buildRuntime, type RuntimeInput } from './build.ts';
import type { Runtime } from './runtime.ts';

const pods = { loadBalancer: { servers: [{ url: 'http://10.0.0.1:80' }], passHostHeader: true } };
const one: Middleware = { addPrefix: { prefix: '/one' } };
const two: Middleware = { addPrefix: { prefix: '/two' } };
const broken: Middleware = { stripPrefixRegex: { regex: ['('] } };

function chain(...middlewares: readonly string[]): Middleware {
  return { chain: { middlewares } };
}

function configuration(
  middlewares: Readonly<Record<string, Middleware>>,
  named: readonly string[] = [],
): DynamicConfiguration {
  const app: Router = { rule: 'PathPrefix(`/`)', service: 'pods', middlewares: named };
  return { http: { routers: { app }, services: { pods }, middlewares }, tls: { certificates: [] } };
}

function build(file: DynamicConfiguration, previous?: Runtime, more: Partial<RuntimeInput> = {}): Runtime {
  return buildRuntime({
    configurations: { file },
    entryPoints: ['web', 'admin'],
    ...(previous !== undefined && { previous }),
    ...more,
  });
}

function route(runtime: Runtime, entryPoint = 'web') {
  const facts = { method: 'GET', host: 'a', path: '/', query: '', headers: {}, clientAddress: '127.0.0.1' };
  return runtime.table(entryPoint, false).find(facts);
}

const state = (runtime: Runtime, name: string) => runtime.middlewares.get(name);

suite('middlewares', () => {
  test('are those that the router names, in its order', () => {
    const runtime = build(configuration({ one, two }, ['two', 'one@file', 'two']));
    const [first, second, third, ...none] = route(runtime)?.middlewares ?? [];
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual([first === third, first === second, none], [true, false, []]);
    assert.deepEqual(state(runtime, 'one@file'), {
      middleware: one,
      status: 'enabled',
      errors: [],
      usedBy: ['app@file'],
    });
  });

  test('stay the same as long as their definition does, with the route through them', () => {
    const first = build(configuration({ one, two }, ['one']));
    const unrelated = build(
      configuration({ one: { addPrefix: { prefix: '/one' } }, two: one }, ['one']),
      first,
    );
    assert.deepEqual(route(unrelated)?.middlewares, route(first)?.middlewares);
    const changed = build(configuration({ one: two }, ['one']), unrelated);
    assert.notEqual(route(changed)?.middlewares[0], route(unrelated)?.middlewares[0]);

    const file = configuration({ one, two }, ['one']);
    const before = build(file);
    const known = route(before);
    const others = { ...file, http: { ...file.http, middlewares: { one, two: one } } };
    assert.equal(route(build(others, before)), known);
  });

  test('a router is enabled when they appear or are mended, and disabled when they go or break', () => {
    const steps: readonly [Readonly<Record<string, Middleware>>, RegExp | undefined][] = [
      [{}, /no middleware one@file/],
      [{ one }, undefined],
      [{ one: broken }, /one@file can't be used: .*not a regular expression/],
      [{ one: { stripPrefixRegex: { regex: ['[z-a]'] } } }, /one@file can't be used: .*\[z-a\]/],
      [{ one: two }, undefined],
      [{}, /no middleware one@file/],
    ];
    let runtime: Runtime | undefined;
    const app: Router = { rule: 'PathPrefix(`/`)', service: 'pods', middlewares: ['one'] };
    for (const [middlewares, fault] of steps) {
      const http = { routers: { app }, services: { pods }, middlewares };
      runtime = build({ http, tls: { certificates: [] } }, runtime);
      assert.equal(route(runtime) === undefined, fault !== undefined);
      const errors = runtime.routers.get('app@file')?.errors ?? [];
      if (fault === undefined) assert.deepEqual(errors, []);
      else assert.match(errors.join(), fault);
    }
  });

  test('one that is broken is a problem of its own', () => {
    const { problems, middlewares } = build(configuration({ one: broken }));
    assert.deepEqual(
      problems.map(({ object, field }) => [object.kind, object.name, field]),
      [['Middleware', 'one@file', 'stripPrefixRegex.regex']],
    );
    assert.equal(middlewares.get('one@file')?.status, 'disabled');
  });

  test('more than a thousand in a row are too many', () => {
    const many = build(
      configuration(
        { one },
        Array.from({ length: 1001 }, () => 'one'),
      ),
    );
    assert.match(many.routers.get('app@file')?.errors.join() ?? '', /more than 1000/);
  });

  test('no secrets of theirs are shown', () => {
    const users = ['alice:$apr1$secret', 'bob:realm:secret'];
    const { middlewares } = build(
      configuration({
        basic: { basicAuth: { users, realm: 'a', removeHeader: false } },
        digest: { digestAuth: { users, realm: 'a', removeHeader: false } },
      }),
    );
    assert.doesNotMatch(JSON.stringify([...middlewares]), /secret/);
    assert.match(JSON.stringify([...middlewares]), /alice:xxxx.*bob:realm:xxxx/);
  });
});

suite('chains', () => {
  test('come to what they name, chains in them too', () => {
    const runtime = build(
      configuration({ all: chain('two', 'inner', 'one'), inner: chain('one@file'), one, two }, ['all']),
    );
    const plain = build(configuration({ one, two }, ['two', 'one', 'one']));
    assert.equal(route(runtime)?.middlewares.length, route(plain)?.middlewares.length);
    const [first, second, third] = route(runtime)?.middlewares ?? [];
    assert.deepEqual([second === third, first === second], [true, false]);
  });

  test('follow a change of what they name, and stay the same without one', () => {
    const definition = chain('one');
    const first = build(configuration({ all: definition, one, two }, ['all']));
    const same = build(configuration({ all: definition, one, two: one }, ['all']), first);
    assert.equal(state(same, 'all@file'), state(first, 'all@file'));
    const changed = build(configuration({ all: definition, one: two, two: one }, ['all']), same);
    assert.notEqual(route(changed)?.middlewares[0], route(same)?.middlewares[0]);
    const gone = build(configuration({ all: definition }, ['all']), changed);
    assert.equal(route(gone), undefined);
    assert.match(state(gone, 'all@file')?.errors.join() ?? '', /no middleware one@file/);
  });

  for (const [what, middlewares] of [
    ['itself', { all: chain('one', 'all'), one }],
    ['one that names it', { all: chain('other'), other: chain('all') }],
    ['one that leads back to it', { all: chain('a'), a: chain('b'), b: chain('all') }],
  ] as const) {
    test(`can't name ${what}`, () => {
      const runtime = build(configuration(middlewares, ['all']));
      assert.equal(route(runtime), undefined);
      assert.match(runtime.problems.map(({ reason }) => reason).join(), /leads back to itself: .*all@file/);
    });
  }

  test('can multiply only so far, and be nested only so deep', () => {
    const doubled = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`c${n}`, n === 0 ? one : chain(`c${n - 1}`, `c${n - 1}`)]),
    );
    const wide = build(configuration(doubled, ['c39']));
    assert.match(wide.problems.map(({ reason }) => reason).join(), /more than 1000 middlewares/);
    const nested = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, n) => [`c${n}`, n === 19_999 ? one : chain(`c${n + 1}`)]),
    );
    const deep = build(configuration(nested, ['c0']));
    assert.match(deep.problems.map(({ reason }) => reason).join(), /nested more than 500 deep/);
  });
});

suite('middlewares of entry points', () => {
  const entryPointMiddlewares = { admin: ['one@file', 'all@file'] };

  test('are those that it names', () => {
    const file = configuration({ one, two, all: chain('two', 'one') });
    const runtime = build(file, undefined, { entryPointMiddlewares });
    const [first, second, third] = runtime.entryPointMiddlewares('admin');
    assert.deepEqual([first === third, first === second], [true, false]);
    assert.deepEqual(runtime.entryPointMiddlewares('web'), []);
    const next = build(
      configuration({ one, two, all: file.http.middlewares?.all ?? one, more: one }),
      runtime,
      {
        entryPointMiddlewares,
      },
    );
    assert.equal(next.entryPointMiddlewares('admin'), runtime.entryPointMiddlewares('admin'));
  });

  test('where one is missing, no router is served there; one problem says so', () => {
    const first = build(configuration({ one }), undefined, { entryPointMiddlewares });
    assert.equal(route(first, 'admin'), undefined);
    assert.ok(route(first, 'web'));
    assert.deepEqual(
      first.problems.map(({ object, field, reason }) => [object.kind, object.name, field, reason]),
      [['EntryPoint', 'admin', 'http.middlewares', 'There is no middleware all@file.']],
    );
    const { status, using, errors } = first.routers.get('app@file') ?? {};
    assert.deepEqual([status, using, errors], ['warning', ['web'], ['There is no middleware all@file.']]);

    const mended = build(configuration({ one, all: chain('one') }), first, { entryPointMiddlewares });
    assert.ok(route(mended, 'admin'));
    assert.equal(mended.routers.get('app@file')?.status, 'enabled');
    const again = build(configuration({ one }), mended, { entryPointMiddlewares });
    assert.equal(route(again, 'admin'), undefined);
  });

  test('a router with no other entry point is disabled', () => {
    const file = configuration({});
    const app: Router = { rule: 'PathPrefix(`/`)', service: 'pods', entryPoints: ['admin'] };
    const runtime = build({ ...file, http: { ...file.http, routers: { app } } }, undefined, {
      entryPointMiddlewares,
    });
    assert.deepEqual(
      [route(runtime, 'admin'), runtime.routers.get('app@file')?.status],
      [undefined, 'disabled'],
    );
  });
});

test('routers can name what the process answers itself', () => {
  const handler: Handler = () => ({ resume() {}, abort() {} });
  const api: Router = { rule: 'PathPrefix(`/`)', service: 'api@internal' };
  const http = { routers: { api }, services: {} };
  const file = { http, tls: { certificates: [] } };
  assert.equal(route(build(file)), undefined);
  const internalServices = { 'api@internal': handler };
  const runtime = build(file, build(file), { internalServices });
  assert.equal(route(runtime)?.service.internal, handler);
  assert.equal(runtime.service('api@internal'), route(runtime)?.service);
  assert.equal(route(build(file, runtime, { internalServices }))?.service, route(runtime)?.service);
});
