/**
 * How Traefik's majors differ in what scenarios say, which is said as v2.10 spells it: a profile of each, after its
 * documents alone.
 */
import { listeningHost } from './additions.ts';
import type { OptionTree } from './static-configuration.ts';

export const dialectNames = ['traefik-v2', 'traefik-v3'] as const;

export type DialectName = (typeof dialectNames)[number];

export interface Dialect {
  /** Given to every instance, unless the scenario sets them. */
  readonly options: OptionTree;
  /** Besides these, for scenarios of a document, by its id. */
  readonly documentOptions: ReadonlyMap<string, OptionTree>;
  /** Some of its releases alone have these: given like `documentOptions` where the program lists them. */
  readonly perhaps: ReadonlyMap<string, OptionTree>;
  /** What it has to be allowed in a cluster, besides what v2.10's document lists. */
  readonly rights: readonly DialectRight[];
}

export interface DialectRight {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Statuses tell where an Ingress is exposed, as Kubernetes' own page has it. */
const exposed: OptionTree = { providers: { kubernetesIngress: { ingressEndpoint: { ip: listeningHost } } } };

export const dialects: Readonly<Record<DialectName, Dialect>> = {
  'traefik-v2': {
    options: {},
    documentOptions: new Map([['kubernetes-ingress', exposed]]),
    perhaps: new Map(),
    rights: [],
  },
  'traefik-v3': {
    options: {
      // Rules of files keep the syntax of v2: see its guide for the migration from v2 to v3.
      core: { defaultRuleSyntax: 'v2' },
      // Its usual format abbreviates the levels.
      log: { format: 'json' },
    },
    documentOptions: new Map([['kubernetes-ingress', exposed]]),
    perhaps: new Map([
      ['kubernetes-ingress', { providers: { kubernetesIngress: { strictPrefixMatching: true } } }],
    ]),
    // From v3.1 on: see its notes on the migration between releases.
    rights: [
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
    ],
  },
};

/** That of a version such as `2.10.4` or `v3.1.0`; the first where it tells no major that there is a dialect of. */
export function dialectOf(version: string): DialectName {
  const [, major] = /^v?(\d+)\./.exec(version) ?? [];
  return dialectNames.find((name) => name === `traefik-v${major}`) ?? 'traefik-v2';
}
