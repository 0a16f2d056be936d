import type { X509Certificate } from 'node:crypto';
import type { PassTlsClientCert } from '../dynamic/middleware.ts';
import { distinguishedName, subjectAltNames } from './certificate-names.ts';
import type { Middleware } from './exchange.ts';
import { withoutFields } from './header-fields.ts';

const pemField = 'X-Forwarded-Tls-Client-Cert';
const infoField = 'X-Forwarded-Tls-Client-Cert-Info';

/**
 * Tells the pod of the client's certificate. What a client itself says of one goes no further, whether it has
 * presented one or not.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/passtlsclientcert/
 */
export function passTlsClientCert(options: PassTlsClientCert): Middleware {
  // Of a connection, each request has the same: it is read once.
  const read = new WeakMap<X509Certificate, readonly string[]>();
  const fieldsOf = (certificate: X509Certificate): readonly string[] => {
    const known = read.get(certificate);
    if (known !== undefined) return known;
    const fields = writeFields(certificate, options);
    read.set(certificate, fields);
    return fields;
  };
  return (next) => (request, answer) => {
    const kept = withoutFields(request.headers, (name) => isOwnField(name));
    const certificate = request.client.tls?.certificate();
    const told = certificate === undefined ? [] : fieldsOf(certificate);
    return next({ ...request, headers: [...kept, ...told] }, answer);
  };
}

/** However an application would read the name: some take `_` for `-`. */
function isOwnField(name: string): boolean {
  const dashed = name.replaceAll('_', '-');
  return dashed === pemField.toLowerCase() || dashed === infoField.toLowerCase();
}

function writeFields(certificate: X509Certificate, { pem, info }: PassTlsClientCert): readonly string[] {
  const fields: string[] = [];
  // PEM without its delimiters and line ends.
  if (pem) fields.push(pemField, certificate.raw.toString('base64'));
  if (info === undefined) return fields;
  const { subject, issuer } = certificate.toLegacyObject();
  const parts: string[] = [];
  if (info.subject !== undefined) parts.push(`Subject="${distinguishedName(subject, info.subject)}"`);
  if (info.issuer !== undefined) parts.push(`Issuer="${distinguishedName(issuer, info.issuer)}"`);
  if (info.serialNumber) parts.push(`SerialNumber="${BigInt(`0x${certificate.serialNumber}`)}"`);
  if (info.notBefore) parts.push(`NB="${seconds(certificate.validFromDate)}"`);
  if (info.notAfter) parts.push(`NA="${seconds(certificate.validToDate)}"`);
  if (info.sans) parts.push(`SAN="${subjectAltNames(certificate.subjectAltName ?? '').join(',')}"`);
  if (parts.length > 0) fields.push(infoField, escapeQuery(parts.join(';')));
  return fields;
}

/** Since 1970. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}

/** As the value of a query, in the way of Go: what could end a field or a query is escaped, a space is a plus. */
function escapeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
