import type { TlsCertificate } from '../dynamic/configuration.ts';
import type { TlsProfile } from './tls-profile.ts';

/** How one entry point speaks TLS. */
export interface TlsTable {
  /**
   * The options for a host, by its routers on this entry point: the same object over a swap of the runtime for as
   * long as they are the same.
   *
   * @param host normalised, as a handshake or a request names it; empty: none
   * @returns undefined where they do not exist, or are of no use: the handshake is refused
   */
  profileFor(host: string): TlsProfile | undefined;
  /** Presented where no certificate has the name; undefined: one that is signed by itself. */
  readonly defaultCertificate: TlsCertificate | undefined;
}
