import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { ingressAnnotations, ingressDefaults, serviceAnnotations } from './annotations.ts';
import { ingress, service } from './testing.ts';

const prefix = 'traefik.ingress.kubernetes.io/';

function ofIngress(annotations: Readonly<Record<string, string>>) {
  const whole = Object.entries(annotations).map(([name, value]) => [prefix + name, value]);
  return ingressAnnotations(ingress('web', { metadata: { annotations: Object.fromEntries(whole) } }));
}

function read(annotations: Readonly<Record<string, string>>) {
  const annotated = ofIngress(annotations);
  assert.ok(annotated.kind === 'read', JSON.stringify(annotated));
  return annotated;
}

function mistakes(annotations: Readonly<Record<string, string>>) {
  const annotated = ofIngress(annotations);
  assert.ok(annotated.kind === 'mistaken', JSON.stringify(annotated));
  return annotated.mistakes;
}

suite('annotations of an Ingress', () => {
  for (const [name, value, expected] of [
    ['router.entrypoints', 'web, websecure,,', { entryPoints: ['web', 'websecure'] }],
    ['router.entrypoints', '', {}],
    ['router.middlewares', 'auth@file,gzip@file', { middlewares: ['auth@file', 'gzip@file'] }],
    ['router.priority', '42', { priority: 42 }],
    ['router.priority', '-1', { priority: -1 }],
    ['router.pathmatcher', 'Path', { pathMatcher: 'Path' }],
    ['router.tls', 'true', { tls: {} }],
    ['router.tls', 'false', {}],
    ['Router.TLS', '1', { tls: {} }],
    ['router.tls.options', 'strict@file', { tls: { options: 'strict@file' } }],
  ] as const) {
    test(`${name}: ${value}`, () => {
      const { annotations } = read({ [name]: value });
      assert.deepEqual(annotations, { ...ingressDefaults, ...expected });
    });
  }

  test('the case of the prefix does not matter either', () => {
    const annotations = { [`${prefix.toUpperCase()}ROUTER.TLS`]: 'true' };
    const annotated = ingressAnnotations(ingress('web', { metadata: { annotations } }));
    assert.ok(annotated.kind === 'read');
    assert.deepEqual(annotated.annotations.tls, {});
  });

  test('a resolver and domains by number, which make the router one for TLS', () => {
    const { annotations } = read({
      'router.tls.certresolver': 'le',
      'router.tls.domains.12.sans': 'a.example.net, b.example.net',
      'router.tls.domains.0.main': 'example.net',
      'router.tls.domains.0.sans': 'www.example.net',
      'router.tls.domains.2.main': 'other.net',
    });
    assert.deepEqual(annotations.tls, {
      certResolver: 'le',
      domains: [
        { main: 'example.net', sans: ['www.example.net'] },
        { main: 'other.net' },
        { main: 'a.example.net', sans: ['b.example.net'] },
      ],
    });
  });

  test('what router.tls says comes before what the others imply, in whatever order they stand', () => {
    for (const [value, tls] of [
      ['false', undefined],
      ['true', { options: 'strict@file' }],
    ] as const) {
      const first = read({ 'router.tls': value, 'router.tls.options': 'strict@file' });
      const last = read({ 'router.tls.options': 'strict@file', 'router.tls': value });
      assert.deepEqual([first.annotations.tls, last.annotations.tls], [tls, tls]);
    }
  });

  for (const [name, value, expected] of [
    ['router.priority', 'high', 'a whole number'],
    ['router.priority', '1.5', 'a whole number'],
    ['router.priority', '', 'a whole number'],
    ['router.priority', '99999999999999999999', 'a whole number'],
    ['router.pathmatcher', 'Prefix', 'Path or PathPrefix'],
    ['router.tls', 'yes', '"true" or "false"'],
    ['router.tls', '', '"true" or "false"'],
    ['router.tls.options', '', 'the name of TLS options as name@provider'],
  ] as const) {
    test(`${name}: ${value || 'nothing'} is a mistake`, () => {
      assert.deepEqual(mistakes({ [name]: value }), [
        {
          annotation: prefix + name,
          reason: `can't be read: ${JSON.stringify(value)}`,
          remedy: `Write ${expected}, or remove the annotation.`,
        },
      ]);
    });
  }

  test('a long value is shown in part', () => {
    assert.ok((mistakes({ 'router.tls': 'x'.repeat(1_000) })[0]?.reason.length ?? 0) < 150);
  });

  for (const [name, guess] of [
    ['router.entrypoint', 'router.entrypoints'],
    ['router.tls.domains.main', 'router.tls.domains.n.main'],
    ['router.x.y.z.something', undefined],
    ['router.constructor', undefined],
  ] as const) {
    test(`${name} does not exist`, () => {
      const [{ annotation, reason, remedy }] = mistakes({ [name]: 'true' });
      assert.equal(annotation, prefix + name);
      assert.equal(reason, 'does not exist');
      if (guess === undefined) assert.equal(remedy, 'Remove the annotation.');
      else assert.equal(remedy, `Write ${prefix}${guess}, or remove the annotation.`);
    });
  }

  test('all mistakes are told', () => {
    const found = mistakes({ 'router.tls': 'maybe', 'router.priority': 'high', 'router.prio': '1' });
    assert.equal(found.length, 3);
  });

  test('one that is there in two spellings is a mistake', () => {
    const [{ reason }, ...others] = mistakes({ 'router.tls': 'true', 'router.TLS': 'false' });
    assert.equal(reason, `is there once more, as ${prefix}router.tls`);
    assert.deepEqual(others, []);
  });

  test('those of others are nobody’s mistake', () => {
    const annotations = {
      'kubernetes.io/ingress.class': 'traefik',
      'router.tls': 'maybe',
      'nginx.ingress.kubernetes.io/router.x': 'y',
      [`${prefix}service.passhostheader`]: 'maybe',
    };
    const annotated = ingressAnnotations(ingress('web', { metadata: { annotations } }));
    assert.deepEqual(annotated, { kind: 'read', annotations: ingressDefaults });
  });
});

