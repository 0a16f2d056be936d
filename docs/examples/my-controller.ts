/**
 * A controller of one's own: `ingress-conformance run --implementation ./my-controller.ts`. What stands for it here is
 * `ingress-reference`, as a program of which nothing is known but some flags, and that it follows `KUBECONFIG`.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type Implementation, StartRefused } from 'ingress-conformance';

const program = process.env.MY_CONTROLLER ?? 'ingress-reference';
const host = '127.0.0.1';

export default {
  name: 'my-controller',
  version: '1.0.0',
  kind: 'custom',
  // Scenarios can't set its options nor read its dynamic configuration: what needs that is "not applicable".
  capabilities: new Set(['log', 'lifecycle']),
  ingressClass: { controller: 'traefik.io/ingress-controller', annotation: 'traefik' },
  documentOptions: new Map(),
  command: undefined,

  async start(_configuration, { variables }) {
    // Scenarios run side by side, each with instances of its own.
    const ports = new Map([
      ['web', await freePort()],
      ['websecure', await freePort()],
    ]);
    const child = spawn(
      program,
      [
        '--providers.kubernetesingress.strictprefixmatching',
        '--providers.kubernetesingress.ingressendpoint.ip=127.0.0.1',
        `--entrypoints.web.address=${host}:${ports.get('web')}`,
        `--entrypoints.websecure.address=${host}:${ports.get('websecure')}`,
        '--entrypoints.websecure.http.tls',
      ],
      { env: { PATH: process.env.PATH, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    // Rejects where there is no such program: an error that nobody handles would be taken for the scenario's.
    await once(child, 'spawn');
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => lines.push(line));
    }
    for (const port of ports.values()) await listening(child, port, lines);
    return {
      address(entryPoint) {
        const port = ports.get(entryPoint);
        return port === undefined ? undefined : { host, port };
      },
      dynamicConfiguration: () => Promise.reject(new Error('my-controller has no API for it.')),
      log: () => lines,
      reopenLogs: () => child.kill('SIGUSR1'),
      stop: () => stop(child),
    };
  },
} satisfies Implementation;

/** Resolves when the port takes connections; a program that ends instead has refused to start. */
async function listening(child: ChildProcess, port: number, lines: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null) throw new StartRefused(child.exitCode, lines.join('\n'));
    if (Date.now() > deadline) {
      await stop(child);
      throw new Error(`${program} does not listen on port ${port}. It said: ${lines.join('\n')}`);
    }
    await delay(10);
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
