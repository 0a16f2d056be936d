import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { certificateName, subjectAltNames } from './server-name.ts';

/** What was read, or why it is of no use; never a word of the key. */
export type CertificateReading =
  | { readonly kind: 'usable'; readonly certificate: TlsCertificate }
  | {
      readonly kind: 'unusable';
      /** Which of the two has to be changed. */
      readonly part: 'certificate' | 'key';
      /** To stand behind the name of that part: `holds no certificate`. */
      readonly reason: string;
      /** One sentence. */
      readonly remedy: string;
    };

/**
 * Reads a certificate, perhaps followed by those that signed it, and its private key (PEM, RFC 7468). What is
 * usable here can be presented to clients. Whether it has expired is not asked: that depends on when.
 *
 * @param origin where the two come from
 */
export function readCertificate(pem: string, keyPem: string, origin: string): CertificateReading {
  const chain = readChain(pem);
  const [leaf] = chain ?? [];
  if (chain === undefined || leaf === undefined) {
    return unusable('certificate', 'holds no certificate that can be read', writePem);
  }
  const key = readKey(keyPem);
  if (key === undefined) return unusable('key', 'holds no private key that can be read', writeKey);
  if (!leaf.checkPrivateKey(key)) {
    return unusable('key', 'does not belong to the certificate', 'Give the certificate and its own key.');
  }
  const certificate = pemOf(chain);
  const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  if (!isAccepted(certificate, privateKey)) {
    return unusable('key', 'is too weak for TLS, or of a kind that it does not know', strongerKey);
  }
  return {
    kind: 'usable',
    certificate: {
      certificate,
      privateKey,
      origin,
      names: namesOf(leaf),
      notBefore: leaf.validFromDate.toISOString(),
      notAfter: leaf.validToDate.toISOString(),
      fingerprint: createHash('sha256').update(certificate).update(privateKey).digest('hex'),
    },
  };
}

const writePem = 'Write certificates in PEM, the one for the server first, then those that signed it.';
const writeKey = 'Write the private key in PEM, without a passphrase.';
const strongerKey = 'Take a certificate with an EC key of 256 bits, or an RSA key of 2048 bits or more.';

function unusable(part: 'certificate' | 'key', reason: string, remedy: string): CertificateReading {
  return { kind: 'unusable', part, reason, remedy };
}

/** Undefined where one of them can't be read. */
function readChain(pem: string): X509Certificate[] | undefined {
  try {
    return [...pem.matchAll(pemCertificate)].map(([text]) => new X509Certificate(text));
  } catch {
    return undefined;
  }
}

const pemCertificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

function pemOf(chain: readonly X509Certificate[]): string {
  return chain.map((certificate) => certificate.toString()).join('');
}

function isAccepted(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key, ca: [] });
    return true;
  } catch {
    return false;
  }
}

/** Of the subject's alternative names; only where there are none, its common name (RFC 6125, section 6.4.4). */
function namesOf(leaf: X509Certificate): readonly string[] {
  const names =
    leaf.subjectAltName === undefined ? commonNames(leaf.subject) : subjectAltNames(leaf.subjectAltName);
  return [...new Set(names.flatMap((name) => certificateName(name) ?? []))];
}

function commonNames(subject: string): string[] {
  return [...subject.matchAll(/^CN=(.*)$/gm)].map(([, name = '']) => name);
}
