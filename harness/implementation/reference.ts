/**
 * The reference in this process, through the same entry that its command uses: arguments, environment, working
 * folder and files are those of a process of its own.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from '../../reference/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import { packageVersion } from '../package-version.ts';
import { type Implementation, type Running, StartRefused, type Surroundings } from './implementation.ts';
import { LogBuffer } from './log-buffer.ts';
import { readRawData } from './raw-data.ts';
import {
  completeConfiguration,
  type OptionTree,
  optionsOf,
  type StaticConfiguration,
} from './static-configuration.ts';

const capabilities: readonly Capability[] = [
  'options',
  'dynamic-configuration',
  'log',
  'lifecycle',
  'name-servers',
];

/** Where all of its entry points listen. */
const address = '127.0.0.1';

/** Kubernetes' own page has prefixes of whole elements, and statuses that tell where an Ingress is exposed. */
const documentOptions: ReadonlyMap<string, OptionTree> = new Map([
  [
    'kubernetes-ingress',
    { providers: { kubernetesIngress: { strictPrefixMatching: true, ingressEndpoint: { ip: address } } } },
  ],
]);

/** That of the command `ingress-reference`: its source, or what has been made of it. */
const program = fileURLToPath(
  new URL(`../../reference/main${extname(import.meta.filename)}`, import.meta.url),
);

/** What the harness needs to reach an instance, where the scenario does not say otherwise: `web` for HTTP, `websecure` for HTTPS. */
function additionsTo(configuration: StaticConfiguration): OptionTree {
  const named = [...optionsOf(configuration).keys()];
  // An entry point that the scenario describes is what it says, and no more.
  const describesSecure = named.some((option) => option.startsWith('entrypoints.websecure.'));
  return {
    entryPoints: {
      web: { address: `${address}:0` },
      websecure: { address: `${address}:0`, ...(describesSecure ? {} : { http: { tls: true } }) },
      traefik: { address: `${address}:0` },
    },
    providers: { providersThrottleDuration: '0s' },
    api: { insecure: true },
    log: { level: 'DEBUG' },
  };
}

export const reference: Implementation = {
  name: 'ingress-reference',
  version: packageVersion,
  kind: 'reference',
  capabilities: new Set(capabilities),
  ingressClass: { controller: 'traefik.io/ingress-controller', annotation: 'traefik' },
  documentOptions,
  command: [process.execPath, program],
  async start(configuration, surroundings) {
    const folder = await mkdtemp(join(tmpdir(), 'ingress-conformance-'));
    const removeFolder = () => rm(folder, { recursive: true, force: true });
    const output = new LogBuffer();
    try {
      const input = await layOut(
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

/** The files of one instance, and the arguments and environment that go with them. */
async function layOut(
  folder: string,
  configuration: StaticConfiguration,
  { variables, ...rest }: Surroundings,
) {
  const folders = {
    workingDirectory: join(folder, 'work'),
    home: join(folder, 'home'),
    xdgConfigHome: join(folder, 'xdg'),
    systemDirectory: join(folder, 'etc'),
  };
  await mkdir(folders.workingDirectory);
  for (const { path, text } of configuration.files) {
    const file = path
      .replace(/^\.\//, `${folders.workingDirectory}/`)
      .replace(/^\$HOME\//, `${folders.home}/`)
      .replace(/^\$XDG_CONFIG_HOME\//, `${folders.xdgConfigHome}/`)
      .replace(/^\/etc\/traefik\//, `${folders.systemDirectory}/`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return {
    arguments: configuration.arguments,
    environment: {
      HOME: folders.home,
      XDG_CONFIG_HOME: folders.xdgConfigHome,
      ...variables,
      ...configuration.variables,
    },
    ...rest,
    workingDirectory: folders.workingDirectory,
    systemDirectory: folders.systemDirectory,
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