suite('annotations of a Service', () => {
  const of = (annotations: Readonly<Record<string, string>>) =>
    serviceAnnotations(service('pods', ['80'], { metadata: { annotations } }));

  const defaults = {
    nativeLb: false,
    serversScheme: undefined,
    serversTransport: undefined,
    passHostHeader: true,
    stickyCookie: undefined,
  };

  for (const [annotations, expected] of [
    [{ nativelb: 'true' }, { nativeLb: true }],
    [{ NativeLB: 'false' }, {}],
    [{ serversscheme: 'http' }, { serversScheme: 'http' }],
    [{ serversscheme: 'h2c' }, { serversScheme: 'h2c' }],
    [{ serverstransport: 'mine@file' }, { serversTransport: 'mine@file' }],
    [{ passhostheader: 'false' }, { passHostHeader: false }],
    [{ 'sticky.cookie': 'true' }, { stickyCookie: {} }],
    [{ 'sticky.cookie': 'false' }, {}],
    [{ 'sticky.cookie.name': 'pod' }, { stickyCookie: { name: 'pod' } }],
    [{ 'sticky.cookie': 'false', 'sticky.cookie.name': 'pod' }, {}],
    [
      {
        'sticky.cookie.samesite': 'lax',
        'sticky.cookie.secure': 'true',
        'sticky.cookie': 'true',
        'sticky.cookie.httponly': 'false',
        'sticky.cookie.name': 'pod',
      },
      { stickyCookie: { name: 'pod', secure: true, httpOnly: false, sameSite: 'lax' } },
    ],
  ] as const) {
    test(JSON.stringify(annotations), () => {
      const whole = Object.entries(annotations).map(([name, value]) => [`${prefix}service.${name}`, value]);
      const annotated = of(Object.fromEntries(whole));
      assert.deepEqual(annotated, {
        kind: 'read',
        annotations: { ...defaults, ...expected },
      });
    });
  }

  for (const [name, value, expected] of [
    ['nativelb', 'yes', '"true" or "false"'],
    ['serversscheme', 'HTTP', 'http, https or h2c'],
    ['serversscheme', 'ftp', 'http, https or h2c'],
    ['serverstransport', '', 'the name of a serversTransport as name@provider'],
    ['passhostheader', '', '"true" or "false"'],
    ['sticky.cookie', 'on', '"true" or "false"'],
    ['sticky.cookie.name', '', 'a name for a cookie'],
    ['sticky.cookie.name', 'a=b', 'a name for a cookie'],
    ['sticky.cookie.name', 'a\r\nX-Injected: 1', 'a name for a cookie'],
    ['sticky.cookie.name', 'pöd', 'a name for a cookie'],
    ['sticky.cookie.secure', 'always', '"true" or "false"'],
    ['sticky.cookie.httponly', 'always', '"true" or "false"'],
    ['sticky.cookie.samesite', 'Lax', 'none, lax or strict'],
  ] as const) {
    test(`${name}: ${JSON.stringify(value)} is a mistake`, () => {
      const annotated = of({ [`${prefix}service.${name}`]: value });
      assert.ok(annotated.kind === 'mistaken');
      assert.deepEqual(annotated.mistakes, [
        {
          annotation: `${prefix}service.${name}`,
          reason: `can't be read: ${JSON.stringify(value)}`,
          remedy: `Write ${expected}, or remove the annotation.`,
        },
      ]);
    });
  }

  test('that do not exist are a mistake', () => {
    const annotated = of({ [`${prefix}service.passhostheaders`]: 'true' });
    assert.ok(annotated.kind === 'mistaken');
    assert.match(annotated.mistakes[0].remedy, /service\.passhostheader,/);
  });
});

suite('whatever stands in annotations, they are read or mistaken', () => {
  const values = fc.oneof(
    fc.constantFrom('true', 'false', '1', 'a@file', '', 'lax', 'h2c', 'Path', '-7', 'pod'),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );
  const named = (...parts: string[]) =>
    fc
      .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...parts) }, fc.string({ maxLength: 8 })), {
        maxLength: 4,
      })
      .map((chosen) => prefix + chosen.join(''));

  const ofIngresses = named('router.tls', 'router.priority', 'router.tls.domains.', '.main', 'ROUTER.', '0');
  const ofServices = named('service.', 'service.sticky.cookie', '.name', '.secure', 'service.nativelb');

  for (const [kind, name, decode] of [
    [
      'Ingresses',
      ofIngresses,
      (annotations) => ingressAnnotations(ingress('a', { metadata: { annotations } })),
    ],
    [
      'Services',
      ofServices,
      (annotations) => serviceAnnotations(service('a', ['80'], { metadata: { annotations } })),
    ],
  ] as const satisfies readonly [
    string,
    fc.Arbitrary<string>,
    (annotations: Readonly<Record<string, string>>) => { readonly kind: string },
  ][]) {
    test(`of ${kind}`, () => {
      const kinds = new Set<string>();
      fc.assert(
        fc.property(fc.dictionary(name, values, { maxKeys: 5 }), (given) => {
          kinds.add(decode(given).kind);
        }),
        { numRuns: 100_000 },
      );
      assert.deepEqual([...kinds].sort(), ['mistaken', 'read']);
    });
  }
});
