/** What keeps the process from starting, as errors that say what, where, and what to do. */
import type { ConfigurationSource } from './configuration/load.ts';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { ReferenceInput } from './index.ts';
import type { ConnectionError } from './kubernetes/index.ts';
import { type Log, openLog } from './log/log.ts';
import type { ListenError } from './proxy/proxy.ts';
import { StartError } from './start-error.ts';

/** @throws {StartError} */
export function openLogOf(
  { log: options }: StaticConfiguration,
  { output, workingDirectory }: ReferenceInput,
): Log {
  try {
    return openLog({ options, output, workingDirectory });
  } catch (error) {
    const what = `The log file can't be opened: ${error instanceof Error ? error.message : String(error)}.`;
    const remedy = 'Name a file in a folder that exists and that this process may write to.';
    throw new StartError(what, `log.filePath (${options.filePath})`, remedy, { cause: error });
  }
}

/** Where it is an option that is wrong, its source is named too. */
export function cannotConnect(error: ConnectionError, source: ConfigurationSource): StartError {
  const { what, where, remedy } = error;
  const from = source.kind === 'file' ? `file ${source.path}` : source.kind;
  return new StartError(what, where.startsWith('providers.') ? `${where}, ${from}` : where, remedy, {
    cause: error,
  });
}

export function cannotListen(error: ListenError): StartError {
  const option = `entryPoints.${error.entryPoint}.address`;
  const [what, remedy] = explanations[error.code ?? ''] ?? [
    `${error.message}.`,
    `Check the address, or give ${option} another one.`,
  ];
  return new StartError(what, `${option} (${error.address})`, remedy, { cause: error });
}

const explanations: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  EADDRINUSE: [
    'The address is taken: another process listens there.',
    'Stop that process, or choose another port.',
  ],
  EACCES: [
    'This process may not listen there.',
    'Choose a port from 1024 on, or give the process the right (CAP_NET_BIND_SERVICE).',
  ],
  EADDRNOTAVAIL: [
    'This machine has no such address.',
    'Leave the host out to listen on all addresses, or name one that the machine has.',
  ],
  ENOTFOUND: ['The name has no address.', 'Name an IP address of this machine, or leave the host out.'],
};
