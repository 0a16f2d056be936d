import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { ServersTransport } from './dynamic/configuration.ts';
import { defaultTransport } from './proxy/upstreams.ts';
import { StartError } from './start-error.ts';

/**
 * How connections to servers are made that name no transport: the static `serversTransport`, its files read.
 *
 * @throws {StartError} where authorities can't be read
 */
export async function readServersTransport(
  { serversTransport }: StaticConfiguration,
  workingDirectory: string,
): Promise<ServersTransport> {
  const { forwardingTimeouts, insecureSkipVerify, maxIdleConnsPerHost } = serversTransport;
  return {
    ...defaultTransport,
    insecureSkipVerify,
    maxIdleConnsPerHost,
    rootCAs: await Promise.all(
      serversTransport.rootCAs.map((given, index) => readAuthority(given, index, workingDirectory)),
    ),
    forwardingTimeouts: { ...defaultTransport.forwardingTimeouts, ...forwardingTimeouts },
  };
}

const remedy = 'Give the path of a file with certificates in PEM, or the certificates themselves.';

/** @param given a path, or what would stand in the file */
async function readAuthority(given: string, index: number, workingDirectory: string): Promise<string> {
  const option = `serversTransport.rootCAs[${index}]`;
  if (given.includes('-----BEGIN')) return checked(given, option, 'What stands there');
  const path = resolve(workingDirectory, given);
  let pem: string;
  try {
    pem = await readFile(path, 'utf8');
  } catch (error) {
    const what = `The file of an authority can't be read: ${error instanceof Error ? error.message : error}.`;
    throw new StartError(what, option, remedy, { cause: error });
  }
  return checked(pem, `${option} (${path})`, 'The file');
}

function checked(pem: string, where: string, what: string): string {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw new StartError(`${what} holds no certificate.`, where, remedy);
  for (const block of blocks) {
    try {
      new X509Certificate(block);
    } catch (error) {
      throw new StartError(`${what} holds a certificate that does not parse.`, where, remedy, {
        cause: error,
      });
    }
  }
  return pem;
}
