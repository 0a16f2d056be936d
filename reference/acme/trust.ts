import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { delimiter, resolve } from 'node:path';
import { getCACertificates } from 'node:tls';
import type { ConnectionTrust } from './transport.ts';

/** A variable of the environment that can't be used. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
  readonly variable: string;
  readonly remedy: string;

  constructor(variable: string, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.variable = variable;
    this.remedy = remedy;
  }
}

/**
 * Whose certificates ACME servers may have. Traefik's documentation names the variables, for private authorities:
 * `LEGO_CA_CERTIFICATES`, files between the system's separator of paths, in place of the authorities that are
 * trusted otherwise, or beside them with `LEGO_CA_SYSTEM_CERT_POOL`; `LEGO_CA_SERVER_NAME`, the name that the
 * server's certificate is to have.
 *
 * @throws TrustError
 */
export async function readTrust(
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Promise<ConnectionTrust> {
  const {
    LEGO_CA_CERTIFICATES: files = '',
    LEGO_CA_SERVER_NAME: serverName = '',
    LEGO_CA_SYSTEM_CERT_POOL: system = '',
  } = environment;
  const paths = files.split(delimiter).filter((path) => path !== '');
  const certificates: string[] = [];
  for (const path of paths)
    certificates.push(...(await readFileOfCertificates(resolve(workingDirectory, path))));
  const beside = /^(?:1|t|true)$/i.test(system) ? getCACertificates('default') : [];
  return {
    authorities: certificates.length === 0 ? undefined : [...beside, ...certificates],
    serverName: serverName === '' ? undefined : serverName,
  };
}

const variable = 'LEGO_CA_CERTIFICATES';
const remedy = 'Name files with certificates in PEM that this process may read.';

async function readFileOfCertificates(path: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new TrustError(variable, `${path} can't be read.`, remedy, { cause: error });
  }
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw new TrustError(variable, `${path} holds no certificate that can be read.`, remedy);
  }
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).publicKey !== undefined;
  } catch {
    return false;
  }
}
