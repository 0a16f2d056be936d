/**
 * The static configuration, parsed and complete: every default is filled in, durations are milliseconds.
 * Names are those of Traefik's options.
 */
export interface StaticConfiguration {
  readonly entryPoints: Readonly<Record<string, EntryPoint>>;
  readonly providers: {
    /** Least time between two configurations put in force. Milliseconds; 2000 by default. */
    readonly providersThrottleDuration: number;
    /** Undefined: the provider is off. */
    readonly kubernetesIngress: KubernetesIngressOptions | undefined;
  };
  readonly log: LogOptions;
  readonly ping: { readonly entryPoint: string; readonly terminatingStatusCode: number } | undefined;
  readonly api: { readonly insecure: boolean } | undefined;
}

export interface EntryPoint {
  /** `[host]:port`, as given; port 0 takes any free one (for tests). */
  readonly address: string;
  readonly forwardedHeaders: { readonly insecure: boolean; readonly trustedIPs: readonly string[] };
  readonly transport: {
    /** Milliseconds; 0: no limit. */
    readonly respondingTimeouts: {
      readonly readTimeout: number;
      readonly writeTimeout: number;
      readonly idleTimeout: number;
    };
    readonly lifeCycle: {
      /** How long requests are still accepted after SIGTERM before draining starts, milliseconds. */
      readonly requestAcceptGraceTimeout: number;
      /** How long requests under way may take to end once draining, milliseconds. */
      readonly graceTimeOut: number;
    };
  };
}

export interface LogOptions {
  readonly level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL' | 'PANIC';
  readonly format: 'common' | 'json';
  /** Undefined: standard output. */
  readonly filePath: string | undefined;
}

export interface KubernetesIngressOptions {
  readonly endpoint: string;
  readonly token: string;
  readonly certAuthFilePath: string;
  /** Empty: all namespaces. */
  readonly namespaces: readonly string[];
  readonly labelSelector: string;
  readonly ingressClass: string;
  readonly ingressEndpoint:
    | { readonly ip: string; readonly hostname: string; readonly publishedService: string }
    | undefined;
  /** Milliseconds; 0: no throttling. */
  readonly throttleDuration: number;
  readonly allowEmptyServices: boolean;
  readonly allowExternalNameServices: boolean;
}
