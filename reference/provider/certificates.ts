import type { TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress, Secret } from '../kubernetes/objects.ts';
import { readCertificate } from '../tls/certificate.ts';
import type { ObjectReader } from './object-reader.ts';
import { ingressProblem } from './problems.ts';

/**
 * The certificates that `spec.tls` names (routing page, "Certificates Management"). One that is not there or
 * is of no use is a problem and nothing else: routes and other certificates stay.
 */
export function readCertificates(
  ingress: Ingress,
  reader: ObjectReader,
): { readonly certificates: readonly TlsCertificate[]; readonly problems: readonly Problem[] } {
  const certificates: TlsCertificate[] = [];
  const problems: Problem[] = [];
  for (const [index, { secretName }] of ingress.tls.entries()) {
    if (secretName === '') continue;
    const content = contentOf(reader.get('Secret', ingress.metadata.namespace, secretName));
    if (content.kind === 'certificate') {
      certificates.push(content.certificate);
      continue;
    }
    const title = `${ingress.metadata.namespace}/${secretName}`;
    const { reason, remedy } = content;
    problems.push(ingressProblem(ingress, `spec.tls[${index}].secretName`, reason(title), remedy));
  }
  return { certificates, problems };
}

type Content =
  | { readonly kind: 'certificate'; readonly certificate: TlsCertificate }
  | { readonly kind: 'fault'; readonly reason: (title: string) => string; readonly remedy: string };

const missing: Content = {
  kind: 'fault',
  reason: (title) => `There is no Secret ${title}.`,
  remedy: 'Create the Secret, with type kubernetes.io/tls, in the namespace of the Ingress.',
};

/** One reading, and one certificate object, per revision of a Secret, so that who has seen it need not look again. */
const known = new WeakMap<Secret, Content>();

function contentOf(secret: Secret | undefined): Content {
  if (secret === undefined) return missing;
  const found = known.get(secret);
  if (found !== undefined) return found;
  const content = readContent(secret);
  known.set(secret, content);
  return content;
}

const fields = { certificate: 'tls.crt', key: 'tls.key' } as const;

function readContent({ metadata, data }: Secret): Content {
  const { 'tls.crt': certificate = '', 'tls.key': key = '' } = data;
  const absent = certificate === '' ? fields.certificate : key === '' ? fields.key : undefined;
  if (absent !== undefined) {
    return {
      kind: 'fault',
      reason: (title) => `The Secret ${title} lacks ${absent}.`,
      remedy: 'Give it a certificate in tls.crt and its key in tls.key.',
    };
  }
  const reading = readCertificate(decode(certificate), decode(key), `${metadata.namespace}/${metadata.name}`);
  if (reading.kind === 'usable') return { kind: 'certificate', certificate: reading.certificate };
  const { part, reason, remedy } = reading;
  return { kind: 'fault', reason: (title) => `${fields[part]} of the Secret ${title} ${reason}.`, remedy };
}

function decode(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
