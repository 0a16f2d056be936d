/**
 * Real API servers, one for each worker of a run, that serve its scenarios one after the other. Pods are processes of
 * the harness, which also does what controllers do in a cluster.
 */
import { readFileSync } from 'node:fs';
import type { Capability } from '../../../reports/catalogue/catalogue.ts';
import type { RunningEnvtest } from '../../settings.ts';
import type { Cluster } from '../cluster.ts';
import { createEchoPods } from '../echo-pods.ts';
import { connectObjects } from '../objects.ts';
import type { ClusterOptions, ClusterSource } from '../source.ts';
import { trackObjects } from '../tracked.ts';
import { openAuditLog } from './audit-log.ts';
import { keepEndpoints } from './endpoints-keeper.ts';
import { openAtLoopback } from './loopback.ts';
import { podAddresses } from './pod-network.ts';

export const envtestCapabilities: ReadonlySet<Capability> = new Set<Capability>([
  'request-log',
  'pod-control',
  'default-class',
]);

/** @param worker which of the servers is this worker's; from 0 on */
export function envtestClusters(
  { version, podRange, servers }: RunningEnvtest,
  worker: number,
): ClusterSource {
  const server = servers[worker];
  // Where it only matters what scenarios can have, nothing is connected to.
  const connect = () => {
    if (server === undefined) throw new Error(`There is no API server for worker ${worker}.`);
    return {
      server,
      objects: keepEndpoints(connectObjects(readFileSync(server.admin, 'utf8'))),
      nextAddress: podAddresses(podRange, worker, servers.length),
    };
  };
  let connected: ReturnType<typeof connect> | undefined;

  return {
    kind: 'envtest',
    capabilities: envtestCapabilities,
    async provide(options) {
      refuseWhatCannotBe(options, version);
      connected ??= connect();
      const { objects, nextAddress } = connected;
      const endings: (() => void)[] = [];
      const pods = createEchoPods(objects, nextAddress, async (pod) => {
        const end = await openAtLoopback(pod);
        if (end !== undefined) endings.push(end);
      });
      const log = openAuditLog(connected.server.auditLog);
      const kubeconfig = options.rbac ? connected.server.restricted : connected.server.controller;
      const cluster: Cluster = {
        kind: 'envtest',
        kubernetesVersion: version,
        capabilities: envtestCapabilities,
        kubeconfig: () => readFileSync(kubeconfig, 'utf8'),
        async apply(manifest) {
          await objects.apply(manifest);
        },
        applyStatus: objects.applyStatus,
        delete: objects.delete,
        read: objects.read,
        addPods: pods.add,
        requests: log.requests,
        stop: async () => {},
      };
      const part = trackObjects(cluster);
      return Object.assign(part, {
        stop: endingWith(part.stop, async () => {
          log.close();
          for (const end of endings) end();
          await pods.kill();
        }),
      });
    },
    end: async () => {},
  };
}

function endingWith(stop: () => Promise<void>, last: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await stop();
    } finally {
      await last();
    }
  };
}

/** Statements say that they require it. */
function refuseWhatCannotBe({ version, tokens }: ClusterOptions, own: string): void {
  if (version !== own) {
    throw new Error(
      `This scenario needs Kubernetes ${version}, and its statement does not say that it requires kubernetes-version.`,
    );
  }
  if (tokens !== undefined) {
    throw new Error(
      'This scenario needs an API server of the suite, which its statement does not say that it requires.',
    );
  }
}
