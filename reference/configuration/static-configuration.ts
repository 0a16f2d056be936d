import type { options } from './options.ts';
import type { DecodedMembers } from './schema.ts';

/**
 * The static configuration, parsed and complete: every default is filled in, durations are milliseconds.
 * Derived from the schema in `options.ts`, where each option's type, default and meaning stand.
 */
export type StaticConfiguration = DecodedMembers<typeof options>;

export type EntryPoint = StaticConfiguration['entryPoints'][string];

export type LogOptions = StaticConfiguration['log'];

/** `providers.kubernetesIngress`, where it is on. */
export type KubernetesIngressOptions = NonNullable<StaticConfiguration['providers']['kubernetesIngress']>;

/** `accessLog`, where it is on. */
export type AccessLogOptions = NonNullable<StaticConfiguration['accessLog']>;

/** `metrics.prometheus`, where it is on. */
export type PrometheusOptions = NonNullable<StaticConfiguration['metrics']['prometheus']>;

/** `certificatesResolvers.NAME.acme`. */
export type AcmeOptions = NonNullable<StaticConfiguration['certificatesResolvers'][string]['acme']>;

/** `providers.file`, where it is on. */
export type FileOptions = NonNullable<StaticConfiguration['providers']['file']>;
