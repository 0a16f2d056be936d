/**
 * Parts of one cluster for scenarios of a controller that runs in it all the time: the next scenario gets its part when
 * the controller has seen that what the last one brought is gone.
 */
import type { Cluster, Manifest } from '../cluster/cluster.ts';
import type { ClusterSource } from '../cluster/source.ts';
import { trackObjects } from '../cluster/tracked.ts';
import type { Implementation } from '../implementation/implementation.ts';
import { emptyConfiguration } from '../implementation/static-configuration.ts';
import { removeAll } from './clean-up.ts';

/** @param implementation can be started at any time, without any options */
export function clearedParts(source: ClusterSource, implementation: Implementation): ClusterSource {
  const { controller, ownName } = implementation.ingressClass;
  let parts = 0;

  const clear = async (whole: Cluster, view: Pick<Cluster, 'stop'>): Promise<void> => {
    const running = await implementation.start(emptyConfiguration, noSurroundings);
    const number = String(++parts);
    const configuration = emptyConfiguration;
    await removeAll({ whole, view, running, configuration, controller, ownName, number });
  };

  return {
    ...source,
    async provide(options) {
      const whole = await source.provide(options);
      const view = trackObjects(whole);
      const { apply, stop } = view;
      let hasRoutes = false;
      return Object.assign(view, {
        apply(manifest: Manifest) {
          hasRoutes ||= manifest.kind === 'Ingress';
          return apply(manifest);
        },
        async stop() {
          try {
            await (hasRoutes ? clear(whole, { stop }) : stop());
          } finally {
            await whole.stop();
          }
        },
      });
    },
  };
}

const noSurroundings = { variables: {}, serviceAccountDirectory: '' };
