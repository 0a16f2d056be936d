import type { webcrypto } from 'node:crypto';

/** PEM. */
export interface DefaultCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

let made: Promise<DefaultCertificate> | undefined;

/**
 * What is presented where no certificate has the name that a client asks for, or where it asks for none: signed
 * by itself, made when it is first needed, and the same for the whole process.
 */
export function defaultCertificate(): Promise<DefaultCertificate> {
  made ??= make();
  return made;
}

const commonName = 'TRAEFIK DEFAULT CERT';

/** Nobody trusts it anyway, so that it may well outlive the process. */
const years = 10;

async function make(): Promise<DefaultCertificate> {
  // Loaded only where it is needed: most processes never present this certificate.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ]);
  const notBefore = new Date();
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notBefore.getUTCFullYear() + years);
  const { digitalSignature } = x509.KeyUsageFlags;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${commonName}`,
    keys,
    notBefore,
    notAfter,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  return { certificate: certificate.toString('pem'), privateKey: await privateKeyPem(keys.privateKey) };
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', key));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`;
}
