import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../scenario/deadline.ts';
import { StartRefused, type Surroundings } from './implementation.ts';
import { canMount } from './mount-namespace.ts';
import { startProcess } from './process.ts';
import { emptyConfiguration } from './static-configuration.ts';

/** Listens where the flag says, prints what it finds around it, and heeds signals, unless it is told otherwise. */
const server = `
import { createServer } from 'node:net';
import { readFileSync } from 'node:fs';
const [, port] = /:(\\d+)$/.exec(process.argv.find((argument) => argument.startsWith('--entryPoints.'))) ?? [];
console.log(JSON.stringify({ variables: Object.keys(process.env).sort(), folder: process.cwd() }));
for (const path of (process.env.READ ?? '').split(',').filter(Boolean)) console.log(readFileSync(path, 'utf8'));
process.on('SIGUSR1', () => console.log('opened anew'));
process.on('SIGTERM', () => process.env.DEAF === undefined && process.exit(0));
createServer((socket) => { if (process.env.FRAGILE !== undefined) socket.on('data', () => process.exit(7)); })
  .on('error', (error) => { console.log(error.message); process.exit(1); })
  .listen(Number(port), '127.0.0.1');
`;

const additions = { entryPoints: { web: { address: '127.0.0.1:0' } } };
const patience = { startMs: 20_000, stopMs: 20_000 };

describe('a process', () => {
  let folder: string;
  let command: readonly string[];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'process-test-'));
    const program = join(folder, 'server.mjs');
    await writeFile(program, server);
    command = [process.execPath, program];
  });
  after(async () => {
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('instance-')),
      [],
    );
    await rm(folder, { recursive: true });
  });

  function start(
    variables: Readonly<Record<string, string>> = {},
    surroundings: Partial<Surroundings> = {},
    stopMs = patience.stopMs,
  ) {
    return startProcess(
      { command, folder, patience: { ...patience, stopMs } },
      emptyConfiguration,
      additions,
      { variables, serviceAccountDirectory: join(folder, 'none'), ...surroundings },
    );
  }

  test('finds nothing of ours around it', async () => {
    const running = await start({ KUBECONFIG: '/nowhere' });
    const [line = ''] = running.log();
    const { variables, folder: own } = JSON.parse(line);
    assert.deepEqual(variables, ['HOME', 'KUBECONFIG', 'PATH', 'XDG_CONFIG_HOME']);
    assert.ok(own.startsWith(`${folder}/instance-`));
    assert.equal(running.crash?.(), undefined);
    assert.ok((running.memory?.() ?? 1) > 0);
    await running.stop();
    assert.equal(existsSync(own), false);
    assert.equal(running.crash?.(), undefined);
  });

  test('is signalled to open its logs anew, and forgets what it said', async () => {
    const running = await start();
    running.clearLog?.();
    running.reopenLogs();
    await eventually(
      async () => running.log(),
      (lines) => lines.includes('opened anew'),
      (lines) => lines.join('\n'),
    );
    assert.deepEqual(running.log(), ['opened anew']);
    await running.stop();
  });

  test('that ends by itself tells so, with its exit code', async () => {
    const running = await start({ FRAGILE: 'yes' });
    const { host, port } = running.address('WEB') ?? { host: '', port: 0 };
    connect({ host, port })
      .on('error', () => {})
      .end('x');
    await eventually(
      async () => running.crash?.(),
      (crash) => crash !== undefined,
      () => 'It goes on.',
    );
    assert.match(running.crash?.() ?? '', /has ended by itself, with exit code 7\. It said at last:/);
    await running.stop();
  });

  test('that ignores SIGTERM is killed, and that is told', async () => {
    const running = await start({ DEAF: 'yes' }, {}, 200);
    await assert.rejects(running.stop(), /ignored SIGTERM: it had not ended after 0\.2 s, and was killed/);
  });

  test('that ends instead of starting says why', async () => {
    await assert.rejects(start({ READ: '/no/such/file' }), (error) => {
      assert.ok(error instanceof StartRefused);
      assert.equal(error.exitCode, 1);
      assert.match(error.output, /ENOENT/);
      return true;
    });
  });

  test('whose port somebody else has taken is started with another one', async () => {
    // The first time it finds its port in use, as it is told by a file that it leaves.
    const flag = join(folder, 'tried');
    const script = `if [ -e '${flag}' ]; then exec "$@"; fi; touch '${flag}'; echo 'bind: address already in use'; exit 1`;
    const running = await startProcess(
      { command: ['sh', '-c', script, 'sh', ...command], folder, patience },
      emptyConfiguration,
      additions,
      { variables: {}, serviceAccountDirectory: join(folder, 'none') },
    );
    assert.ok(existsSync(flag));
    await running.stop();
  });

  test('finds files in places of the system, where this machine lends them', async (context) => {
    if (!(await canMount())) return context.skip('this machine gives no mount namespaces');
    const account = await mkdtemp(join(folder, 'account-'));
    await writeFile(join(account, 'token'), 'a token');
    const files = [{ path: '/etc/traefik/traefik.yml', text: 'log: {}\n' }];
    const read = '/etc/traefik/traefik.yml,/var/run/secrets/kubernetes.io/serviceaccount/token,/etc/hosts';
    const there = existsSync('/etc/traefik');
    const running = await startProcess(
      // It is told of no entry point, so that it has started when it has not ended for some time.
      {
        command: [...command, '--entryPoints.web.address=127.0.0.1:0'],
        folder,
        patience: { ...patience, startMs: 3_000 },
      },
      { ...emptyConfiguration, files },
      {},
      { variables: { READ: read }, serviceAccountDirectory: account },
    );
    await eventually(
      async () => running.log().join('\n'),
      (said) => said.includes('localhost'),
      (said) => said,
    );
    await running.stop();
    const said = running.log().join('\n');
    assert.match(said, /log: \{\}/);
    assert.match(said, /a token/);
    assert.equal(existsSync('/etc/traefik'), there);
    return undefined;
  });
});
