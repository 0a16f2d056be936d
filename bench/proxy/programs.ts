/** Other proxies, as programs that are installed: one thread each, and no log, cache or check that the reference has not. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const programNames = ['nginx', 'haproxy', 'caddy'] as const;
export type ProgramName = (typeof programNames)[number];

export interface RunningProgram {
  readonly port: number;
  stop(): Promise<void>;
}

interface Program {
  /** @returns text of the one configuration file */
  readonly configuration: (port: number, pod: number, folder: string) => string;
  readonly arguments: (file: string, folder: string) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const programs: Readonly<Record<ProgramName, Program>> = {
  nginx: {
    configuration: (port, pod, folder) => `
      daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
      events { worker_connections 4096; }
      http {
        access_log off; keepalive_requests 100000000;
        client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
        uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
        upstream pod { server 127.0.0.1:${pod}; keepalive 64; keepalive_requests 100000000; }
        server {
          listen 127.0.0.1:${port}; server_name example.net;
          location /some {
            proxy_pass http://pod; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host $http_host; proxy_set_header X-Real-Ip $remote_addr;
            proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Port $server_port;
          }
        }
      }`,
    arguments: (file, folder) => ['-p', folder, '-e', `${folder}/error.log`, '-c', file],
  },
  haproxy: {
    configuration: (port, pod) => `
global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
  http-reuse always
frontend web
  bind 127.0.0.1:${port}
  acl host hdr(host) -i example.net
  acl path path_beg /some
  use_backend pod if host path
backend pod
  http-request set-header X-Real-Ip %[src]
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-header X-Forwarded-Port %[dst_port]
  server pod 127.0.0.1:${pod}
`,
    arguments: (file) => ['-db', '-f', file],
  },
  caddy: {
    configuration: (port, pod) => `
{
  admin off
  auto_https off
}
http://example.net:${port} {
  bind 127.0.0.1
  reverse_proxy /some* 127.0.0.1:${pod}
}
`,
    arguments: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    environment: { GOMAXPROCS: '1' },
  },
};

/** Whether it is installed here. */
export function isInstalled(name: ProgramName): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));
}

/** Starts it in front of the pod; resolves once it takes connections. */
export async function startProgram(name: ProgramName, pod: number): Promise<RunningProgram> {
  const folder = await mkdtemp(join(tmpdir(), `bench-${name}-`));
  const port = await freePort();
  const program = programs[name];
  const file = join(folder, 'configuration');
  await writeFile(file, program.configuration(port, pod, folder));
  const child = spawn(name, program.arguments(file, folder), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      ...program.environment,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
    },
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = (said + chunk).slice(-4_000);
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  };
  if (!(await takesConnections(port, child))) {
    await stop();
    throw new Error(`${name} does not listen:\n${said}`);
  }
  return { port, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port');
  return address.port;
}

async function takesConnections(port: number, child: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && child.exitCode === null; attempt++) {
    const socket = connect(port, '127.0.0.1');
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (connected) return true;
    await delay(100);
  }
  return false;
}
