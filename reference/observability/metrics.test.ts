import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PrometheusOptions } from '../configuration/static-configuration.ts';
import type { RequestRecord } from '../proxy/observer.ts';
import { buildRuntime } from '../runtime/build.ts';
import { createMetrics } from './metrics.ts';
import { overTls, recordOf } from './records.fixture.ts';

const defaults: PrometheusOptions = {
  buckets: [0.1, 0.3, 1.2, 5],
  addEntryPointsLabels: true,
  addRoutersLabels: false,
  addServicesLabels: true,
  entryPoint: 'traefik',
  manualRouting: false,
};

function metricsOf(options: Partial<PrometheusOptions> = {}) {
  let time = 0;
  const metrics = createMetrics({ options: { ...defaults, ...options }, now: () => time });
  return {
    ...metrics,
    /** As the proxy tells it: from its beginning. */
    request(record: RequestRecord): void {
      metrics.requestBegan?.(record);
      const { router, service } = record;
      if (router !== undefined && service !== undefined) metrics.requestRouted?.(record, router, service);
      metrics.requestEnded(record);
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    samples: async () => samplesOf(await metrics.text()),
  };
}

/** Values by name and labels as they stand in the text. */
function samplesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(/ (\S+)$/.exec(line)?.[1])]));
}

const runtimeWith = (...names: readonly string[]) =>
  buildRuntime({
    configurations: {
      kubernetes: {
        http: {
          routers: Object.fromEntries(
            names.map((name) => [name, { rule: `Host(\`${name}.com\`)`, service: `${name}-80` }]),
          ),
          services: Object.fromEntries(
            names.map((name) => [
              `${name}-80`,
              { loadBalancer: { servers: [{ url: `http://${name}:80` }], passHostHeader: true } },
            ]),
          ),
        },
        tls: { certificates: [] },
      },
    },
    entryPoints: ['web'],
  });

const byEntryPoint = 'code="200",method="GET",protocol="http",entrypoint="web"';

