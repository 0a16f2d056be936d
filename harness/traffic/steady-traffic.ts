/**
 * A client that keeps asking while a scenario changes things, so that it can be said afterwards that not one
 * request failed.
 */
import type { Exchange } from './client.ts';

export interface SteadyTraffic {
  /** Resolves when that many more requests have been answered. */
  answered(count: number): Promise<void>;
  /** Ends it; resolves, once every request under way has been answered, with all exchanges. */
  stop(): Promise<readonly Exchange[]>;
}

/**
 * Starts it: `clients` of them, each sending its next request when it has the answer to the last. Requests that fail
 * are exchanges too; where none can be sent at all, `exchange` rejects, and with its error so does everything here.
 */
export function startSteadyTraffic(clients: number, exchange: () => Promise<Exchange>): SteadyTraffic {
  const exchanges: Exchange[] = [];
  const waiting: {
    readonly total: number;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  let broken: { readonly error: unknown } | undefined;
  let stopped = false;

  const keepAsking = async (): Promise<void> => {
    while (!stopped) {
      exchanges.push(await exchange());
      for (const waiter of waiting.splice(0)) {
        if (exchanges.length >= waiter.total) waiter.resolve();
        else waiting.push(waiter);
      }
    }
  };
  const breakOff = (error: unknown) => {
    broken ??= { error };
    stopped = true;
    for (const waiter of waiting.splice(0)) waiter.reject(error);
  };
  const running = Array.from({ length: clients }, () => keepAsking().catch(breakOff));

  return {
    answered(count) {
      if (broken !== undefined) return Promise.reject(broken.error);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ total: exchanges.length + count, resolve, reject });
      return promise;
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
      if (broken !== undefined) throw broken.error;
      return exchanges;
    },
  };
}
