/**
 * Middlewares as the dynamic configuration has them: options, names and defaults of Traefik v2.10, every default
 * filled in. Durations are milliseconds.
 */
export type Middleware =
  | { readonly addPrefix: { readonly prefix: string } }
  | { readonly stripPrefix: { readonly prefixes: readonly string[]; readonly forceSlash: boolean } }
  | { readonly stripPrefixRegex: { readonly regex: readonly string[] } }
  | { readonly replacePath: { readonly path: string } }
  | { readonly replacePathRegex: { readonly regex: string; readonly replacement: string } }
  | { readonly redirectScheme: RedirectScheme }
  | { readonly redirectRegex: RedirectRegex }
  | { readonly headers: HeadersOptions }
  | { readonly basicAuth: BasicAuth }
  | { readonly digestAuth: DigestAuth }
  | { readonly forwardAuth: ForwardAuth }
  | { readonly ipWhiteList: { readonly sourceRange: readonly string[]; readonly ipStrategy?: IpStrategy } }
  | { readonly rateLimit: RateLimit }
  | { readonly inFlightReq: { readonly amount: number; readonly sourceCriterion?: SourceCriterion } }
  | { readonly retry: { readonly attempts: number; readonly initialInterval: number } }
  | { readonly circuitBreaker: CircuitBreaker }
  | { readonly compress: Compress }
  | { readonly buffering: Buffering }
  | { readonly errors: ErrorPage }
  | { readonly chain: { readonly middlewares: readonly string[] } }
  | { readonly contentType: { readonly autoDetect: boolean } }
  | { readonly passTLSClientCert: PassTlsClientCert };

export interface RedirectScheme {
  readonly scheme: string;
  /** Empty: that of the scheme. */
  readonly port: string;
  readonly permanent: boolean;
}

export interface RedirectRegex {
  readonly regex: string;
  readonly replacement: string;
  readonly permanent: boolean;
}

export interface HeadersOptions {
  /** An empty value removes the header. */
  readonly customRequestHeaders: Readonly<Record<string, string>>;
  readonly customResponseHeaders: Readonly<Record<string, string>>;
  readonly accessControlAllowCredentials: boolean;
  readonly accessControlAllowHeaders: readonly string[];
  readonly accessControlAllowMethods: readonly string[];
  readonly accessControlAllowOriginList: readonly string[];
  readonly accessControlAllowOriginListRegex: readonly string[];
  readonly accessControlExposeHeaders: readonly string[];
  /** Seconds. */
  readonly accessControlMaxAge: number;
  readonly addVaryHeader: boolean;
  readonly allowedHosts: readonly string[];
  readonly hostsProxyHeaders: readonly string[];
  /** This and the three below: deprecated, and still there in v2.10. */
  readonly sslRedirect: boolean;
  readonly sslTemporaryRedirect: boolean;
  readonly sslHost: string;
  readonly sslForceHost: boolean;
  readonly sslProxyHeaders: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly stsSeconds: number;
  readonly stsIncludeSubdomains: boolean;
  readonly stsPreload: boolean;
  readonly forceSTSHeader: boolean;
  readonly frameDeny: boolean;
  readonly customFrameOptionsValue: string;
  readonly contentTypeNosniff: boolean;
  readonly browserXssFilter: boolean;
  readonly customBrowserXSSValue: string;
  readonly contentSecurityPolicy: string;
  readonly publicKey: string;
  readonly referrerPolicy: string;
  /** Deprecated, and still there in v2.10. */
  readonly featurePolicy: string;
  readonly permissionsPolicy: string;
  readonly isDevelopment: boolean;
}

export interface BasicAuth {
  /** `name:hash`, the hash of htpasswd: MD5 (apr1), SHA1 or bcrypt. Those of `usersFile` are among them. */
  readonly users: readonly string[];
  readonly usersFile?: string;
  readonly realm: string;
  readonly removeHeader: boolean;
  readonly headerField?: string;
}

export interface DigestAuth {
  /** `name:realm:hash`, the hash MD5 of the three. Those of `usersFile` are among them. */
  readonly users: readonly string[];
  readonly usersFile?: string;
  readonly realm: string;
  readonly removeHeader: boolean;
  readonly headerField?: string;
}

export interface ForwardAuth {
  readonly address: string;
  readonly trustForwardHeader: boolean;
  readonly authResponseHeaders: readonly string[];
  readonly authResponseHeadersRegex: string;
  readonly authRequestHeaders: readonly string[];
  /** PEM texts, read from the files that the configuration names. */
  readonly tls?: {
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly insecureSkipVerify: boolean;
  };
}

export interface IpStrategy {
  /** 0: the client's address; else which address of X-Forwarded-For, counted from its end. */
  readonly depth: number;
  readonly excludedIPs: readonly string[];
}

/** What requests are counted by; by the client's address where absent (by host for `inFlightReq`). */
export interface SourceCriterion {
  readonly ipStrategy?: IpStrategy;
  readonly requestHeaderName?: string;
  readonly requestHost?: boolean;
}

export interface RateLimit {
  /** Requests per `period`; 0: no limit. */
  readonly average: number;
  readonly period: number;
  readonly burst: number;
  readonly sourceCriterion?: SourceCriterion;
}

export interface CircuitBreaker {
  /** `NetworkErrorRatio() > 0.30`, `LatencyAtQuantileMS(50.0) > 100`, `ResponseCodeRatio(500, 600, 0, 600) > 0.25`. */
  readonly expression: string;
  readonly checkPeriod: number;
  readonly fallbackDuration: number;
  readonly recoveryDuration: number;
}

export interface Compress {
  readonly excludedContentTypes: readonly string[];
  /** Bytes. */
  readonly minResponseBodyBytes: number;
}

/** All in bytes; 0: no limit. */
export interface Buffering {
  readonly maxRequestBodyBytes: number;
  readonly memRequestBodyBytes: number;
  readonly maxResponseBodyBytes: number;
  readonly memResponseBodyBytes: number;
  /** `IsNetworkError() && Attempts() < 2`; empty: never. */
  readonly retryExpression: string;
}

export interface ErrorPage {
  /** Statuses and ranges: `404`, `500-599`. */
  readonly status: readonly string[];
  readonly service: string;
  /** `/{status}.html` */
  readonly query: string;
}

export interface PassTlsClientCert {
  readonly pem: boolean;
  readonly info?: {
    readonly notAfter: boolean;
    readonly notBefore: boolean;
    readonly sans: boolean;
    readonly serialNumber: boolean;
    readonly subject?: DistinguishedNameParts;
    readonly issuer?: DistinguishedNameParts;
  };
}

export interface DistinguishedNameParts {
  readonly country: boolean;
  readonly province: boolean;
  readonly locality: boolean;
  readonly organization: boolean;
  /** Of the subject alone. */
  readonly organizationalUnit?: boolean;
  readonly commonName: boolean;
  readonly serialNumber: boolean;
  readonly domainComponent: boolean;
}
