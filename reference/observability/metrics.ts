import { Registry } from 'prom-client';
import type { PrometheusOptions } from '../configuration/static-configuration.ts';
import type { ProxyObserver } from '../proxy/observer.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { expiries } from './certificate-expiry.ts';
import { registerRequestMetrics } from './request-metrics.ts';
import { kindOf, RequestCounters, type Subject } from './request-series.ts';
import { registerToldMetric } from './told-metric.ts';

/** The metrics of one instance, under the names and with the labels that Traefik v2.10 documents. */
export interface Metrics extends ProxyObserver {
  /** A configuration has been put in force. */
  configured(runtime: Runtime): void;
  /** All of them, in the text format of Prometheus. */
  text(): Promise<string>;
  /** Of `text`. */
  readonly contentType: string;
}

export interface MetricsInput {
  readonly options: PrometheusOptions;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long the series of a router or service that is gone are still told, milliseconds: longer than scrapes are apart. */
const keptAfterEnd = 5 * 60_000;

/** https://doc.traefik.io/traefik/v2.10/observability/metrics/overview/ */
export function createMetrics({ options, now }: MetricsInput): Metrics {
  const registry = new Registry();
  const { buckets, addEntryPointsLabels, addRoutersLabels, addServicesLabels } = options;
  const configurations = new Configurations(registry, now);
  const entryPoints = new RequestCounters(buckets);
  const routers = new RequestCounters(buckets);
  const services = new RequestCounters(buckets);
  const retries = new Map<string, number>();
  const ends = new Ends(now);

  if (addEntryPointsLabels)
    registerRequestMetrics(registry, 'entrypoint', 'on an entry point', buckets, entryPoints);
  if (addRoutersLabels) registerRequestMetrics(registry, 'router', 'by a router', buckets, routers);
  if (addServicesLabels) {
    registerRequestMetrics(registry, 'service', 'by a service', buckets, services);
    registerRetries(registry, retries);
    registerServers(registry, () => configurations.runtime);
  }

  const forgetGone = (): void => {
    const { runtime } = configurations;
    if (runtime === undefined) return;
    const goneRouter = ends.judge('router', routers.names(), (name) => isThere(runtime.routers, name));
    const goneService = ends.judge('service', services.names(), (name) => isThere(runtime.services, name));
    routers.forget(goneRouter);
    services.forget(goneService);
    for (const name of retries.keys()) if (goneService(name)) retries.delete(name);
  };

  return {
    requestBegan(request) {
      const { entryPoint } = request;
      if (!addEntryPointsLabels) return;
      entryPoints.began(entryPoint, () => entryPointSubject(entryPoint), kindOf(request));
    },
    requestRouted(request, router, service) {
      const kind = kindOf(request);
      if (addRoutersLabels) {
        routers.began(routerKey(router, service), () => routerSubject(router, service), kind);
      }
      if (addServicesLabels) services.began(service, () => serviceSubject(service), kind);
    },
    requestEnded(record) {
      const { entryPoint, router, service } = record;
      const kind = kindOf(record);
      if (addEntryPointsLabels) {
        entryPoints.ended(entryPoint, () => entryPointSubject(entryPoint), kind, record);
      }
      if (router === undefined || service === undefined) return;
      if (addRoutersLabels) {
        routers.ended(routerKey(router, service), () => routerSubject(router, service), kind, record);
      }
      if (!addServicesLabels) return;
      services.ended(service, () => serviceSubject(service), kind, record);
      if (record.retries > 0) retries.set(service, (retries.get(service) ?? 0) + record.retries);
    },
    configured(runtime) {
      configurations.add(runtime);
      forgetGone();
    },
    text() {
      forgetGone();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function entryPointSubject(entrypoint: string): Subject {
  return { name: entrypoint, labels: { entrypoint } };
}

function routerKey(router: string, service: string): string {
  return `${router} ${service}`;
}

function routerSubject(router: string, service: string): Subject {
  return { name: router, labels: { router, service } };
}

function serviceSubject(service: string): Subject {
  return { name: service, labels: { service } };
}

/** What the process answers itself is there in every configuration, and in none of them. */
function isThere(states: ReadonlyMap<string, unknown>, name: string): boolean {
  return states.has(name) || name.endsWith('@internal');
}

/** What is told of configurations and of the one that is in force. */
class Configurations {
  runtime: Runtime | undefined;
  readonly #now: () => number;
  #count = 0;
  #last = 0;

  constructor(registry: Registry, now: () => number) {
    this.#now = now;
    registerToldMetric(
      registry,
      { name: 'traefik_config_reloads_total', help: 'Configurations put in force.', type: 'counter' },
      () => [{ labels: {}, value: this.#count }],
    );
    registerToldMetric(
      registry,
      {
        name: 'traefik_config_last_reload_success',
        help: 'When the last configuration was put in force, in seconds since 1970.',
        type: 'gauge',
      },
      () => [{ labels: {}, value: this.#last }],
    );
    registerToldMetric(
      registry,
      {
        name: 'traefik_tls_certs_not_after',
        help: 'When certificates expire, in seconds since 1970.',
        type: 'gauge',
      },
      () => expiries(this.runtime?.certificates ?? []),
    );
  }

  add(runtime: Runtime): void {
    this.runtime = runtime;
    this.#count++;
    this.#last = Math.floor(this.#now() / 1000);
  }
}

/** Remembers since when names are gone. */
class Ends {
  readonly #now: () => number;
  readonly #since = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Tells of names of a kind which of them have been gone for long enough to be forgotten. */
  judge(kind: string, names: Iterable<string>, there: (name: string) => boolean): (name: string) => boolean {
    const now = this.#now();
    const forgotten = new Set<string>();
    for (const name of names) {
      const key = `${kind} ${name}`;
      if (there(name)) {
        this.#since.delete(key);
        continue;
      }
      const since = this.#since.get(key) ?? now;
      this.#since.set(key, since);
      if (now - since < keptAfterEnd) continue;
      this.#since.delete(key);
      forgotten.add(name);
    }
    return (name) => forgotten.has(name);
  }
}

function registerRetries(registry: Registry, retries: ReadonlyMap<string, number>): void {
  const description = {
    name: 'traefik_service_retries_total',
    help: 'Requests sent to a service once more.',
    type: 'counter',
  } as const;
  registerToldMetric(registry, description, () =>
    retries.entries().map(([service, value]) => ({ labels: { service }, value })),
  );
}

function registerServers(registry: Registry, runtime: () => Runtime | undefined): void {
  const description = {
    name: 'traefik_service_server_up',
    help: 'Servers of services: 1 while they are used.',
    type: 'gauge',
  } as const;
  registerToldMetric(registry, description, function* () {
    for (const [service, state] of runtime()?.services ?? []) {
      for (const { url } of state.service.loadBalancer.servers) yield { labels: { service, url }, value: 1 };
    }
  });
}
