import type { TlsCertificate } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';

/**
 * Certificates whose time is over, or has not come. They are presented all the same: clients then say what is
 * wrong, which they could not say of the default certificate.
 */
export function validityProblems(certificates: Iterable<TlsCertificate>, now: Date): Problem[] {
  const moment = now.toISOString();
  const problems: Problem[] = [];
  for (const certificate of certificates) {
    const { notBefore, notAfter } = certificate;
    if (moment > notAfter) {
      problems.push(problem(certificate, `has expired at ${notAfter}`, 'Renew the certificate.'));
    } else if (moment < notBefore) {
      const remedy = 'Check the clock of this machine, or replace the certificate.';
      problems.push(problem(certificate, `is not valid before ${notBefore}`, remedy));
    }
  }
  return problems;
}

/** When `validityProblems` says something else next, milliseconds since 1970; undefined where it never does. */
export function nextValidityChange(certificates: Iterable<TlsCertificate>, now: Date): number | undefined {
  const moment = now.toISOString();
  let next: string | undefined;
  for (const { notBefore, notAfter } of certificates) {
    for (const change of [notBefore, notAfter]) {
      if (change >= moment && (next === undefined || change < next)) next = change;
    }
  }
  // At that very moment it still holds.
  return next === undefined ? undefined : Date.parse(next) + 1;
}

/** Secrets are known as `namespace/name`. */
const secretName = /^([a-z0-9.-]+)\/([a-z0-9.-]+)$/;

function problem({ origin, names }: TlsCertificate, what: string, remedy: string): Problem {
  const [secret, namespace = '', name = ''] = secretName.exec(origin) ?? [];
  const where = secret === undefined ? `from ${origin}` : `in the Secret ${origin}`;
  return {
    severity: 'warning',
    object:
      secret === undefined
        ? { kind: 'Certificate', namespace: '', name: origin }
        : { kind: 'Secret', namespace, name },
    field: secret === undefined ? '' : 'data[tls.crt]',
    reason: `The certificate ${where}, for ${names.join(', ') || 'no name'}, ${what}.`,
    remedy,
  };
}
