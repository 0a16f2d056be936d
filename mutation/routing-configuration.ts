/** Faults in what the routing page says of paths that can and can’t be served, and of which goes first. */
import type { Mutation } from './mutations.ts';

const fragment = 'reference/provider/fragment.ts';

const statement = (name: string) => `traefik-routing.routing-configuration.${name}`;

export const routingConfigurationMutations: readonly Mutation[] = [
  {
    fault: 'an Ingress is left out as a whole where one of its paths is',
    file: fragment,
    find: 'routers: draft.namedRouters(),',
    replace: 'routers: draft.problems.length > 0 ? [] : draft.namedRouters(),',
    breaks: [statement('missing-service'), statement('missing-port'), statement('resource-backend')],
  },
  {
    fault: 'paths that differ by host alone share a router',
    file: fragment,
    find: '    if (this.#routers.has(rule)) {\n      this.#warn(\n        field,',
    replace: '    if (this.#routers.size > 0) {\n      this.#warn(\n        field,',
    breaks: [statement('derived')],
  },
  {
    fault: 'the reason for which a path is left out does not say which',
    file: fragment,
    find: 'this.#error(place, resolution.reason, resolution.remedy);',
    replace: "this.#error('spec', resolution.reason, resolution.remedy);",
    breaks: [statement('left-out-reported')],
  },
  {
    fault: 'middlewares are for rules alone',
    file: fragment,
    find: 'router: { ...this.#routerOptions(), rule: everything, priority: defaultPriority },',
    replace:
      'router: { ...this.#routerOptions(), middlewares: [], rule: everything, priority: defaultPriority },',
    breaks: ['traefik-routing.global-default-backend.middlewares-annotation'],
  },
  {
    fault: 'of rules of the same priority the shorter one goes first',
    file: 'reference/runtime/candidate.ts',
    find: 'return a.ruleLength > b.ruleLength;',
    replace: 'return a.ruleLength < b.ruleLength;',
    breaks: ['traefik-routing.priority.equal-priority-longer'],
  },
  {
    fault: 'of rules of the same priority and length that of the younger Ingress goes first',
    file: 'reference/runtime/candidate.ts',
    find: 'return a.seniority < b.seniority;',
    replace: 'return a.seniority > b.seniority;',
    breaks: ['traefik-routing.priority.equal-priority-older'],
  },
  {
    fault: 'of rules of the same priority and length that which was seen first goes first',
    file: 'reference/runtime/candidate.ts',
    find: `  if (a.seniority !== b.seniority) return a.seniority < b.seniority;
  return a.router < b.router;`,
    replace: '  return false;',
    breaks: ['traefik-routing.priority.equal-priority'],
  },
];
