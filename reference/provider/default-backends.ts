import { type ConfigurationPart, emptyConfiguration, type Service } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { ObjectKey } from '../kubernetes/objects.ts';
import type { Backends } from './backends.ts';
import type { DefaultRouterDraft, Fragment } from './fragment.ts';
import { compareAge, defaultRouterName, defaultServiceName } from './names.ts';
import { ingressProblem } from './problems.ts';

export interface DefaultBackend {
  readonly part: ConfigurationPart;
  /** One for each Ingress that came too late. */
  readonly problems: readonly Problem[];
}

/**
 * The one default backend for all hosts (routing page, "Global Default Backend Ingresses"). The oldest Ingress that
 * has one keeps the place, also while its Service can't be resolved: pods that are restarted must not hand everybody's
 * unmatched requests to somebody else. One beside rules comes after all that are without, which are meant for
 * nothing else.
 */
export class DefaultBackends {
  readonly #contenders = new Map<ObjectKey, Fragment>();
  #ranking: readonly Fragment[] = [];
  #problems: readonly Problem[] = [];
  #part: ConfigurationPart = emptyConfiguration;
  #madeFrom: { readonly draft: DefaultRouterDraft; readonly service: Service } | undefined;

  /** @param fragment what the Ingress came to; undefined where it is gone */
  set(key: ObjectKey, fragment: Fragment | undefined): void {
    if (fragment?.defaultRouter !== undefined) this.#contenders.set(key, fragment);
    else if (!this.#contenders.delete(key)) return;
    this.#ranking = [...this.#contenders]
      .map(([id, contender]) => ({ id, metadata: contender.ingress.metadata, contender }))
      .sort((a, b) => Number(hasRules(a.contender)) - Number(hasRules(b.contender)) || compareAge(a, b))
      .map(({ contender }) => contender);
    this.#problems = tooLate(this.#ranking);
  }

  current(backends: Backends): DefaultBackend {
    this.#refreshPart(backends);
    return { part: this.#part, problems: this.#problems };
  }

  #refreshPart(backends: Backends): void {
    const [oldest] = this.#ranking;
    const draft = oldest?.defaultRouter;
    const resolution = draft?.backend && backends.defaultResolution(draft.backend);
    if (oldest === undefined || draft === undefined || resolution?.kind !== 'resolved') {
      this.#part = emptyConfiguration;
      this.#madeFrom = undefined;
      return;
    }
    const { service } = resolution;
    if (this.#madeFrom?.draft === draft && this.#madeFrom.service === service) return;
    this.#madeFrom = { draft, service };
    const { namespace, name } = oldest.ingress.metadata;
    this.#part = {
      http: {
        routers: { [defaultRouterName]: { ...draft.router, service: defaultServiceName } },
        services: { [defaultServiceName]: service },
      },
      tls: { certificates: [] },
      ingress: { namespace, name },
    };
  }
}

function tooLate([oldest, ...others]: readonly Fragment[]): Problem[] {
  if (oldest === undefined) return [];
  const { namespace, name } = oldest.ingress.metadata;
  return others.map((fragment) => {
    const { ingress } = fragment;
    const own = `${ingress.metadata.namespace}/${ingress.metadata.name}`;
    if (hasRules(fragment)) {
      return ingressProblem(
        ingress,
        'spec.defaultBackend',
        `The default backend of ${own} takes requests for the hosts of its rules alone, since the Ingress ${namespace}/${name} has the one for all others.`,
        'Remove one of the two, where that is not meant.',
        'warning',
      );
    }
    return ingressProblem(
      ingress,
      'spec.defaultBackend',
      `The default backend of ${own} is not used, since the older Ingress ${namespace}/${name} has one.`,
      'Remove one of the two.',
    );
  });
}

function hasRules({ ingress }: Fragment): boolean {
  return ingress.rules.length > 0;
}
