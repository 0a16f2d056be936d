import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubernetesObject } from '../kubernetes/objects.ts';
import { resolveBackend } from './backend.ts';
import type { DeriveOptions } from './derivation.ts';
import { ObjectReader } from './object-reader.ts';
import { defaultOptions, endpoints, MemoryStore, portNamed, service } from './testing.ts';

function resolve(
  port: number | string,
  objects: readonly KubernetesObject[],
  options: Partial<DeriveOptions> = {},
) {
  const reader = new ObjectReader(new MemoryStore(...objects));
  const reference = { namespace: 'default', name: 'pods', port: portNamed(port) };
  return resolveBackend(reference, reader, { ...defaultOptions, ...options });
}

function servers(...input: Parameters<typeof resolve>): readonly string[] {
  const resolution = resolve(...input);
  assert.equal(resolution.kind, 'resolved', JSON.stringify(resolution));
  return resolution.kind === 'resolved' ? resolution.service.loadBalancer.servers.map(({ url }) => url) : [];
}

function refusal(...input: Parameters<typeof resolve>) {
  const resolution = resolve(...input);
  assert.equal(resolution.kind, 'unresolved', JSON.stringify(resolution));
  return resolution.kind === 'unresolved' ? resolution : { field: undefined, reason: '', remedy: '' };
}

suite('servers', () => {
  test('are the ready addresses, sorted, each once', () => {
    const both = endpoints('pods', ['10.0.0.2', '10.0.0.1', '10.0.0.2']);
    assert.deepEqual(servers(80, [service('pods'), both]), ['http://10.0.0.1:8080', 'http://10.0.0.2:8080']);
  });

  test('of several subsets are taken together', () => {
    const [one] = endpoints('pods', ['10.0.0.2'], ['8080']).subsets;
    const [two] = endpoints('pods', ['10.0.0.1', '10.0.0.2'], ['9090']).subsets;
    assert.ok(one && two);
    const objects = [service('pods'), { ...endpoints('pods', []), subsets: [one, two, one] }];
    assert.deepEqual(servers(80, objects), [
      'http://10.0.0.1:9090',
      'http://10.0.0.2:8080',
      'http://10.0.0.2:9090',
    ]);
  });

  test('are reached at the endpoint port of the same name', () => {
    const objects = [
      service('pods', ['web:80', 'admin:81']),
      endpoints('pods', ['10.0.0.1'], ['admin:9001', 'web:9000']),
    ];
    assert.deepEqual(servers(80, objects), ['http://10.0.0.1:9000']);
    assert.deepEqual(servers('web', objects), ['http://10.0.0.1:9000']);
    assert.deepEqual(servers(81, objects), ['http://10.0.0.1:9001']);
    assert.deepEqual(servers('admin', objects), ['http://10.0.0.1:9001']);
  });

  test('with IPv6 addresses are in brackets', () => {
    assert.deepEqual(servers(80, [service('pods'), endpoints('pods', ['fd00::1'])]), [
      'http://[fd00::1]:8080',
    ]);
  });

  for (const [port, scheme] of [
    ['443', 'https'],
    ['https:8443', 'https'],
    ['https-admin:8443', 'https'],
    ['http:80', 'http'],
    ['xhttps:80', 'http'],
    ['4430', 'http'],
  ] as const) {
    test(`of the port ${port} speak ${scheme}`, () => {
      const [name = ''] = port.includes(':') ? port.split(':') : [''];
      const number = Number(port.split(':').at(-1));
      const objects = [
        service('pods', [port]),
        endpoints('pods', ['10.0.0.1'], [name === '' ? '9' : `${name}:9`]),
      ];
      assert.deepEqual(servers(number, objects), [`${scheme}://10.0.0.1:9`]);
    });
  }

  test('a number that stands there for UDP too is the TCP port', () => {
    const dns = service('pods', ['udp:53', 'tcp:53']);
    const ports = dns.ports.map((port) => ({ ...port, protocol: port.name.toUpperCase() }));
    const objects = [{ ...dns, ports }, endpoints('pods', ['10.0.0.1'], ['tcp:5300'])];
    assert.deepEqual(servers(53, objects), ['http://10.0.0.1:5300']);
    assert.equal(refusal('udp', objects).field, 'port');
  });
});

suite('what can’t be resolved', () => {
  test('a Service that is missing', () => {
    const { field, reason, remedy } = refusal(80, []);
    assert.equal(field, 'name');
    assert.match(reason, /no Service default\/pods/);
    assert.match(remedy, /Create the Service/);
  });

  test('a Service of another namespace is none', () => {
    assert.equal(refusal(80, [service('other/pods'), endpoints('other/pods', ['10.0.0.1'])]).field, 'name');
  });

  test('a port that is missing, by number and by name', () => {
    const objects = [service('pods', ['web:80', '443']), endpoints('pods', ['10.0.0.1'])];
    for (const port of [81, 8080, 'admin', '80']) {
      const { field, reason, remedy } = refusal(port, objects);
      assert.equal(field, 'port');
      assert.match(reason, new RegExp(`no TCP port ${port}`));
      assert.match(remedy, /80 \(web\), 443/);
    }
  });

  for (const [title, objects] of [
    ['no Endpoints object', []],
    ['Endpoints without addresses', [endpoints('pods', [])]],
    ['Endpoints of another port name', [endpoints('pods', ['10.0.0.1'], ['other:8080'])]],
    ['Endpoints without subsets', [{ ...endpoints('pods', []), subsets: [] }]],
  ] as const) {
    test(`${title}: no router, or with allowEmptyServices a service without servers`, () => {
      const all = [service('pods'), ...objects];
      const { field, reason } = refusal(80, all);
      assert.equal(field, '');
      assert.match(reason, /no ready endpoint/);
      assert.deepEqual(servers(80, all, { allowEmptyServices: true }), []);
    });
  }
});

