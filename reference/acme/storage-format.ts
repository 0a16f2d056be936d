/** What the storage file holds: JSON, by resolver, in the shape of Traefik's `acme.json`. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { readCertificate } from '../tls/certificate.ts';
import { type Domains, domainsOf, namesOf } from './domains.ts';

export interface StoredAccount {
  readonly email: string;
  /** PEM. */
  readonly privateKey: string;
  /** Of the certificates: `P256`, `P384`, `2048`, `4096`, `8192`. */
  readonly keyType: string;
  /** Undefined where the authority does not know the key yet. */
  readonly registration: { readonly uri: string; readonly body: object } | undefined;
}

export interface StoredCertificate {
  readonly domains: Domains;
  readonly certificate: TlsCertificate;
}

export interface ResolverContent {
  readonly account: StoredAccount | undefined;
  readonly certificates: readonly StoredCertificate[];
}

export const noContent: ResolverContent = { account: undefined, certificates: [] };

/** The file's JSON: what is of no resolver here is kept as it is. */
export type StorageJson = Readonly<Record<string, unknown>>;

/** Something in the file is not what it must be; the message says what and where, and nothing of the content. */
export class StorageFormatError extends Error {
  override readonly name = 'StorageFormatError';
}

/** @throws StorageFormatError; nothing but white space is an empty storage */
export function parseStorage(text: string): StorageJson {
  if (text.trim() === '') return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StorageFormatError('it is not JSON');
  }
  return record(json, 'it');
}

/** @throws StorageFormatError */
export function readResolver(json: StorageJson, resolver: string): ResolverContent {
  if (!Object.hasOwn(json, resolver) || json[resolver] === null) return noContent;
  const { Account: account, Certificates: certificates } = record(json[resolver], resolver);
  return {
    account:
      account === null || account === undefined ? undefined : readAccount(account, `${resolver}.Account`),
    certificates: list(certificates ?? [], `${resolver}.Certificates`).map((entry, index) =>
      readEntry(entry, `${resolver}.Certificates[${index}]`, resolver),
    ),
  };
}

/** The file's JSON with another content of one resolver; other fields stay. */
export function withResolver(
  json: StorageJson,
  resolver: string,
  { account, certificates }: ResolverContent,
): StorageJson {
  const before = Object.hasOwn(json, resolver) ? json[resolver] : undefined;
  return {
    ...json,
    [resolver]: {
      ...(typeof before === 'object' ? before : {}),
      Account: account === undefined ? null : accountJson(account),
      Certificates: certificates.map(({ domains, certificate }) => ({
        domain: {
          main: domains.main,
          ...(domains.sans.length === 0 ? {} : { sans: domains.sans }),
        },
        certificate: base64(certificate.certificate),
        key: base64(certificate.privateKey),
        Store: 'default',
      })),
    },
  };
}

/** Where a certificate comes from, as problems name it. */
export function originOf(resolver: string, domains: Domains): string {
  return `acme:${resolver}/${namesOf(domains).join(',')}`;
}

function accountJson({ email, privateKey, keyType, registration }: StoredAccount): object {
  const key = createPrivateKey(privateKey);
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'pkcs8';
  return {
    Email: email,
    Registration: registration === undefined ? null : { body: registration.body, uri: registration.uri },
    PrivateKey: key.export({ type, format: 'der' }).toString('base64'),
    KeyType: keyType,
  };
}

function readAccount(json: unknown, where: string): StoredAccount {
  const { Email: email, Registration: registration, PrivateKey: key, KeyType: keyType } = record(json, where);
  return {
    email: text(email ?? '', `${where}.Email`),
    privateKey: readAccountKey(text(key, `${where}.PrivateKey`), `${where}.PrivateKey`),
    keyType: text(keyType ?? '', `${where}.KeyType`),
    registration: readRegistration(registration, `${where}.Registration`),
  };
}

function readRegistration(json: unknown, where: string): StoredAccount['registration'] {
  if (json === null || json === undefined) return undefined;
  const { uri, body } = record(json, where);
  if (uri === undefined || uri === '') return undefined;
  return { uri: text(uri, `${where}.uri`), body: record(body ?? {}, `${where}.body`) };
}

/** DER in base64, of whichever of the three structures the key is in. */
function readAccountKey(base: string, where: string): string {
  const der = Buffer.from(base, 'base64');
  for (const type of ['pkcs1', 'pkcs8', 'sec1'] as const) {
    const key = tryKey({ key: der, format: 'der', type });
    if (key !== undefined) return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
  throw new StorageFormatError(`${where} holds no private key that can be read`);
}

function tryKey(input: Parameters<typeof createPrivateKey>[0]): KeyObject | undefined {
  try {
    return createPrivateKey(input);
  } catch {
    return undefined;
  }
}

function readEntry(json: unknown, where: string, resolver: string): StoredCertificate {
  const { domain, certificate, key } = record(json, where);
  const { main, sans } = record(domain, `${where}.domain`);
  const domains = domainsOf(
    text(main, `${where}.domain.main`),
    list(sans ?? [], `${where}.domain.sans`).map((name) => text(name, `${where}.domain.sans`)),
  );
  if (domains === undefined) throw new StorageFormatError(`${where}.domain has no names`);
  const reading = readCertificate(
    fromBase64(text(certificate, `${where}.certificate`)),
    fromBase64(text(key, `${where}.key`)),
    originOf(resolver, domains),
  );
  if (reading.kind === 'unusable') {
    throw new StorageFormatError(`${where}.${reading.part} ${reading.reason}`);
  }
  return { domains, certificate: reading.certificate };
}

function record(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new StorageFormatError(`${where} is not an object`);
  }
  return json as Readonly<Record<string, unknown>>;
}

function list(json: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(json)) throw new StorageFormatError(`${where} is not a list`);
  return json;
}

function text(json: unknown, where: string): string {
  if (typeof json !== 'string') throw new StorageFormatError(`${where} is not a text`);
  return json;
}

function base64(content: string): string {
  return Buffer.from(content).toString('base64');
}

function fromBase64(content: string): string {
  return Buffer.from(content, 'base64').toString();
}
