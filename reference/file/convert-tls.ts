import { createHash } from 'node:crypto';
import type { DecodedMembers } from '../configuration/schema.ts';
import type { ServersTransport, TlsCertificate, TlsOptions, TlsStore } from '../dynamic/configuration.ts';
import { readCertificate } from '../tls/certificate.ts';
import type { EntryContext } from './convert.ts';
import type { certificate, tlsOptions, tlsStore } from './schema/tls.ts';
import type { keyPair, serversTransport } from './schema/transports.ts';

/** Undefined where files that it names can't be read: its services are then not spoken to in another way. */
export async function convertTransport(
  given: DecodedMembers<typeof serversTransport>,
  context: EntryContext,
): Promise<ServersTransport | undefined> {
  const { option } = context;
  const rootCAs = await readAll(given.rootCAs, `${option}.rootCAs`, context);
  const certificates: { readonly certificate: string; readonly privateKey: string }[] = [];
  for (const [index, pair] of given.certificates.entries()) {
    const read = await readPair(pair, `${option}.certificates[${index}]`, context);
    if (read === undefined) return undefined;
    certificates.push(read);
  }
  if (rootCAs.includes(undefined)) return undefined;
  return { ...given, rootCAs: rootCAs.filter((pem) => pem !== undefined), certificates };
}

export async function convertCertificate(
  given: DecodedMembers<typeof certificate>,
  context: EntryContext,
): Promise<TlsCertificate | undefined> {
  const { option } = context;
  const others = given.stores.filter((name) => name !== defaultStore);
  if (others.length > 0) {
    context.warning(`${option}.stores`, onlyDefaultStore, 'Take the others out.');
  }
  return readServerCertificate(given, option, context);
}

/**
 * Files of authorities that can't be read are there as such that can't be understood, since options without them
 * would ask less of clients than was meant.
 */
export async function convertTlsOptions(
  given: DecodedMembers<typeof tlsOptions>,
  context: EntryContext,
): Promise<TlsOptions> {
  const { preferServerCipherSuites: _unused, clientAuth, ...options } = given;
  if (clientAuth === undefined) return options;
  const read = await readAll(clientAuth.caFiles, `${context.option}.clientAuth.caFiles`, context);
  const caFiles = read.map((pem) => pem ?? '');
  return { ...options, clientAuth: { ...clientAuth, caFiles } };
}

export async function convertTlsStore(
  given: DecodedMembers<typeof tlsStore>,
  context: EntryContext,
): Promise<TlsStore | undefined> {
  const { option } = context;
  if (!option.endsWith(`.${defaultStore}`)) {
    context.omission(option, onlyDefaultStore, `Call it ${defaultStore}, or take it out.`);
    return undefined;
  }
  const { defaultCertificate, defaultGeneratedCert } = given;
  const read =
    defaultCertificate &&
    (await readServerCertificate(defaultCertificate, `${option}.defaultCertificate`, context));
  return {
    ...(read !== undefined && { defaultCertificate: read }),
    ...(defaultGeneratedCert !== undefined && { defaultGeneratedCert }),
  };
}

const defaultStore = 'default';
const onlyDefaultStore = 'Traefik v2 has no store but the one that is called default.';

type Pair = DecodedMembers<typeof keyPair>;

async function readServerCertificate(
  pair: Pair,
  option: string,
  context: EntryContext,
): Promise<TlsCertificate | undefined> {
  const pems = await readPair(pair, option, context);
  if (pems === undefined) return undefined;
  const reading = readCertificate(pems.certificate, pems.privateKey, originOf(pair, context));
  if (reading.kind === 'usable') return reading.certificate;
  const field = reading.part === 'certificate' ? 'certFile' : 'keyFile';
  context.omission(`${option}.${field}`, `It ${reading.reason}.`, reading.remedy);
  return undefined;
}

/** What names the certificate to whoever reads of it, and nothing of what is in it. */
function originOf({ certFile }: Pair, { path, references }: EntryContext): string {
  if (!certFile.includes('-----BEGIN')) return `file:${references.locate(certFile)}`;
  return `file:${path}#${createHash('sha256').update(certFile).digest('hex').slice(0, 12)}`;
}

async function readPair(
  { certFile, keyFile }: Pair,
  option: string,
  { references, omission }: EntryContext,
): Promise<{ readonly certificate: string; readonly privateKey: string } | undefined> {
  const texts: string[] = [];
  for (const [name, given] of [
    ['certFile', certFile],
    ['keyFile', keyFile],
  ] as const) {
    if (given === '') {
      omission(`${option}.${name}`, 'It is needed, but missing.', 'Write the path of a file, or PEM.');
      continue;
    }
    const pem = await references.pem(given);
    if (pem.kind === 'text') texts.push(pem.text);
    else omission(`${option}.${name}`, pem.reason, pem.remedy);
  }
  const [certificate, privateKey] = texts;
  if (certificate === undefined || privateKey === undefined) return undefined;
  return { certificate, privateKey };
}

/** Undefined in the place of each that can't be read. */
async function readAll(
  names: readonly string[],
  option: string,
  { references, omission }: EntryContext,
): Promise<readonly (string | undefined)[]> {
  const texts: (string | undefined)[] = [];
  for (const [index, name] of names.entries()) {
    const pem = await references.pem(name);
    if (pem.kind === 'text') texts.push(pem.text);
    else {
      omission(`${option}[${index}]`, pem.reason, pem.remedy);
      texts.push(undefined);
    }
  }
  return texts;
}
