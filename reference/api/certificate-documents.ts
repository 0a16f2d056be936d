import type { CertificateTable } from '../runtime/runtime.ts';

type Certificate = CertificateTable extends Iterable<infer One> ? One : never;

/** How long before it expires a certificate is a warning, milliseconds: cert-manager and ACME clients renew it earlier. */
const soon = 14 * 24 * 60 * 60 * 1000;

/** `disabled`: it is not valid now; `warning`: it will not be for long. */
export function certificateStatus({ notBefore, notAfter }: Certificate, now: Date): string {
  const [from, to] = [Date.parse(notBefore), Date.parse(notAfter)];
  if (now.getTime() < from || now.getTime() > to) return 'disabled';
  return to - now.getTime() < soon ? 'warning' : 'enabled';
}

/** What clients are shown of it anyway, and where it comes from; not even a digest of its key. */
export function certificateDocument(certificate: Certificate, now: Date): object {
  const { names, origin, notBefore, notAfter } = certificate;
  return { names, origin, notBefore, notAfter, status: certificateStatus(certificate, now) };
}
