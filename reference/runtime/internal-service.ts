import type { Handler } from '../middlewares/exchange.ts';
import type { RuntimeService } from './runtime.ts';

/** A service that the process answers itself: `api@internal` and the like. */
export class InternalService implements RuntimeService {
  readonly name: string;
  readonly internal: Handler;
  readonly passHostHeader = true;
  readonly servers = [];
  readonly sticky = undefined;

  /** @param name `name@internal` */
  constructor(name: string, handler: Handler) {
    this.name = name;
    this.internal = handler;
  }

  next(): undefined {}
}
