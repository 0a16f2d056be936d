/**
 * The dynamic configuration: what providers hand to the runtime. Plain JSON all the way down, in the shape
 * of Traefik v2.10's dynamic configuration, so that the API can show it as it is and tests can compare it.
 */

import type { Middleware } from './middleware.ts';

export interface Router {
  /** Names of entry points; absent: all of them. */
  readonly entryPoints?: readonly string[];
  /** `name@provider`, or `name` within the same provider. */
  readonly middlewares?: readonly string[];
  readonly service: string;
  readonly rule: string;
  /** 0 or absent: the length of the rule. */
  readonly priority?: number;
  /** Present: the router answers HTTPS only. */
  readonly tls?: RouterTls;
}

export interface RouterTls {
  readonly options?: string;
  readonly certResolver?: string;
  readonly domains?: readonly { readonly main: string; readonly sans?: readonly string[] }[];
}

export interface Service {
  readonly loadBalancer: ServersLoadBalancer;
}

export interface ServersLoadBalancer {
  readonly servers: readonly { readonly url: string }[];
  readonly passHostHeader: boolean;
  readonly serversTransport?: string;
  readonly sticky?: { readonly cookie: StickyCookie };
}

export interface StickyCookie {
  readonly name?: string;
  readonly secure?: boolean;
  readonly httpOnly?: boolean;
  readonly sameSite?: 'none' | 'lax' | 'strict';
}

/** One that can be presented: `readCertificate` has accepted it. The private key never leaves the process through the API or the log. */
export interface TlsCertificate {
  /** PEM: the server's own, then those that signed it. */
  readonly certificate: string;
  /** PEM, not encrypted. */
  readonly privateKey: string;
  /** Where it comes from, for problems and the dashboard: `namespace/secret`. */
  readonly origin: string;
  /** DNS names that it is for, in lower case; `*.` in front stands for one label. */
  readonly names: readonly string[];
  /** ISO 8601, as is `notAfter`. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** SHA-256 of both, hex: the same for the same content. */
  readonly fingerprint: string;
}

/** How connections to servers are made. */
export interface ServersTransport {
  /** Asked for, and verified, instead of the server's host; empty: none. */
  readonly serverName: string;
  readonly insecureSkipVerify: boolean;
  /** PEM; none: the authorities that the system trusts. */
  readonly rootCAs: readonly string[];
  /** Client certificates, PEM. */
  readonly certificates: readonly { readonly certificate: string; readonly privateKey: string }[];
  /** Idle connections kept per server; 0: 2, as Go has it; negative: none. */
  readonly maxIdleConnsPerHost: number;
  /** Milliseconds; 0: no limit. */
  readonly forwardingTimeouts: {
    readonly dialTimeout: number;
    readonly responseHeaderTimeout: number;
    readonly idleConnTimeout: number;
    readonly readIdleTimeout: number;
    readonly pingTimeout: number;
  };
  readonly disableHTTP2: boolean;
  /** URI that the server's certificate must have as a subject alternative name; empty: none. */
  readonly peerCertURI: string;
}

/** How TLS is spoken with clients. */
export interface TlsOptions {
  readonly minVersion: TlsVersion;
  readonly maxVersion?: TlsVersion;
  /** As Go and IANA name them, of TLS up to 1.2; none: all that are safe. */
  readonly cipherSuites: readonly string[];
  /** As Go names them (`CurveP256`, `X25519`); none: all. */
  readonly curvePreferences: readonly string[];
  readonly clientAuth?: { readonly caFiles: readonly string[]; readonly clientAuthType: ClientAuthType };
  /** Refuse handshakes for names that no certificate is for. */
  readonly sniStrict: boolean;
  /** The most wanted first. */
  readonly alpnProtocols: readonly string[];
}

export type TlsVersion = 'VersionTLS10' | 'VersionTLS11' | 'VersionTLS12' | 'VersionTLS13';

export type ClientAuthType =
  | 'NoClientCert'
  | 'RequestClientCert'
  | 'RequireAnyClientCert'
  | 'VerifyClientCertIfGiven'
  | 'RequireAndVerifyClientCert';

export interface TlsStore {
  readonly defaultCertificate?: TlsCertificate;
  /** To be got from an ACME resolver. */
  readonly defaultGeneratedCert?: {
    readonly resolver: string;
    readonly domain: { readonly main: string; readonly sans: readonly string[] };
  };
}

export interface DynamicConfiguration {
  readonly http: {
    readonly routers: Readonly<Record<string, Router>>;
    readonly services: Readonly<Record<string, Service>>;
    readonly middlewares?: Readonly<Record<string, Middleware>>;
    readonly serversTransports?: Readonly<Record<string, ServersTransport>>;
  };
  readonly tls: {
    readonly certificates: readonly TlsCertificate[];
    readonly options?: Readonly<Record<string, TlsOptions>>;
    readonly stores?: Readonly<Record<string, TlsStore>>;
  };
}

/** A configuration, or what one object of a provider contributes to it. */
export interface ConfigurationPart extends DynamicConfiguration {
  /**
   * Which of two routers goes first where neither priority nor length of rule decides: that of the part whose
   * text here sorts first. Beside the configuration, since Traefik's has no place for it. Absent: before all others.
   */
  readonly seniority?: string;
  /** The Ingress that its routers were made of, for the dashboard. */
  readonly ingress?: { readonly namespace: string; readonly name: string };
}

export const emptyConfiguration: DynamicConfiguration = {
  http: { routers: {}, services: {} },
  tls: { certificates: [] },
};
