/**
 * cert-manager's part in the challenge HTTP-01 (RFC 8555, section 8.3), as far as an Ingress controller sees it:
 * an Ingress with the path of the challenge, its Service and pod, and their end.
 */
import type { Pod } from '../cluster/cluster.ts';
import { ingressManifest, serviceManifest } from './manifests.ts';
import { referenceTo } from './objects.ts';
import type { Session } from './session.ts';

/** What all objects of a solver are called. */
const solver = { namespace: 'default', name: 'cm-acme-http-solver' };
const port = 8089;

/** Lets a pod of the Service `cm-acme-http-solver` answer the challenge with that token. */
export async function addSolver(session: Session, host: string, token: string): Promise<readonly Pod[]> {
  const cluster = await session.cluster();
  const path = `/.well-known/acme-challenge/${token}`;
  await cluster.apply(serviceManifest({ ...solver, ports: [{ name: 'http', port, targetPort: port }] }));
  const pods = await cluster.addPods(solver, 1, true);
  await cluster.apply(
    ingressManifest(cluster.kubernetesVersion, {
      ...solver,
      host,
      paths: [{ path, pathType: 'ImplementationSpecific', service: solver.name, port }],
    }),
  );
  return pods;
}

/** Takes the objects of the solver away again. */
export async function removeSolver(session: Session, pods: readonly Pod[]): Promise<void> {
  const cluster = await session.cluster();
  for (const kind of ['Ingress', 'Service']) {
    await cluster.delete(referenceTo(cluster.kubernetesVersion, { kind, ...solver }));
  }
  for (const pod of pods) {
    await pod.withdraw();
    await pod.end();
  }
}
