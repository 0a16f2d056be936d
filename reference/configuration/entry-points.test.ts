import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FourForms, forms, machineFor, run } from './configuration.fixture.ts';
import type { EntryPoint } from './static-configuration.ts';

describe('an entry point', () => {
  const written: FourForms = {
    yaml: 'entryPoints:\n  my_web: {address: "127.0.0.1:8080/tcp"}\n  "s-1": {address: "[::1]:443"}\n',
    toml: '[entryPoints.my_web]\naddress = "127.0.0.1:8080/tcp"\n[entryPoints."s-1"]\naddress = "[::1]:443"\n',
    flags: ['--entryPoints.my_web.address', '127.0.0.1:8080/tcp', '--entrypoints.s-1.Address=[::1]:443'],
    environment: {
      TRAEFIK_ENTRYPOINTS_MY_WEB_ADDRESS: '127.0.0.1:8080/tcp',
      'TRAEFIK_ENTRYPOINTS_S-1_ADDRESS': '[::1]:443',
    },
  };
  for (const form of forms) {
    test(`has its name and its defaults (${form})`, async () => {
      const { configuration } = await run(machineFor(form, written));
      assert.deepEqual(configuration.entryPoints, {
        my_web: entryPointAt('127.0.0.1:8080'),
        's-1': entryPointAt('[::1]:443'),
      });
    });
  }

  test('called http listens on :80 where none is given', async () => {
    const { configuration } = await run({});
    assert.deepEqual(configuration.entryPoints, { http: entryPointAt(':80') });
  });

  for (const flag of ['--ping', '--api.insecure']) {
    test(`called traefik listens on :8080 with ${flag}`, async () => {
      const { configuration } = await run({ arguments: [flag, '--entryPoints.web.address=:81'] });
      assert.deepEqual(configuration.entryPoints, {
        web: entryPointAt(':81'),
        traefik: entryPointAt(':8080'),
      });
    });
  }

  test('called traefik stays as it is given', async () => {
    const { configuration } = await run({ arguments: ['--ping', '--entryPoints.traefik.address=:9000'] });
    assert.deepEqual(configuration.entryPoints, { traefik: entryPointAt(':9000') });
  });

  for (const flags of [['--api'], ['--ping.manualRouting'], ['--ping.entryPoint=http']]) {
    test(`called traefik is not added with ${flags}`, async () => {
      const { configuration } = await run({ arguments: flags });
      assert.deepEqual(Object.keys(configuration.entryPoints), ['http']);
    });
  }

  test('may be named by itself, and switched off', async () => {
    const flags = [
      '--entryPoints.a',
      '--entryPoints.a.address=:81',
      '--entryPoints.b.address=:82',
      '--entryPoints.b=false',
    ];
    const { configuration } = await run({ arguments: flags });
    assert.deepEqual(configuration.entryPoints, { a: entryPointAt(':81') });
  });

  test('keeps the case of its name, and is the same one in any other', async () => {
    const flags = [
      '--entryPoints.webSecure.address=:443',
      '--entrypoints.websecure.forwardedheaders.insecure',
    ];
    const { configuration } = await run({ arguments: flags });
    assert.deepEqual(Object.keys(configuration.entryPoints), ['webSecure']);
    assert.equal(configuration.entryPoints.webSecure?.forwardedHeaders.insecure, true);
  });

  test('is for TLS alone where it says so, in any of the ways to switch a group on', async () => {
    for (const flag of ['http.tls', 'http.tls=true', 'HTTP.TLS=1']) {
      const flags = ['--entryPoints.a.address=:81', `--entryPoints.a.${flag}`];
      const { configuration } = await run({ arguments: flags });
      assert.deepEqual(configuration.entryPoints.a?.http.tls, {
        options: '',
        certResolver: '',
        domains: [],
      });
    }
    const flags = ['--entryPoints.a.address=:81', '--entryPoints.a.http.tls=false'];
    const { configuration } = await run({ arguments: flags });
    assert.equal(configuration.entryPoints.a?.http.tls, undefined);
  });

  test('takes what holds for TLS on its routers', async () => {
    const flags = ['--entryPoints.a.address=:81', '--entryPoints.a.http.tls.options=strict@file'];
    const { configuration } = await run({ arguments: flags });
    assert.equal(configuration.entryPoints.a?.http.tls?.options, 'strict@file');
  });

  test('redirects where it is told to, with the defaults of the rest', async () => {
    const entryPoints = ['--entryPoints.a.address=:81', '--entryPoints.b.address=:82'];
    const to = '--entryPoints.a.http.redirections.entryPoint.to';
    for (const target of ['b', ':443']) {
      const { configuration } = await run({ arguments: [...entryPoints, `${to}=${target}`] });
      assert.deepEqual(configuration.entryPoints.a?.http.redirections, {
        entryPoint: { to: target, scheme: 'https', permanent: true, priority: 2_147_483_646 },
      });
    }
    for (const target of ['c', '443', ':0', ':65536', ':', '']) {
      await assert.rejects(
        run({ arguments: [...entryPoints, `${to}=${target}`] }),
        /entryPoints\.a\.http\.redirections\.entryPoint\.to/,
        target,
      );
    }
    const option = '--entryPoints.a.http.redirections.entryPoint.permanent';
    await assert.rejects(run({ arguments: [...entryPoints, option] }), /redirections\.entryPoint\.to/);
  });

  test('speaks the PROXY protocol where it says so', async () => {
    const address = '--entryPoints.a.address=:81';
    const { configuration } = await run({
      arguments: [address, '--entryPoints.a.proxyProtocol.trustedIPs=10.0.0.0/8,::1'],
    });
    assert.deepEqual(configuration.entryPoints.a?.proxyProtocol, {
      insecure: false,
      trustedIPs: ['10.0.0.0/8', '::1'],
    });
    await assert.rejects(
      run({ arguments: [address, '--entryPoints.a.proxyProtocol.trustedIPs=lan'] }),
      /proxyProtocol/,
    );
  });

  test('limits the streams of HTTP/2', async () => {
    const flags = ['--entryPoints.a.address=:81', '--entryPoints.a.http2.maxConcurrentStreams'];
    const { configuration } = await run({ arguments: [...flags.slice(0, 1), `${flags[1]}=10`] });
    assert.equal(configuration.entryPoints.a?.http2.maxConcurrentStreams, 10);
    await assert.rejects(run({ arguments: [...flags.slice(0, 1), `${flags[1]}=0`] }), /maxConcurrentStreams/);
  });
});

function entryPointAt(address: string): EntryPoint {
  return {
    address,
    forwardedHeaders: { insecure: false, trustedIPs: [] },
    proxyProtocol: undefined,
    http: { tls: undefined, middlewares: [], redirections: undefined, encodeQuerySemicolons: false },
    http2: { maxConcurrentStreams: 250 },
    transport: {
      respondingTimeouts: { readTimeout: 0, writeTimeout: 0, idleTimeout: 180_000 },
      lifeCycle: { requestAcceptGraceTimeout: 0, graceTimeOut: 10_000 },
    },
  };
}
