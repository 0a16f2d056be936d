import type { Handler, Middleware } from '../middlewares/exchange.ts';
import type { Route, RuntimeService } from '../runtime/runtime.ts';

export interface PipelineInput {
  /** Of the entry point, the outermost first. */
  readonly middlewares: readonly Middleware[];
  /** The innermost handler of a service that has servers. */
  readonly terminal: (service: RuntimeService) => Handler;
  /** By `name@provider`, for middlewares that send requests elsewhere. */
  readonly service: (name: string) => RuntimeService | undefined;
}

/**
 * The ways of requests through one entry point under one runtime: its middlewares, those of the router, the service.
 * Each is put together with its first request.
 */
export class Pipeline {
  readonly #input: PipelineInput;
  readonly #handlers = new WeakMap<Route, Handler>();
  readonly #services = new WeakMap<RuntimeService, Handler>();

  constructor(input: PipelineInput) {
    this.#input = input;
  }

  handlerOf(route: Route): Handler {
    let handler = this.#handlers.get(route);
    if (handler === undefined) {
      handler = this.#compose(route);
      this.#handlers.set(route, handler);
    }
    return handler;
  }

  #compose({ router, middlewares, service }: Route): Handler {
    const services = {
      router,
      handler: (name: string): Handler | undefined => {
        const named = this.#input.service(name);
        return named && this.#handlerOfService(named);
      },
    };
    return [...this.#input.middlewares, ...middlewares].reduceRight(
      (next, middleware) => middleware(next, services),
      this.#handlerOfService(service),
    );
  }

  #handlerOfService(service: RuntimeService): Handler {
    let handler = this.#services.get(service);
    if (handler === undefined) {
      handler = service.internal ?? this.#input.terminal(service);
      this.#services.set(service, handler);
    }
    return handler;
  }
}
