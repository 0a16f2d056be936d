import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { AcmeOptions } from '../configuration/static-configuration.ts';

export type KeyType = AcmeOptions['keyType'];

const generate = promisify(generateKeyPair);

/** Names of the kinds in the storage file. */
export const storedKeyTypes: Readonly<Record<KeyType, string>> = {
  EC256: 'P256',
  EC384: 'P384',
  RSA2048: '2048',
  RSA4096: '4096',
  RSA8192: '8192',
};

/** A new private key, PEM (PKCS #8). */
export async function createKey(type: KeyType): Promise<string> {
  const { privateKey } = type.startsWith('EC')
    ? await generate('ec', { namedCurve: `P-${type.slice(2)}` })
    : await generate('rsa', { modulusLength: Number(type.slice(3)) });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Of accounts: RSA, which is what the storage file is made for. */
export function createAccountKey(): Promise<string> {
  return createKey('RSA2048');
}
