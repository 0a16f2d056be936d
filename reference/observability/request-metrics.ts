import type { Registry } from 'prom-client';
import type { RequestCounters, RequestSeries } from './request-series.ts';
import { registerToldMetric, type Sample } from './told-metric.ts';

/**
 * Registers what is told of requests that were counted together.
 *
 * @param scope `entrypoint`, `router` or `service`
 * @param by how the help goes on: `by an entry point`
 * @param bounds those that the counters were made with
 */
export function registerRequestMetrics(
  registry: Registry,
  scope: string,
  by: string,
  bounds: readonly number[],
  counters: RequestCounters,
): void {
  const register = (
    name: string,
    help: string,
    type: 'counter' | 'histogram',
    samples: (series: RequestSeries) => Iterable<Sample>,
  ): void => {
    const description = { name: `traefik_${scope}_${name}`, help, type };
    registerToldMetric(registry, description, () => counters.series().flatMap(samples));
  };
  register('requests_total', `Requests answered ${by}.`, 'counter', ({ labels, requests }) => [
    { labels, value: requests },
  ]);
  registerToldMetric(
    registry,
    {
      name: `traefik_${scope}_requests_tls_total`,
      help: `Requests over TLS answered ${by}.`,
      type: 'counter',
    },
    () => counters.tlsSeries().map(({ labels, requests }) => ({ labels, value: requests })),
  );
  registerToldMetric(
    registry,
    {
      name: `traefik_${scope}_open_connections`,
      help: `Requests that are being answered ${by}, upgraded connections and streams of events included.`,
      type: 'gauge',
    },
    () => counters.openSeries().map(({ labels, requests }) => ({ labels, value: requests })),
  );
  const duration = `traefik_${scope}_request_duration_seconds`;
  register('request_duration_seconds', `How long requests took ${by}.`, 'histogram', (series) =>
    histogram(duration, bounds, series),
  );
  register('requests_bytes_total', `Bytes of bodies of requests ${by}.`, 'counter', (series) => [
    { labels: series.labels, value: series.requestBytes },
  ]);
  register('responses_bytes_total', `Bytes of bodies of answers ${by}.`, 'counter', (series) => [
    { labels: series.labels, value: series.responseBytes },
  ]);
}

/** Prometheus' buckets hold all that is not above their bound. */
function* histogram(
  name: string,
  bounds: readonly number[],
  { labels, buckets, requests, seconds }: RequestSeries,
): Generator<Sample> {
  let below = 0;
  for (const [index, bound] of [...bounds, '+Inf'].entries()) {
    below += buckets[index] ?? 0;
    yield { name: `${name}_bucket`, labels: { ...labels, le: bound }, value: below };
  }
  yield { name: `${name}_sum`, labels, value: seconds };
  yield { name: `${name}_count`, labels, value: requests };
}
