/** The threads that a run has scenarios carried out in: cucumber starts them, and has no way to end them early. */
import type { Worker } from 'node:worker_threads';

export interface WorkerThreads {
  /** Resolves when none of them does anything any more; one that is started later is ended at once. */
  end(): Promise<void>;
}

/** Knows all that this process starts from now on. */
export function watchWorkerThreads(): WorkerThreads {
  const running = new Set<Worker>();
  let ending = false;
  process.on('worker', (worker: Worker) => {
    running.add(worker);
    worker.once('exit', () => running.delete(worker));
    if (ending) void worker.terminate();
  });
  return {
    async end() {
      ending = true;
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}
