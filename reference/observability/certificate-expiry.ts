import { X509Certificate } from 'node:crypto';
import type { CertificateTable } from '../runtime/runtime.ts';
import type { Sample } from './told-metric.ts';

type Certificate = CertificateTable extends Iterable<infer One> ? One : never;

/** Read once for each certificate, for as long as anybody uses it. */
const known = new WeakMap<Certificate, Sample>();

/** When each certificate expires, in seconds since 1970, by common name, serial number and names. */
export function* expiries(certificates: Iterable<Certificate>): Generator<Sample> {
  for (const certificate of certificates) {
    let sample = known.get(certificate);
    if (sample === undefined) {
      sample = expiry(certificate);
      known.set(certificate, sample);
    }
    yield sample;
  }
}

function expiry({ certificate, names, notAfter }: Certificate): Sample {
  const { subject, serialNumber } = new X509Certificate(certificate);
  const [, cn = ''] = /^CN=(.*)$/m.exec(subject ?? '') ?? [];
  const sans = [...names].sort().join(',');
  // Go prints serial numbers as decimals.
  const serial = BigInt(`0x${serialNumber}`).toString();
  return { labels: { cn, serial, sans }, value: Math.floor(Date.parse(notAfter) / 1000) };
}
