/**
 * Ports for entry points that listen on any: a process does not tell which one the system has given it, so that it
 * is told which one to take.
 */
import { createServer } from 'node:net';
import { threadId } from 'node:worker_threads';
import { listeningHost } from './additions.ts';
import { optionsOfEach, replaceOptions, type StaticConfiguration } from './static-configuration.ts';

export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

export interface WithPorts {
  readonly configuration: StaticConfiguration;
  /** Where each entry point listens, by its name in lower case. */
  readonly addresses: ReadonlyMap<string, ListeningAddress>;
}

/** Puts a port that nobody listens on in the place of each 0: of one entry point the same in all sources. */
export async function givePorts(configuration: StaticConfiguration): Promise<WithPorts> {
  const addresses = new Map<string, ListeningAddress>();
  const values = new Map<string, string>();
  for (const [option, value] of optionsOfEach(configuration).flatMap((options) => [...options])) {
    const [, name] = /^entrypoints\.([^.]+)\.address$/.exec(option) ?? [];
    const [, host = '', port] = /^(.*):(\d+)(?:\/tcp)?$/i.exec(String(value)) ?? [];
    if (name === undefined || port === undefined) continue;
    const reachable = reachableAt(host);
    const known = addresses.get(name);
    const given = Number(port) > 0 ? Number(port) : (known?.port ?? (await freePort(reachable)));
    if (known === undefined) addresses.set(name, { host: reachable, port: given });
    if (Number(port) === 0) values.set(option, `${host}:${given}`);
  }
  return { configuration: replaceOptions(configuration, values), addresses };
}

/** Where a client finds who listens on all addresses of the machine. */
function reachableAt(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (bare === '::') return '::1';
  return bare === '' || bare === '0.0.0.0' ? listeningHost : bare;
}

/** Below those that systems hand out by themselves, so that no client comes to have it for its own end. */
const firstPort = 12_000;

/** For each worker of a run its own, so that two of them never choose the same. */
const portsOfWorker = 1_000;

const workers = 20;

const attempts = 100;

async function freePort(host: string): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const offset = Math.floor(Math.random() * portsOfWorker);
    const port = firstPort + (threadId % workers) * portsOfWorker + offset;
    if (await isFree(host, port)) return port;
  }
  throw new Error(`No port of ${host} was found that nobody listens on.`);
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
