import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type {
  ConfigurationPart,
  Router,
  TlsCertificate,
  TlsOptions,
  TlsStore,
} from '../dynamic/configuration.ts';
import { buildRuntime, type RuntimeInput } from './build.ts';
import type { Runtime } from './runtime.ts';
import { defaultTlsOptions } from './tls-profile.ts';

const strict: TlsOptions = { ...defaultTlsOptions, minVersion: 'VersionTLS13' };
const secure: Router = { rule: 'Host(`a.example`)', service: 'app', tls: {} };

function withOptions(options: string | undefined, rule = 'Host(`a.example`)'): Router {
  return { rule, service: 'app', tls: options === undefined ? {} : { options } };
}

interface Given {
  readonly routers?: Readonly<Record<string, Router>>;
  readonly options?: Readonly<Record<string, TlsOptions>>;
  readonly stores?: Readonly<Record<string, TlsStore>>;
}

function part({ routers = {}, options = {}, stores = {} }: Given): ConfigurationPart {
  const app = { loadBalancer: { servers: [{ url: 'http://10.0.0.1:80' }], passHostHeader: true } };
  return { http: { routers, services: { app } }, tls: { certificates: [], options, stores } };
}

function build(given: Given, input: Partial<RuntimeInput> = {}): Runtime {
  return buildRuntime({ configurations: { file: part(given) }, entryPoints: ['web'], ...input });
}

/** What a host gets, by its least version; undefined: refused. */
function versionFor(runtime: Runtime, host: string, entryPoint = 'web'): string | undefined {
  return runtime.tls(entryPoint).profileFor(host)?.minVersion;
}

function reasons({ problems }: Runtime): string[] {
  return problems.map(({ reason }) => reason);
}

