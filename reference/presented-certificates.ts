import type { TlsCertificate } from './dynamic/configuration.ts';
import type { Runtime } from './runtime/runtime.ts';

/** What handshakes may present: each certificate once, and the default one of the store, if there is one, too. */
export function* presentedCertificates(runtime: Runtime | undefined): Generator<TlsCertificate> {
  if (runtime === undefined) return;
  // It is the same on every entry point.
  const { defaultCertificate: unnamed } = runtime.tls('');
  let seen = unnamed === undefined;
  for (const certificate of runtime.certificates) {
    seen ||= certificate.fingerprint === unnamed?.fingerprint;
    yield certificate;
  }
  if (!seen && unnamed !== undefined) yield unnamed;
}