suite('ExternalName', () => {
  const external = service('pods', ['8080'], { type: 'ExternalName', externalName: 'example.org' });

  test('is refused by default', () => {
    const { field, reason, remedy } = refusal(8080, [external]);
    assert.equal(field, 'name');
    assert.match(reason, /ExternalName, which is not allowed/);
    assert.match(remedy, /allowExternalNameServices/);
  });

  test('is reached by its name and the port of the Service where it is allowed', () => {
    const allowed = { allowExternalNameServices: true };
    assert.deepEqual(servers(8080, [external], allowed), ['http://example.org:8080']);
    assert.equal(refusal(80, [external], allowed).field, 'port');
  });

  test('needs no Endpoints, and does not read them', () => {
    const reader = new ObjectReader(new MemoryStore(external));
    const reference = { namespace: 'default', name: 'pods', port: portNamed(8080) };
    resolveBackend(reference, reader, { ...defaultOptions, allowExternalNameServices: true });
    assert.deepEqual([...reader.reads], ['Service/default/pods']);
  });
});

test('the service is named after namespace, Service and the port as the Ingress has it', () => {
  const objects = [service('pods', ['web.v1:80']), endpoints('pods', ['10.0.0.1'], ['web.v1:8080'])];
  for (const [port, name] of [
    [80, 'default-pods-80'],
    ['web.v1', 'default-pods-web-v1'],
  ] as const) {
    const resolution = resolve(port, objects);
    assert.equal(resolution.kind === 'resolved' && resolution.name, name);
  }
});

suite('annotations of the Service', () => {
  const passHostHeader = 'traefik.ingress.kubernetes.io/service.passhostheader';
  const annotated = (value: string) => [
    service('pods', ['80'], { metadata: { annotations: { [passHostHeader]: value } } }),
    endpoints('pods', ['10.0.0.1']),
  ];

  test('say whether pods see the host that the client asked for', () => {
    for (const [value, expected] of [
      ['true', true],
      ['false', false],
      ['0', false],
    ] as const) {
      const resolution = resolve(80, annotated(value));
      assert.equal(
        resolution.kind === 'resolved' && resolution.service.loadBalancer.passHostHeader,
        expected,
      );
    }
  });

  test('that can not be read leave the path out, and are named', () => {
    const { field, reason, remedy } = refusal(80, annotated('maybe'));
    assert.equal(field, '');
    assert.equal(
      reason,
      'The annotation traefik.ingress.kubernetes.io/service.passhostheader of the Service default/pods can\'t be read: "maybe".',
    );
    assert.equal(remedy, 'Write "true" or "false", or remove the annotation.');
  });
});

suite('nativelb', () => {
  const annotations = { 'traefik.ingress.kubernetes.io/service.nativelb': 'true' };
  const native = (more: object = {}) => ({
    ...service('pods', ['web:80'], { metadata: { annotations } }),
    ...more,
  });

  test('leads to the cluster IP and the port of the Service, whatever pods there are', () => {
    assert.deepEqual(servers('web', [native(), endpoints('pods', ['10.1.0.1'], ['web:8080'])]), [
      'http://10.0.0.1:80',
    ]);
    assert.deepEqual(servers('web', [native()]), ['http://10.0.0.1:80']);
    assert.deepEqual(servers('web', [native({ clusterIP: 'fd00::1' })]), ['http://[fd00::1]:80']);
  });

  for (const [what, more] of [
    ['headless', { clusterIP: 'None' }],
    ['without a cluster IP', { clusterIP: '' }],
  ] as const) {
    test(`is refused where the Service is ${what}`, () => {
      const { field, reason } = refusal('web', [native(more), endpoints('pods', ['10.1.0.1'], ['web:8080'])]);
      assert.equal(field, '');
      assert.match(reason, /default\/pods.*service\.nativelb.*no cluster IP/);
    });
  }
});

suite('serversscheme', () => {
  const withScheme = (scheme: string) => {
    const annotations = { 'traefik.ingress.kubernetes.io/service.serversscheme': scheme };
    return [
      service('pods', ['https:443'], { metadata: { annotations } }),
      endpoints('pods', ['10.0.0.1'], ['https:8443']),
    ];
  };

  test('comes before what the port would mean', () => {
    assert.deepEqual(servers(443, withScheme('http')), ['http://10.0.0.1:8443']);
    assert.deepEqual(servers(443, withScheme('https')), ['https://10.0.0.1:8443']);
    assert.deepEqual(servers(443, withScheme('h2c')), ['h2c://10.0.0.1:8443']);
  });
});
