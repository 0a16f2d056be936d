/**
 * The reference in this process, through the same entry that its command uses: arguments, environment, working
 * folder and files are those of a process of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../../reference/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import { additionsTo } from './additions.ts';
import { type Implementation, type Running, StartRefused, type Surroundings } from './implementation.ts';
import { layOut } from './instance-folder.ts';
import { LogBuffer } from './log-buffer.ts';
import { readRawData } from './raw-data.ts';
import { referenceProfile } from './reference-profile.ts';
import { completeConfiguration, type StaticConfiguration } from './static-configuration.ts';

const capabilities: readonly Capability[] = [
  'options',
  'dynamic-configuration',
  'log',
  'lifecycle',
  'name-servers',
];

export const reference: Implementation = {
  ...referenceProfile,
  kind: 'reference',
  capabilities: new Set(capabilities),
  async start(configuration, surroundings) {
    const folder = await mkdtemp(join(tmpdir(), 'ingress-conformance-'));
    const removeFolder = () => rm(folder, { recursive: true, force: true });
    const output = new LogBuffer();
    try {
      const input = await inputOf(
        folder,
        completeConfiguration(configuration, additionsTo(configuration)),
        surroundings,
      );
      return running(await start({ ...input, output }), output, removeFolder);
    } catch (error) {
      await removeFolder();
      if (isStartError(error))
        throw new StartRefused(error.exitCode, [...output.lines(), error.message].join('\n'));
      throw error;
    }
  },
};

/** Lays out the files of one instance, and gives the arguments and environment that go with them. */
async function inputOf(
  folder: string,
  configuration: StaticConfiguration,
  { variables, ...rest }: Surroundings,
) {
  const { home, xdgConfigHome, workingDirectory, systemDirectory } = await layOut(
    folder,
    configuration.files,
  );
  return {
    arguments: configuration.arguments,
    environment: { HOME: home, XDG_CONFIG_HOME: xdgConfigHome, ...variables, ...configuration.variables },
    ...rest,
    workingDirectory,
    systemDirectory,
  };
}

function running(
  instance: Awaited<ReturnType<typeof start>>,
  output: LogBuffer,
  cleanUp: () => Promise<void>,
): Running {
  return {
    address: (entryPoint) => instance.addresses.get(entryPoint),
    log: () => output.lines(),
    reopenLogs: () => instance.reopenLogs(),
    async dynamicConfiguration() {
      const api = instance.addresses.get('traefik');
      if (api === undefined) throw new Error('The implementation has no entry point for its API.');
      return await readRawData(`http://${api.host}:${api.port}`);
    },
    async stop() {
      try {
        await instance.stop();
      } finally {
        await cleanUp();
      }
    },
  };
}

/** Errors that the command would print before it exits; anything else is a defect and is passed on. */
function isStartError(error: unknown): error is Error & { readonly exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
