/** The end of a scenario whose cluster and instance go on: everything that it brought is gone, and seen to be. */
import type { Cluster } from '../cluster/cluster.ts';
import { trackObjects } from '../cluster/tracked.ts';
import type { Running } from '../implementation/implementation.ts';
import { optionsOf, type StaticConfiguration } from '../implementation/static-configuration.ts';
import { createTrafficClient, type Exchange, type HttpRequest } from '../traffic/client.ts';
import { type Barrier, passBarrier, raiseBarrier, watchedNamespaces } from './barrier.ts';
import { eventually } from './deadline.ts';
import { get, isAnsweredBy } from './expectations.ts';
import { referenceTo } from './objects.ts';

export interface CleanUpInput {
  /** The cluster, which goes on. */
  readonly whole: Cluster;
  /** The same, as the scenario saw it: it knows what to take away. */
  readonly view: Pick<Cluster, 'stop'>;
  readonly running: Running;
  /** What the instance was started with. */
  readonly configuration: StaticConfiguration;
  /** `spec.controller` of the IngressClasses that the implementation takes for its own. */
  readonly controller: string;
  /** See `IngressClassNames.ownName`. */
  readonly ownName?: string | undefined;
  /** Unlike that of any other end. */
  readonly number: string;
}

/**
 * Takes away what the scenario brought. An Ingress of the harness' own is there before and is deleted last: once it
 * is not served any more, the instance has seen that everything before it is gone. Each namespace that is watched by
 * itself has one.
 *
 * @throws Error where that Ingress is never served, or is served for ever
 */
export async function removeAll({
  whole,
  view,
  running,
  configuration,
  controller,
  ownName,
  number,
}: CleanUpInput): Promise<void> {
  const client = createTrafficClient();
  const address = running.address('web');
  if (address === undefined) throw new Error('The implementation has no entry point named web.');
  const ask = (request: HttpRequest) => client.exchange(request, address);
  const own = trackObjects(whole);
  try {
    const options = optionsOf(configuration);
    const last: (Barrier & { readonly namespace: string })[] = [];
    for (const namespace of watchedNamespaces(options)) {
      const barrier = await raiseBarrier({
        cluster: own,
        options,
        namespace,
        controller,
        ownName,
        number: `end-${number}`,
        certificates: undefined,
      });
      await passBarrier(barrier, ask);
      last.push({ ...barrier, namespace });
    }
    await view.stop();
    for (const barrier of last) await expectGone(whole, barrier, ask);
  } finally {
    await own.stop();
    await client.close();
  }
}

async function expectGone(
  cluster: Cluster,
  { url, service }: Barrier,
  ask: (request: HttpRequest) => Promise<Exchange>,
): Promise<void> {
  await cluster.delete(referenceTo(cluster.kubernetesVersion, { kind: 'Ingress', ...service }));
  await eventually(
    () => ask(get(url, 'web')),
    (exchange) => !isAnsweredBy(exchange, service),
    () => 'The implementation still serves an Ingress that has been deleted.',
  );
}
