/** Faults in how requests go through middlewares to a service. */
import type { Mutation } from './mutations.ts';

const pipeline = 'reference/proxy/pipeline.ts';
const handler = 'reference/proxy/handler.ts';

export const pipelineMutations: readonly Mutation[] = [
  {
    fault: 'requests pass by the middlewares of their entry point',
    file: pipeline,
    find: '[...this.#input.middlewares, ...middlewares]',
    replace: '[...middlewares]',
    breaks: [
      'traefik-routing.entry-point-middlewares.every-router',
      'traefik-routing.entry-point-middlewares.before-own',
    ],
  },
  {
    fault: 'requests go through the last middleware first',
    file: pipeline,
    find: '.reduceRight(',
    replace: '.reduce(',
    breaks: [
      'traefik-routing.router-middlewares.in-order',
      'traefik-routing.entry-point-middlewares.before-own',
    ],
  },
  {
    fault: 'requests to switch protocols pass by middlewares',
    file: handler,
    find: 'routing.pipeline.handlerOf(route)',
    replace: 'routing.pipeline.handlerOf(head.request.upgrade ? { ...route, middlewares: [] } : route)',
    breaks: ['traefik-routing.middlewares.web-socket'],
  },
  {
    fault: 'middlewares find no other service',
    file: pipeline,
    find: 'return named && this.#handlerOfService(named);',
    replace: 'return named?.internal;',
    breaks: ['traefik-routing.middleware-failures.errors'],
  },
];
