import { Gauge, type MetricType, type Registry } from 'prom-client';

/** A sample as it stands in the text: under the metric's own name, or under another for parts of a histogram. */
export interface Sample {
  readonly name?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
}

/**
 * Registers a metric whose samples are told when somebody asks. So that requests do not pay for how prom-client finds
 * a series by its labels (it sorts, joins and checks them each time), they are counted elsewhere.
 */
export function registerToldMetric(
  registry: Registry,
  description: MetricDescription,
  samples: () => Iterable<Sample>,
): void {
  new ToldMetric(registry, description, samples);
}

class ToldMetric extends Gauge {
  readonly #description: MetricDescription;
  readonly #samples: () => Iterable<Sample>;

  constructor(registry: Registry, description: MetricDescription, samples: () => Iterable<Sample>) {
    super({ name: description.name, help: description.help, registers: [registry] });
    this.#description = description;
    this.#samples = samples;
  }

  override async get(): ReturnType<Gauge['get']> {
    const { name, help, type } = this.#description;
    const values = Array.from(this.#samples(), (sample) => ({
      metricName: sample.name ?? name,
      labels: sample.labels,
      value: sample.value,
    }));
    // The library has names where its types have numbers.
    return { ...(await super.get()), name, help, type: type as unknown as MetricType, values };
  }
}