suite('TLS options', () => {
  test('hold for the hosts of the router that names them', () => {
    const runtime = build({ routers: { a: withOptions('strict') }, options: { strict } });
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.3');
    assert.equal(versionFor(runtime, 'b.example'), 'TLSv1.2');
    assert.equal(versionFor(runtime, ''), 'TLSv1.2');
    assert.deepEqual(reasons(runtime), []);
  });

  test('hold for every host that the rule names, and for none that it denies', () => {
    const rule =
      '(Host(`a.example`, `b.example`) && !Host(`c.example`)) || HostRegexp(`{x:[a-zA-Z0-9-]+}.d.example`)';
    const runtime = build({ routers: { a: withOptions('strict', rule) }, options: { strict } });
    const hosts = ['a.example', 'b.example', 'x.d.example'];
    for (const host of hosts) assert.equal(versionFor(runtime, host), 'TLSv1.3', host);
    for (const host of ['c.example', 'd.example', 'x.y.d.example'])
      assert.equal(versionFor(runtime, host), 'TLSv1.2', host);
  });

  test('of an exact host come before those of a wildcard', () => {
    const runtime = build({
      routers: {
        wild: withOptions('strict', 'HostRegexp(`{x:[a-zA-Z0-9-]+}.example`)'),
        a: withOptions(undefined),
      },
      options: { strict },
    });
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.2');
    assert.equal(versionFor(runtime, 'b.example'), 'TLSv1.3');
  });

  test('that differ between routers of a host give way to the default ones, with a warning', () => {
    for (const other of [undefined, 'other']) {
      const runtime = build({
        routers: { a: withOptions('strict'), b: withOptions(other) },
        options: { strict, other: { ...strict, sniStrict: true } },
      });
      assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.2');
      assert.match(
        String(reasons(runtime)),
        /^The host a\.example is given different TLS options \(.*a@file.*b@file/,
      );
    }
  });

  test('that do not exist refuse handshakes for the hosts of the router, which is disabled', () => {
    const runtime = build({ routers: { a: withOptions('missing') } });
    assert.equal(versionFor(runtime, 'a.example'), undefined);
    assert.equal(versionFor(runtime, 'b.example'), 'TLSv1.2');
    assert.equal(runtime.routers.get('a@file')?.status, 'disabled');
    assert.match(String(reasons(runtime)), /no TLS options missing@file/);
  });

  test('may appear, change and disappear', () => {
    const a = withOptions('strict');
    const file = part({ routers: { a } });
    const entryPoints = ['web'];
    const first = buildRuntime({ configurations: { file }, entryPoints });
    const other = part({ routers: { a }, options: { strict } });
    const second = buildRuntime({ configurations: { file: other }, entryPoints, previous: first });
    assert.equal(versionFor(second, 'a.example'), 'TLSv1.3');
    assert.equal(second.routers.get('a@file')?.status, 'enabled');
    const changed = part({ routers: { a }, options: { strict: { ...strict, minVersion: 'VersionTLS11' } } });
    const third = buildRuntime({ configurations: { file: changed }, entryPoints, previous: second });
    assert.equal(versionFor(third, 'a.example'), 'TLSv1.1');
    const fourth = buildRuntime({ configurations: { file }, entryPoints, previous: third });
    assert.equal(versionFor(fourth, 'a.example'), undefined);
    const gone = buildRuntime({ configurations: { file: part({}) }, entryPoints, previous: fourth });
    assert.equal(versionFor(gone, 'a.example'), 'TLSv1.2');
  });

  test('that say the same as before stay the same object', () => {
    const given = () => ({ routers: { a: withOptions('strict') }, options: { strict: { ...strict } } });
    const first = build(given());
    const second = build(given(), { previous: first });
    assert.equal(second.tls('web').profileFor('a.example'), first.tls('web').profileFor('a.example'));
  });

  test('called default hold for every host without others', () => {
    for (const name of [undefined, 'default', 'default@file', 'default@kubernetes']) {
      const runtime = build({ routers: { a: withOptions(name) }, options: { default: strict } });
      assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.3', name);
      assert.equal(versionFor(runtime, 'b.example'), 'TLSv1.3', name);
      assert.deepEqual(reasons(runtime), []);
    }
  });

  test('called default of a second provider are not used, with a warning', () => {
    const runtime = buildRuntime({
      configurations: {
        other: part({ options: { default: { ...strict, minVersion: 'VersionTLS10' } } }),
        file: part({ options: { default: strict } }),
      },
      entryPoints: ['web'],
    });
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.3');
    assert.match(String(reasons(runtime)), /default@file are the default ones already/);
  });

  test('of an entry point are those of its routers that say nothing of TLS', () => {
    const silent: Router = { rule: 'Host(`b.example`)', service: 'app' };
    const input = { httpsEntryPoints: ['web'], entryPointTlsOptions: { web: 'strict@file' } };
    const runtime = build({ routers: { a: secure, b: silent }, options: { strict } }, input);
    assert.equal(versionFor(runtime, 'b.example'), 'TLSv1.3');
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.2', 'one with a say of its own');
    assert.equal(versionFor(runtime, 'c.example'), 'TLSv1.2', 'a host of no router');
    const missing = build({ routers: { b: silent } }, input);
    assert.equal(versionFor(missing, 'b.example'), undefined);
    assert.match(String(reasons(missing)), /no TLS options strict@file/);
  });

  test('hold on the entry points of the router alone', () => {
    const router = { ...withOptions('strict'), entryPoints: ['web'] };
    const runtime = build({ routers: { router }, options: { strict } }, { entryPoints: ['web', 'other'] });
    assert.equal(versionFor(runtime, 'a.example', 'other'), 'TLSv1.2');
  });

  test('of a router without TLS, or with a broken service, hold for nothing', () => {
    const plain: Router = { rule: 'Host(`a.example`)', service: 'app' };
    const broken = { ...withOptions('strict'), service: 'lost' };
    const runtime = build({ routers: { plain, broken }, options: { strict } });
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.2');
  });

  test('of a rule that names no host hold for nothing, with a warning', () => {
    const runtime = build({ routers: { a: withOptions('strict', 'PathPrefix(`/`)') }, options: { strict } });
    assert.equal(versionFor(runtime, 'a.example'), 'TLSv1.2');
    assert.match(String(reasons(runtime)), /names no host/);
    assert.equal(runtime.routers.get('a@file')?.status, 'warning');
  });

  test('of no use refuse handshakes, and what is wrong with them is told', () => {
    for (const [wrong, field] of [
      [{ ...strict, maxVersion: 'VersionTLS12' }, 'maxVersion'],
      [{ ...strict, cipherSuites: ['TLS_NONE'] }, 'cipherSuites'],
      [{ ...strict, curvePreferences: ['constructor'] }, 'curvePreferences'],
      [{ ...strict, alpnProtocols: ['imap'] }, 'alpnProtocols'],
      [
        { ...strict, clientAuth: { caFiles: [], clientAuthType: 'RequireAndVerifyClientCert' } },
        'clientAuth.caFiles',
      ],
      [
        { ...strict, clientAuth: { caFiles: ['no PEM'], clientAuthType: 'RequestClientCert' } },
        'clientAuth.caFiles[0]',
      ],
    ] as const satisfies readonly (readonly [TlsOptions, string])[]) {
      const runtime = build({ routers: { a: withOptions('wrong') }, options: { wrong } });
      assert.equal(versionFor(runtime, 'a.example'), undefined, field);
      const problem = runtime.problems.find((one) => one.field === field);
      assert.deepEqual(problem?.object, { kind: 'TLSOptions', namespace: '', name: 'wrong@file' }, field);
    }
  });

  test('leave out of a list what is not known', () => {
    const some = { ...strict, cipherSuites: ['TLS_NONE', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'] };
    const runtime = build({ routers: { a: withOptions('some') }, options: { some } });
    const { ciphers } = runtime.tls('web').profileFor('a.example') ?? {};
    assert.match(String(ciphers), /:ECDHE-RSA-AES128-GCM-SHA256$/);
    assert.match(String(reasons(runtime)), /"TLS_NONE" is not known/);
  });
});

suite('the default certificate', () => {
  const certificate = (fingerprint: string): TlsCertificate => ({
    certificate: '',
    privateKey: '',
    origin: 'file',
    names: [],
    notBefore: '',
    notAfter: '',
    fingerprint,
  });
  const store = (fingerprint: string): TlsStore => ({ defaultCertificate: certificate(fingerprint) });

  test('is that of the store called default', () => {
    const runtime = build({ stores: { default: store('a'), other: store('b') } });
    assert.equal(runtime.tls('web').defaultCertificate?.fingerprint, 'a');
    assert.deepEqual(reasons(runtime), ['No store but the one called default is used.']);
  });

  test('stays the same object for the same content, and goes with its store', () => {
    const first = build({ stores: { default: store('a') } });
    const second = build({ stores: { default: store('a') } }, { previous: first });
    assert.equal(second.tls('web').defaultCertificate, first.tls('web').defaultCertificate);
    const third = build({}, { previous: second });
    assert.equal(third.tls('web').defaultCertificate, undefined);
  });

  test('of several providers is that of the first by name', () => {
    const runtime = buildRuntime({
      configurations: {
        other: part({ stores: { default: store('b') } }),
        file: part({ stores: { default: store('a') } }),
      },
      entryPoints: ['web'],
    });
    assert.equal(runtime.tls('web').defaultCertificate?.fingerprint, 'a');
    assert.match(String(reasons(runtime)), /default@file is used already/);
  });
});
