import type { TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress, Secret } from '../kubernetes/objects.ts';
import type { ObjectReader } from './object-reader.ts';
import { ingressProblem } from './problems.ts';

/**
 * The certificates that `spec.tls` names (routing page, "Certificates Management"). One that is not there or
 * is not complete is a problem and nothing else: routes and other certificates stay.
 */
export function readCertificates(
  ingress: Ingress,
  reader: ObjectReader,
): { readonly certificates: readonly TlsCertificate[]; readonly problems: readonly Problem[] } {
  const certificates: TlsCertificate[] = [];
  const problems: Problem[] = [];
  for (const [index, { secretName }] of ingress.tls.entries()) {
    if (secretName === '') continue;
    const { namespace } = ingress.metadata;
    const secret = reader.get('Secret', namespace, secretName);
    const certificate = secret && certificateOf(secret);
    if (certificate !== undefined) {
      certificates.push(certificate);
      continue;
    }
    const reason =
      secret === undefined
        ? `There is no Secret ${namespace}/${secretName}.`
        : `The Secret ${namespace}/${secretName} lacks tls.crt or tls.key.`;
    const remedy =
      'Create the Secret with type kubernetes.io/tls: a certificate in tls.crt and its key in tls.key.';
    problems.push(ingressProblem(ingress, `spec.tls[${index}].secretName`, reason, remedy));
  }
  return { certificates, problems };
}

/** One certificate object per revision of a Secret, so that who has seen it need not look again. */
const known = new WeakMap<Secret, TlsCertificate>();

function certificateOf(secret: Secret): TlsCertificate | undefined {
  const found = known.get(secret);
  if (found !== undefined) return found;
  const { 'tls.crt': certificate = '', 'tls.key': key = '' } = secret.data;
  if (certificate === '' || key === '') return undefined;
  const decoded: TlsCertificate = {
    certificate: Buffer.from(certificate, 'base64').toString(),
    privateKey: Buffer.from(key, 'base64').toString(),
    origin: `${secret.metadata.namespace}/${secret.metadata.name}`,
  };
  known.set(secret, decoded);
  return decoded;
}
