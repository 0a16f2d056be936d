import { createSecureContext, type SecureContext } from 'node:tls';
import type { TlsCertificate } from '../dynamic/configuration.ts';
import { contextOptions, type TlsProfile } from '../runtime/tls-profile.ts';

/**
 * What TLS needs of a certificate under the options that it is presented under, made at the first handshake and
 * kept for as long as both are there: a new configuration costs nothing for what is the same in it.
 */
export class SecureContexts {
  readonly #contexts = new WeakMap<TlsCertificate, WeakMap<TlsProfile, SecureContext>>();

  of(certificate: TlsCertificate, profile: TlsProfile): SecureContext {
    let ofCertificate = this.#contexts.get(certificate);
    if (ofCertificate === undefined) {
      ofCertificate = new WeakMap();
      this.#contexts.set(certificate, ofCertificate);
    }
    let context = ofCertificate.get(profile);
    if (context === undefined) {
      const { certificate: cert, privateKey: key } = certificate;
      context = createSecureContext({ ...contextOptions(profile), cert, key });
      ofCertificate.set(profile, context);
    }
    return context;
  }
}
