import { delimiter, resolve } from 'node:path';
import type { Logger } from 'pino';
import type { ConfigurationSource } from './configuration/load.ts';
import type { KubernetesIngressOptions, StaticConfiguration } from './configuration/static-configuration.ts';
import type { ReferenceInput } from './index.ts';
import { ConnectionError, connectKubernetes, type KubernetesConnection } from './kubernetes/index.ts';
import { cannotConnect } from './start-faults.ts';

/** How the cluster can be reached, and by which options it is followed. */
export interface ClusterToFollow {
  readonly options: KubernetesIngressOptions;
  readonly connection: KubernetesConnection;
  readonly logger: Logger;
}

export interface ClusterInput
  extends Pick<ReferenceInput, 'environment' | 'workingDirectory' | 'serviceAccountDirectory'> {
  /** Where the options come from, for errors. */
  readonly source: ConfigurationSource;
  readonly logger: Logger;
}

/**
 * Reads what says how to reach the cluster; opens and sends nothing.
 *
 * @returns undefined where the provider is off
 * @throws {StartError}
 */
export async function connectCluster(
  { providers }: StaticConfiguration,
  { environment, workingDirectory, serviceAccountDirectory, source, logger: parent }: ClusterInput,
): Promise<ClusterToFollow | undefined> {
  const options = providers.kubernetesIngress;
  if (options === undefined) return undefined;
  const logger = parent.child({ providerName: 'kubernetes' });
  const absolute = (file: string): string => (file === '' ? '' : resolve(workingDirectory, file));
  const { KUBECONFIG: kubeconfigs = '' } = environment;
  try {
    const connection = await connectKubernetes({
      options: { ...options, certAuthFilePath: absolute(options.certAuthFilePath) },
      environment: {
        ...environment,
        KUBECONFIG: kubeconfigs.split(delimiter).map(absolute).join(delimiter),
      },
      logger,
      ...(serviceAccountDirectory === undefined ? {} : { serviceAccountFolder: serviceAccountDirectory }),
    });
    return { options, connection, logger };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw cannotConnect(error, source);
  }
}
