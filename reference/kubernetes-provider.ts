import type { Logger } from 'pino';
import type { KubernetesIngressOptions } from './configuration/static-configuration.ts';
import type { KubernetesSource } from './kubernetes/index.ts';
import type { ObjectKey } from './kubernetes/objects.ts';
import type { Derivation } from './provider/derivation.ts';
import { createDeriver, type Deriver } from './provider/deriver.ts';
import { type Clock, createThrottle, systemClock } from './throttle.ts';

export interface ProviderInput {
  readonly options: KubernetesIngressOptions;
  /** Entry points on which every router answers HTTPS. */
  readonly httpsEntryPoints: readonly string[];
  readonly source: Pick<KubernetesSource, 'store' | 'ingressClassesAvailable'>;
  readonly logger: Logger;
  /** There is something new to take. */
  readonly changed: () => void;
  readonly clock?: Clock;
}

export interface KubernetesProvider {
  /** Undefined before the first listing of the cluster is complete, or where deriving failed. */
  latest(): Derivation | undefined;
  stop(): void;
}

/** Follows the store, throttled by `throttleDuration`, and derives. */
export function createKubernetesProvider(input: ProviderInput): KubernetesProvider {
  const { options, httpsEntryPoints, source, logger, changed, clock = systemClock } = input;
  let deriver: { readonly deriver: Deriver; readonly ingressClasses: boolean } | undefined;
  let pending = new Set<ObjectKey>();
  let stale = false;
  let latest: Derivation | undefined;

  const derive = (): void => {
    stale = false;
    const ingressClasses = source.ingressClassesAvailable;
    if (deriver === undefined || deriver.ingressClasses !== ingressClasses) {
      const deriveOptions = { ...options, httpsEntryPoints, ingressClassesAvailable: ingressClasses };
      deriver = { deriver: createDeriver(deriveOptions), ingressClasses };
    }
    const objects = pending;
    pending = new Set();
    try {
      latest = deriver.deriver.update(source.store, objects);
    } catch (error) {
      // What is in force stays in force; the next change starts from a clean slate.
      deriver = undefined;
      logger.error({ err: error }, 'Deriving the configuration failed; the last one stays in force.');
    }
  };

  const throttle = createThrottle({
    interval: options.throttleDuration,
    clock,
    run: () => {
      stale = true;
      // Taken now, because at a later moment the store would show changes that are not due yet.
      if (options.throttleDuration > 0) derive();
      changed();
    },
  });
  const unsubscribe = source.store.subscribe((objects) => {
    for (const key of objects) pending.add(key);
    throttle.request();
  });

  return {
    latest() {
      if (stale) derive();
      return latest;
    },
    stop() {
      unsubscribe();
      throttle.stop();
    },
  };
}
