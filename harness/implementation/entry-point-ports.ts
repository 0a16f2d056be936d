/**
 * Ports for entry points that listen on any: a process does not tell which one the system has given it, so that it
 * is told which one to take.
 */
import { createServer, type Server } from 'node:net';
import { threadId } from 'node:worker_threads';
import { listeningHost } from './additions.ts';
import {
  completeConfiguration,
  mergeOptions,
  type OptionTree,
  optionsOfEach,
  replaceOptions,
  type StaticConfiguration,
  writeConfiguration,
} from './static-configuration.ts';

export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

export interface WithPorts {
  readonly configuration: StaticConfiguration;
  /** Where each entry point listens, by its name in lower case. */
  readonly addresses: ReadonlyMap<string, ListeningAddress>;
  /** Once whoever is given the ports listens there, or has ended: until then no other run chooses them. */
  release(): void;
}

/**
 * Adds options that are not set, and puts a port that nobody listens on in the place of each 0: of one entry point the
 * same in all sources. Where the configuration has none, its text stays as it is.
 */
export async function givePorts(
  configuration: StaticConfiguration,
  additions: OptionTree,
): Promise<WithPorts> {
  const addresses = new Map<string, ListeningAddress>();
  const guards: Server[] = [];
  const given = await placesIn(configuration, addresses, guards);
  const added = await placesIn(writeConfiguration('flags', additions), addresses, guards);
  const completed = completeConfiguration(
    replaceOptions(configuration, valuesOf(given)),
    mergeOptions(additions, treeOf(added)),
  );
  // What is left alone is not there either.
  const known = new Set(optionsOfEach(completed).flatMap((options) => [...options.keys()]));
  return {
    configuration: completed,
    addresses: new Map([...addresses].filter(([name]) => known.has(optionOf(name)))),
    release() {
      for (const guard of guards) guard.close();
    },
  };
}

interface Place {
  /** In lower case. */
  readonly entryPoint: string;
  /** With the port that takes the place of the 0. */
  readonly address: string;
}

/** The entry points that listen on any port. All of them are put among the addresses; their ports get guards. */
async function placesIn(
  configuration: StaticConfiguration,
  addresses: Map<string, ListeningAddress>,
  guards: Server[],
): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const [option, value] of optionsOfEach(configuration).flatMap((options) => [...options])) {
    const [, name] = /^entrypoints\.([^.]+)\.address$/.exec(option) ?? [];
    const [, host = '', port] = /^(.*):(\d+)(?:\/tcp)?$/i.exec(String(value)) ?? [];
    if (name === undefined || port === undefined) continue;
    const reachable = reachableAt(host);
    const known = addresses.get(name);
    const chosen =
      Number(port) > 0
        ? Number(port)
        : (known?.port ?? (await freePort(isEveryAddress(host) ? '0.0.0.0' : reachable, guards)));
    if (known === undefined) addresses.set(name, { host: reachable, port: chosen });
    if (Number(port) === 0) places.push({ entryPoint: name, address: `${host}:${chosen}` });
  }
  return places;
}

function optionOf(entryPoint: string): string {
  return `entrypoints.${entryPoint}.address`;
}

function valuesOf(places: readonly Place[]): ReadonlyMap<string, string> {
  return new Map(places.map(({ entryPoint, address }) => [optionOf(entryPoint), address]));
}

function treeOf(places: readonly Place[]): OptionTree {
  // A section with nothing in it would be one that is switched on.
  if (places.length === 0) return {};
  return {
    entryPoints: Object.fromEntries(places.map(({ entryPoint, address }) => [entryPoint, { address }])),
  };
}

/** Where a client finds who listens on all addresses of the machine. */
function reachableAt(host: string): string {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  if (bare === '::') return '::1';
  return isEveryAddress(host) ? listeningHost : bare;
}

function isEveryAddress(host: string): boolean {
  return ['', '0.0.0.0', '::', '[::]'].includes(host);
}

/** Below those that systems hand out by themselves, so that no client comes to have it for its own end. */
const firstPort = 12_000;

/** For each worker of a run its own, so that two of them never choose the same. */
const portsOfWorker = 1_000;

const workers = 20;

/** One after the other, so that none comes again soon; from anywhere on, since other runs choose, too. */
let next = Math.floor(Math.random() * portsOfWorker);

async function freePort(host: string, guards: Server[]): Promise<number> {
  const everywhere = isEveryAddress(host);
  for (let attempt = 0; attempt < portsOfWorker; attempt++) {
    next = (next + 1) % portsOfWorker;
    const port = firstPort + (threadId % workers) * portsOfWorker + next;
    const guard = await listen(guardHost, port);
    // A program that listens on every address of the machine would find that of a guard taken.
    if (everywhere && guard.kind === 'listening') await closed(guard.server);
    // Where there are no such addresses, nobody else has a guard either.
    const guarded = guard.kind !== 'taken' && (await isFree(host, port));
    if (guard.kind === 'listening' && !everywhere) {
      if (guarded) guards.push(guard.server);
      else guard.server.close();
    }
    if (guarded) return port;
  }
  throw new Error(`No port of ${host} was found that nobody listens on.`);
}

/**
 * Where runs tell each other that a port is chosen, by listening there: a program that starts meanwhile must not find
 * another run's instance at its port, nor its client.
 */
const guardHost = '127.250.0.1';

async function isFree(host: string, port: number): Promise<boolean> {
  const found = await listen(host, port);
  if (found.kind !== 'listening') return false;
  await closed(found.server);
  return true;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

type Listening =
  | { readonly kind: 'listening'; readonly server: Server }
  | { readonly kind: 'taken' | 'no-address' };

function listen(host: string, port: number): Promise<Listening> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ kind: error.code === 'EADDRNOTAVAIL' ? 'no-address' : 'taken' }),
    );
    server.listen(port, host, () => resolve({ kind: 'listening', server }));
    server.unref();
  });
}
