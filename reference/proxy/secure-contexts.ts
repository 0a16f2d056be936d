import { createSecureContext, type SecureContext } from 'node:tls';
import type { TlsCertificate } from '../dynamic/configuration.ts';

/**
 * What TLS needs of a certificate, made at the first handshake that presents it and kept for as long as the
 * certificate is: a new configuration costs nothing for what is the same in it.
 */
export class SecureContexts {
  readonly #contexts = new WeakMap<TlsCertificate, SecureContext>();

  of(certificate: TlsCertificate): SecureContext {
    let context = this.#contexts.get(certificate);
    if (context === undefined) {
      const { certificate: cert, privateKey: key } = certificate;
      context = createSecureContext({ cert, key, ca: noAuthorities });
      this.#contexts.set(certificate, context);
    }
    return context;
  }
}

/** Clients are not asked for certificates, so that nobody's signature counts. */
export const noAuthorities: string[] = [];
