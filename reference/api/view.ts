import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What the API shows: read at the moment of the request, never changed by it. */
export interface ApiView {
  /** Undefined until a configuration is in force. */
  readonly runtime: Runtime | undefined;
  /** Of the objects in the cluster and of the runtime. */
  readonly problems: readonly Problem[];
  readonly entryPoints: Readonly<Record<string, EntryPoint>>;
  /** As Traefik names them: `KubernetesIngress`. */
  readonly providers: readonly string[];
  readonly version: string;
  /** RFC 3339. */
  readonly startDate: string;
}