describe('metrics of requests', () => {
  it('count by entry point and service, not by router', async () => {
    const metrics = metricsOf();
    for (let sent = 0; sent < 3; sent++) metrics.request(recordOf());
    const samples = await metrics.samples();
    const byService = 'code="200",method="GET",protocol="http",service="default-app-80@kubernetes"';
    assert.equal(samples.get(`traefik_entrypoint_requests_total{${byEntryPoint}}`), 3);
    assert.equal(samples.get(`traefik_entrypoint_requests_bytes_total{${byEntryPoint}}`), 9);
    assert.equal(samples.get(`traefik_entrypoint_responses_bytes_total{${byEntryPoint}}`), 180);
    assert.equal(samples.get(`traefik_service_requests_total{${byService}}`), 3);
    assert.equal(
      [...samples.keys()].some((name) => name.startsWith('traefik_router')),
      false,
    );
  });

  it('count by router where that is asked for', async () => {
    const metrics = metricsOf({
      addRoutersLabels: true,
      addEntryPointsLabels: false,
      addServicesLabels: false,
    });
    metrics.request(recordOf());
    metrics.request(recordOf({ router: undefined, service: undefined, status: 404 }));
    const labels =
      'code="200",method="GET",protocol="http",router="default-app@kubernetes",service="default-app-80@kubernetes"';
    const samples = await metrics.samples();
    assert.equal(samples.get(`traefik_router_requests_total{${labels}}`), 1);
    assert.deepEqual(
      [...samples.keys()].filter((name) => /^traefik_(?:entrypoint|service)/.test(name)),
      [],
    );
  });

  it('are in buckets that hold all below their bounds', async () => {
    const metrics = metricsOf();
    for (const duration of [100, 101, 2_000, 60_000]) metrics.request(recordOf({ duration }));
    const samples = await metrics.samples();
    const bucket = (bound: string) =>
      samples.get(`traefik_entrypoint_request_duration_seconds_bucket{${byEntryPoint},le="${bound}"}`);
    assert.deepEqual(['0.1', '0.3', '1.2', '5', '+Inf'].map(bucket), [1, 2, 2, 3, 4]);
    assert.equal(samples.get(`traefik_entrypoint_request_duration_seconds_count{${byEntryPoint}}`), 4);
    const sum = samples.get(`traefik_entrypoint_request_duration_seconds_sum{${byEntryPoint}}`) ?? 0;
    assert.equal(Math.abs(sum - 62.201) < 1e-9, true);
  });

  it('tell kinds of connections apart', async () => {
    const metrics = metricsOf();
    metrics.request(recordOf({ upgrade: 'websocket', status: 101 }));
    metrics.request(recordOf({ client: overTls }));
    const samples = await metrics.samples();
    assert.equal(
      samples.get(
        'traefik_entrypoint_requests_total{code="101",method="GET",protocol="websocket",entrypoint="web"}',
      ),
      1,
    );
    assert.equal(
      samples.get(
        'traefik_entrypoint_requests_tls_total{tls_version="1.2",tls_cipher="TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",entrypoint="web"}',
      ),
      1,
    );
  });

  it('take all methods that HTTP does not define for one', async () => {
    const metrics = metricsOf();
    for (let made = 0; made < 1000; made++) metrics.request(recordOf({ method: `M${made}` }));
    const samples = [...(await metrics.samples())].filter(([name]) =>
      name.startsWith('traefik_entrypoint_requests_total'),
    );
    assert.deepEqual(samples, [
      [
        'traefik_entrypoint_requests_total{code="200",method="EXTENSION_METHOD",protocol="http",entrypoint="web"}',
        1000,
      ],
    ]);
  });

  it('tell how many requests are under way, and for what', async () => {
    const metrics = metricsOf({ addRoutersLabels: true });
    const chat = recordOf({ requestHeaders: ['Upgrade', 'WebSocket'] });
    for (const request of [recordOf(), recordOf(), chat]) {
      metrics.requestBegan?.(request);
      metrics.requestRouted?.(request, 'default-app@kubernetes', 'default-app-80@kubernetes');
    }
    metrics.requestBegan?.(recordOf({ method: 'PUT' }));
    metrics.requestEnded(recordOf());
    const open = [...(await metrics.samples())].filter(([name]) => name.includes('_open_connections'));
    const routed = 'router="default-app@kubernetes",service="default-app-80@kubernetes"';
    assert.deepEqual(Object.fromEntries(open), {
      'traefik_entrypoint_open_connections{method="GET",protocol="http",entrypoint="web"}': 1,
      'traefik_entrypoint_open_connections{method="GET",protocol="websocket",entrypoint="web"}': 1,
      'traefik_entrypoint_open_connections{method="PUT",protocol="http",entrypoint="web"}': 1,
      [`traefik_router_open_connections{method="GET",protocol="http",${routed}}`]: 1,
      [`traefik_router_open_connections{method="GET",protocol="websocket",${routed}}`]: 1,
      'traefik_service_open_connections{method="GET",protocol="http",service="default-app-80@kubernetes"}': 1,
      'traefik_service_open_connections{method="GET",protocol="websocket",service="default-app-80@kubernetes"}': 1,
    });
  });

  it('count requests that were sent again', async () => {
    const metrics = metricsOf();
    metrics.request(recordOf({ retries: 2 }));
    const samples = await metrics.samples();
    assert.equal(samples.get('traefik_service_retries_total{service="default-app-80@kubernetes"}'), 2);
  });

  it('forget routers and services that have been gone for minutes', async () => {
    const metrics = metricsOf({ addRoutersLabels: true });
    metrics.configured(runtimeWith('one', 'two'));
    for (const name of ['one', 'two'])
      metrics.request(
        recordOf({ router: `${name}@kubernetes`, service: `${name}-80@kubernetes`, retries: 1 }),
      );
    const told = async () =>
      new Set(
        [...(await metrics.samples()).keys()]
          .filter((key) => /requests_total|retries/.test(key))
          .flatMap((key) => /(?:router|service)="([^"]*)"/.exec(key)?.[1] ?? []),
      );
    metrics.configured(runtimeWith('one'));
    metrics.pass(4 * 60_000);
    assert.equal((await told()).has('two@kubernetes'), true, 'scrapes that are far apart still see it');
    metrics.pass(2 * 60_000);
    assert.deepEqual(await told(), new Set(['one@kubernetes', 'one-80@kubernetes']));
    metrics.configured(runtimeWith('one', 'two'));
    metrics.request(recordOf({ router: 'two@kubernetes', service: 'two-80@kubernetes' }));
    metrics.pass(60 * 60_000);
    assert.equal((await told()).has('two@kubernetes'), true, 'it is back');
  });
});

describe('metrics of configurations', () => {
  it('count those in force, and tell when the last one came', async () => {
    const metrics = metricsOf();
    metrics.pass(1_700_000_000_900);
    metrics.configured(runtimeWith('one'));
    metrics.configured(runtimeWith('one'));
    const samples = await metrics.samples();
    assert.equal(samples.get('traefik_config_reloads_total'), 2);
    assert.equal(samples.get('traefik_config_last_reload_success'), 1_700_000_000);
    assert.equal(
      samples.get('traefik_service_server_up{service="one-80@kubernetes",url="http://one:80"}'),
      1,
    );
  });

  it('are of one instance alone', async () => {
    const [one, other] = [metricsOf(), metricsOf()];
    one.request(recordOf());
    const name = `traefik_entrypoint_requests_total{${byEntryPoint}}`;
    assert.deepEqual([(await one.samples()).get(name), (await other.samples()).get(name)], [1, undefined]);
  });
});
