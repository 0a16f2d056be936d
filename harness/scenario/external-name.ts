/** Services of type ExternalName that lead to pods of the harness, which listen on ports of their own. */
import assert from 'node:assert/strict';
import { receivedByPod } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { get, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** A port by its name, and the Service one of whose pods listens on it. */
export interface ExternalPort {
  readonly name: string;
  readonly podOf: ServiceReference;
}

export async function addExternalName(
  session: Session,
  service: ServiceReference,
  externalName: string,
  ports: readonly ExternalPort[],
): Promise<void> {
  const cluster = await session.cluster();
  const declared = await Promise.all(
    ports.map(async ({ name, podOf }) => ({ name, port: await podPort(session, podOf) })),
  );
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...service },
    spec: { type: 'ExternalName', externalName, ports: declared },
  });
}

/** A GET reaches a pod with that Host header, in which `{port}` stands for the port on which the pod listens. */
export async function expectHostHeader(session: Session, url: string, expected: string): Promise<void> {
  await eventually(
    async () => {
      const received = receivedByPod(await session.exchange(get(url)));
      if (received?.service === undefined || !expected.includes('{port}'))
        return { received, host: expected };
      const { namespace, service: name } = received;
      const port = await podPort(session, { namespace, name });
      return { received, host: expected.replace('{port}', String(port)) };
    },
    ({ received, host }) => received?.host === host,
    ({ received, host }) =>
      `Expected a pod to receive the Host ${host}, but it was ${received?.host ?? 'never asked'}.`,
  );
}

async function podPort(session: Session, { namespace, name }: ServiceReference): Promise<number> {
  const cluster = await session.cluster();
  const live = await cluster.read({ apiVersion: 'v1', kind: 'Endpoints', namespace, name });
  const { subsets = [] } = (live ?? {}) as { subsets?: readonly { ports?: readonly { port: number }[] }[] };
  const port = subsets[0]?.ports?.[0]?.port;
  assert.ok(port, `The Service ${namespace}/${name} has no pod that is ready.`);
  return port;
}
