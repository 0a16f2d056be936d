/**
 * A real control plane without controllers: one etcd, and an API server for each worker of the run, whose objects are
 * apart. All of it listens on loopback or on a socket in its folder, and keeps nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificateAuthority } from '../../../fixtures/certificates/index.ts';
import { endEach } from '../../scenario/endings.ts';
import type { Assets } from './assets.ts';
import { type EnvtestServer, startServer } from './envtest-server.ts';
import { type Program, startProgram } from './program.ts';

export interface ControlPlane {
  /** One for each worker. */
  readonly servers: readonly EnvtestServer[];
  /** gitVersion of the API servers. */
  readonly version: string;
  stop(): Promise<void>;
}

export interface ControlPlaneOptions {
  readonly assets: Assets;
  /** How many API servers. */
  readonly count: number;
  /** Of the run: its files go there, and nothing outlives it. */
  readonly runFolder: string;
  readonly signal: AbortSignal | undefined;
  readonly timeoutScale: number;
}

const endDeadlineMs = 10_000;

/**
 * Resolves when every API server is ready.
 *
 * @throws Mistake where a program ends or does not become ready, with the last of what it said; the signal's reason
 * where that is aborted. Nothing is left running then.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { assets, runFolder, signal, timeoutScale } = options;
  const folder = await mkdtemp(join(runFolder, 'control-plane-'));
  const start = (file: string, flags: readonly string[]): Program =>
    startProgram({ file, arguments: flags, folder, runFolder, patienceMs: endDeadlineMs * timeoutScale });
  const etcd = start(assets.etcd, etcdFlags);
  const servers: Program[] = [];
  const stop = () =>
    endEach([
      async () => void (await Promise.all(servers.map((server) => server.stop()))),
      () => etcd.stop(),
      () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
    ]);
  try {
    const authority = await createCertificateAuthority({ commonName: 'ingress-conformance envtest' });
    const starting = Array.from({ length: options.count }, (_none, index) =>
      startServer({
        folder: join(folder, `server-${index}`),
        authority,
        etcd: { program: etcd, url: etcdUrl, prefix: `/registry-${index}` },
        start(flags) {
          const program = start(assets.kubeApiServer, flags);
          servers.push(program);
          return program;
        },
        signal,
        timeoutScale,
      }),
    );
    // Whoever fails first says why; the others are stopped as soon as they have begun.
    const started = await Promise.all(starting).catch(async (error) => {
      await Promise.allSettled(starting);
      throw error;
    });
    const [version = ''] = started.map((server) => server.version);
    return { servers: started.map((server) => server.files), version, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A socket, as these programs spell it: the name of a file in their folder, since all of them run there. */
const etcdUrl = 'unix://etcd:0';

const etcdFlags: readonly string[] = [
  '--data-dir=data',
  // What a crash would lose is of no use to anybody.
  '--unsafe-no-fsync',
  `--listen-client-urls=${etcdUrl}`,
  `--advertise-client-urls=${etcdUrl}`,
  '--listen-peer-urls=unix://peer:0',
  '--log-level=warn',
];
