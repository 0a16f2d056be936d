import { notImplemented, option, section } from '../schema.ts';
import * as type from '../value-types.ts';

/** Upper bounds of a histogram, in seconds: each greater than the one before. */
const buckets: type.ValueType<readonly number[]> = {
  name: 'list of seconds',
  inFile: 'list',
  numbersInList: true,
  parse: (input) => parseBuckets(input.split(',')),
  parseItems: parseBuckets,
  format: (value) => value.join(','),
};

export const metrics = section('always', 'Figures about what the proxy does.', {
  /** Undefined: there are no metrics. */
  prometheus: section('optional', 'Answer /metrics in the format of Prometheus.', {
    buckets: option({
      type: buckets,
      default: [0.1, 0.3, 1.2, 5],
      description: 'Upper bounds of the histograms of durations, in seconds.',
      example: '0.1,0.3,1.2,5.0',
    }),
    addEntryPointsLabels: option({
      type: type.boolean,
      default: true,
      description: 'Count by entry point.',
      example: 'false',
    }),
    addRoutersLabels: option({
      type: type.boolean,
      default: false,
      description: 'Count by router.',
      example: 'true',
    }),
    addServicesLabels: option({
      type: type.boolean,
      default: true,
      description: 'Count by service.',
      example: 'false',
    }),
    entryPoint: option({
      type: type.text,
      default: 'traefik',
      description: 'Entry point that answers /metrics. "traefik" comes to be on :8080 if it is not defined.',
      example: 'metrics',
    }),
    manualRouting: option({
      type: type.boolean,
      default: false,
      description:
        'Do not route /metrics by itself: a router of the user names the service prometheus@internal.',
      example: 'true',
    }),
  }),
  ...notImplemented('datadog', 'influxDB', 'influxDB2', 'openTelemetry', 'statsD'),
});

function parseBuckets(items: readonly string[]): type.Parsed<readonly number[]> {
  const bounds: number[] = [];
  for (const item of items.map((text) => text.trim())) {
    const bound = /^\d{1,9}(?:\.\d{1,9})?$/.test(item) ? Number(item) : Number.NaN;
    if (!(bound > (bounds.at(-1) ?? 0))) {
      return type.invalid(
        item,
        'is not a number of seconds greater than the one before',
        'Write numbers from the smallest to the greatest, such as 0.1,0.3,1.2,5.0.',
      );
    }
    bounds.push(bound);
  }
  return type.valid(bounds);
}
