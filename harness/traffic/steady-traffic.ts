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
 * Starts it: `clients` of them, each sending its next request when it has the answer to the last.
 * Rejecting is left to `exchange`, which reports failures as outcomes.
 */
export function startSteadyTraffic(clients: number, exchange: () => Promise<Exchange>): SteadyTraffic {
  const exchanges: Exchange[] = [];
  const waiting: { readonly total: number; readonly resolve: () => void }[] = [];
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
  const running = Array.from({ length: clients }, keepAsking);

  return {
    answered(count) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ total: exchanges.length + count, resolve });
      return promise;
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
      return exchanges;
    },
  };
}
