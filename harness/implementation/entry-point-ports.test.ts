import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { givePorts } from './entry-point-ports.ts';
import { emptyConfiguration, type Form, optionsOf, writeConfiguration } from './static-configuration.ts';

const options = {
  entryPoints: {
    web: { address: '127.0.0.1:0', http: { tls: true } },
    six: { address: '[::1]:0' },
    all: { address: ':0/tcp' },
    fixed: { address: '127.0.0.1:8443' },
  },
  log: { level: 'DEBUG' },
};

describe('ports for entry points that listen on any', () => {
  for (const form of ['YAML', 'TOML', 'flags', 'environment'] satisfies Form[]) {
    test(`given as ${form}`, async () => {
      const { configuration, addresses } = await givePorts(writeConfiguration(form, options), {});
      assert.deepEqual(
        [...addresses].map(([name, { host }]) => [name, host]),
        [
          ['web', '127.0.0.1'],
          ['six', '::1'],
          ['all', '127.0.0.1'],
          ['fixed', '127.0.0.1'],
        ],
      );
      const ports = [...addresses.values()].map(({ port }) => port);
      assert.ok(ports.every((port) => port > 1024));
      assert.equal(addresses.get('fixed')?.port, 8443);
      const set = optionsOf(configuration);
      assert.equal(set.get('entrypoints.web.address'), `127.0.0.1:${addresses.get('web')?.port}`);
      assert.equal(set.get('entrypoints.six.address'), `[::1]:${addresses.get('six')?.port}`);
      assert.equal(set.get('entrypoints.all.address'), `:${addresses.get('all')?.port}`);
      assert.equal(set.get('entrypoints.fixed.address'), '127.0.0.1:8443');
      assert.equal(set.get('log.level'), 'DEBUG');
    });
  }

  test('one port for an entry point that several files name, whichever of them counts', async () => {
    const { configuration, addresses } = await givePorts(
      {
        ...emptyConfiguration,
        files: [
          { path: './traefik.yml', text: '# mine\nentrypoints: { web: { address: "127.0.0.1:0" } }\n' },
          { path: '/etc/traefik/traefik.toml', text: '[entryPoints.web]\naddress = "127.0.0.1:0"\n' },
        ],
      },
      {},
    );
    const address = `127.0.0.1:${addresses.get('web')?.port}`;
    const [yaml, toml] = configuration.files.map(({ text }) => text);
    assert.deepEqual(parseYaml(yaml ?? ''), { entrypoints: { web: { address } } });
    assert.match(yaml ?? '', /^# mine$/m);
    assert.equal(
      JSON.stringify(parseToml(toml ?? '')),
      JSON.stringify({ entryPoints: { web: { address } } }),
    );
  });

  test('a flag whose value is an argument of its own', async () => {
    const { configuration, addresses } = await givePorts(
      {
        ...emptyConfiguration,
        arguments: ['--entrypoints.web.address', '127.0.0.1:0', '--api'],
      },
      {},
    );
    const address = `127.0.0.1:${addresses.get('web')?.port}`;
    assert.deepEqual(configuration.arguments, ['--entrypoints.web.address', address, '--api']);
  });

  test('what is added gets ports as well, and leaves the text before it in its lines', async () => {
    const text = '# mine\nproviders.kubernetesIngress.namespace = "a"\n';
    const { configuration, addresses } = await givePorts(
      { ...emptyConfiguration, files: [{ path: './traefik.toml', text }], leftAlone: ['entryPoints.away'] },
      { entryPoints: { web: { address: '127.0.0.1:0' }, away: { address: '127.0.0.1:0' } } },
    );
    assert.ok(configuration.files[0]?.text.startsWith(text));
    assert.deepEqual([...addresses.keys()], ['web']);
    const address = `127.0.0.1:${addresses.get('web')?.port}`;
    assert.equal(optionsOf(configuration).get('entrypoints.web.address'), address);
  });

  test('nobody else gets one before it is released', async () => {
    const entryPoints = { web: { address: '127.0.0.1:0' } };
    const { addresses, release } = await givePorts(emptyConfiguration, { entryPoints });
    const port = addresses.get('web')?.port ?? 0;
    const guard = createServer();
    const code = await new Promise((resolve) => {
      guard.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      guard.listen(port, '127.250.0.1', () => resolve('listening'));
    });
    release();
    guard.close();
    assert.ok(code === 'EADDRINUSE' || code === 'EADDRNOTAVAIL', String(code));
  });

  test('who listens on every address finds the port free on all of them', async () => {
    for (const address of [':0', '0.0.0.0:0']) {
      const { addresses, release } = await givePorts(emptyConfiguration, {
        entryPoints: { web: { address } },
      });
      const everywhere = createServer().listen(addresses.get('web')?.port, '0.0.0.0');
      await once(everywhere, 'listening');
      everywhere.close();
      release();
    }
  });

  test('no two entry points get the same', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `entry${index}`);
    const entryPoints = Object.fromEntries(names.map((name) => [name, { address: '127.0.0.1:0' }]));
    const { addresses } = await givePorts(emptyConfiguration, { entryPoints });
    assert.equal(new Set([...addresses.values()].map(({ port }) => port)).size, 50);
  });

  test('what does not parse, or has no such entry point, is left as it is', async () => {
    const files = [
      { path: './a.yml', text: 'entryPoints: [' },
      { path: './b.yml', text: 'log: {}\n' },
    ];
    const { configuration, addresses } = await givePorts({ ...emptyConfiguration, files }, {});
    assert.deepEqual(configuration.files, files);
    assert.equal(addresses.size, 0);
  });
});
