import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ScriptedApi } from './kubernetes/scripted-api.fixture.ts';
import { RawClient, startPod } from './proxy/proxy.fixture.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;

before(async () => {
  folder = await mkdtemp(`${tmpdir()}/reference-main-`);
});

after(() => rm(folder, { recursive: true }));

class Process implements AsyncDisposable {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly exit: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;

  constructor(...flags: string[]) {
    // Nothing of this machine's environment: no KUBECONFIG, no TRAEFIK_*.
    this.child = spawn(process.execPath, [main, ...flags], { cwd: folder, env: { HOME: folder } });
    this.child.stdout?.on('data', (chunk) => {
      this.stdout += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.stderr += chunk;
    });
    this.exit = once(this.child, 'close').then(([code, signal]) => ({ code, signal }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGKILL');
    await this.exit;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function connected(port: number): Promise<RawClient> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await RawClient.open(port);
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A process that serves a pod at example.net, with one request to it under way. */
async function withRequestUnderWay(
  use: (running: Process, client: RawClient, finish: () => void) => Promise<void>,
): Promise<void> {
  const api = await ScriptedApi.start();
  let finish = (): void => {};
  await using pod = await startPod((request, response) => {
    if (request.url === '/ready') response.end('ready');
    else {
      response.write('begun');
      finish = () => response.end('done');
    }
  });
  const backend = { service: { name: 'app', port: { number: 80 } } };
  const paths = [{ path: '/', pathType: 'Prefix', backend }];
  api.put('ingresses', 'default', 'web', { spec: { rules: [{ host: 'example.net', http: { paths } }] } });
  api.put('services', 'default', 'app', {
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ port: 80, protocol: 'TCP' }] },
  });
  api.put('endpoints', 'default', 'app', {
    subsets: [{ addresses: [{ ip: '127.0.0.1' }], ports: [{ port: pod.port, protocol: 'TCP' }] }],
  });
  const port = await freePort();
  await using running = new Process(
    `--entrypoints.web.address=127.0.0.1:${port}`,
    `--providers.kubernetesingress.endpoint=${api.url}`,
    '--providers.providersthrottleduration=0',
  );
  for (;;) {
    const client = await connected(port);
    const answer = await client
      .send('GET /ready HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n')
      .end();
    if (answer.includes('ready')) break;
  }
  const client = await connected(port);
  await client.send('GET / HTTP/1.1\r\nHost: example.net\r\n\r\n').until(/begun/);
  await use(running, client, () => finish());
  await api.stop();
}

describe('ingress-reference', () => {
  for (const flag of ['--help', '-h', 'version', '--version']) {
    it(`${flag} prints and exits 0`, async () => {
      await using running = new Process(flag);
      assert.deepEqual(await running.exit, { code: 0, signal: null });
      assert.match(
        running.stdout,
        flag.includes('version') ? /^ingress-reference \d+\.\d+\.\d+\n$/ : /^Usage: /,
      );
      assert.equal(running.stderr, '');
    });
  }

  it('tells a mistake without a stack, and exits 1', async () => {
    await using running = new Process('--providers.kubernetsingress');
    assert.deepEqual(await running.exit, { code: 1, signal: null });
    assert.match(running.stderr, /kubernetsingress/);
    assert.match(running.stderr, /kubernetesingress/i);
    assert.doesNotMatch(running.stderr, /^\s+at /m);
    assert.equal(running.stdout, '');
  });

  it('tells that a port is taken, and exits 1', async () => {
    const squatter = createServer();
    squatter.listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    await using running = new Process(`--entrypoints.web.address=127.0.0.1:${port}`);
    assert.deepEqual(await running.exit, { code: 1, signal: null });
    assert.match(running.stderr, new RegExp(`^entryPoints.web.address \\(127.0.0.1:${port}\\):\n.*taken`));
    assert.doesNotMatch(running.stderr, /^\s+at /m);
    squatter.close();
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`on ${signal} ends the request under way and exits 0`, async () => {
      await withRequestUnderWay(async (running, client, finish) => {
        const idle = await connected(portOf(client));
        running.child.kill(signal);
        // The idle connection goes first: draining has begun.
        await idle.end();
        finish();
        assert.match(await client.end(), /begun.*done\r\n0\r\n\r\n$/s);
        assert.deepEqual(await running.exit, { code: 0, signal: null });
        assert.equal(running.stderr, '');
      });
    });
  }

  it('on SIGUSR1 goes on in new log files', async () => {
    const port = await freePort();
    const [log, accessLog] = [`${folder}/usr1.log`, `${folder}/usr1-access.log`];
    await using running = new Process(
      `--entrypoints.web.address=127.0.0.1:${port}`,
      `--log.filepath=${log}`,
      '--log.level=INFO',
      `--accesslog.filepath=${accessLog}`,
    );
    const ask = async (path: string) => {
      const client = await connected(port);
      await client.send(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`).end();
    };
    await ask('/one');
    await says(accessLog, 'GET /one ');
    await says(log, 'Started.');
    for (const file of [log, accessLog]) await rename(file, `${file}.1`);
    running.child.kill('SIGUSR1');
    await says(accessLog, '');
    await ask('/two');
    await says(accessLog, 'GET /two ');
    running.child.kill('SIGTERM');
    assert.deepEqual(await running.exit, { code: 0, signal: null });
    assert.match(await readFile(log, 'utf8'), /^time=\S+ level=info msg=Stopping\.\n/);
    assert.equal(running.stderr, '', 'no debugger has started');
  });

  it('on a second SIGINT exits at once', async () => {
    await withRequestUnderWay(async (running, client) => {
      const idle = await connected(portOf(client));
      running.child.kill('SIGINT');
      await idle.end();
      running.child.kill('SIGINT');
      assert.deepEqual(await running.exit, { code: 130, signal: null });
    });
  });
});

/** Resolves when the file is there and has the text. */
async function says(path: string, text: string): Promise<void> {
  const until = Date.now() + 10_000;
  while (!(await readFile(path, 'utf8').catch(() => undefined))?.includes(text)) {
    if (Date.now() > until) throw new Error(`${path} does not say ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function portOf(client: RawClient): number {
  const { remotePort } = client.socket;
  assert.ok(remotePort !== undefined);
  return remotePort;
}
