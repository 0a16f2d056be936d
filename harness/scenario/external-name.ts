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
    ports.map(async ({ name, podOf }) => ({ name, port: (await placeOfPod(session, podOf)).port })),
  );
  await cluster.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { ...service },
    spec: { type: 'ExternalName', externalName, ports: declared },
  });
}

/** A GET reaches a pod with that Host header, in which `{address}` and `{port}` stand for where the pod listens. */
export async function expectHostHeader(session: Session, url: string, expected: string): Promise<void> {
  await eventually(
    async () => {
      const received = receivedByPod(await session.exchange(get(url)));
      if (received?.service === undefined || !expected.includes('{')) return { received, host: expected };
      const { namespace, service: name } = received;
      const { address, port } = await placeOfPod(session, { namespace, name });
      return {
        received,
        host: expected.replace('{address}', address).replace('{port}', String(port)),
      };
    },
    ({ received, host }) => received?.host === host,
    ({ received, host }) =>
      `Expected a pod to receive the Host ${host}, but it was ${received?.host ?? 'never asked'}.`,
  );
}

async function placeOfPod(
  session: Session,
  { namespace, name }: ServiceReference,
): Promise<{ readonly address: string; readonly port: number }> {
  const cluster = await session.cluster();
  const live = await cluster.read({ apiVersion: 'v1', kind: 'Endpoints', namespace, name });
  const [subset] = ((live ?? {}) as { readonly subsets?: readonly Subset[] }).subsets ?? [];
  const address = subset?.addresses?.[0]?.ip;
  const port = subset?.ports?.[0]?.port;
  assert.ok(address !== undefined && port, `The Service ${namespace}/${name} has no pod that is ready.`);
  return { address, port };
}

interface Subset {
  readonly addresses?: readonly { readonly ip: string }[];
  readonly ports?: readonly { readonly port: number }[];
}
