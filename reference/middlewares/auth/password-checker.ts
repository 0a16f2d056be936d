import { Worker } from 'node:worker_threads';

export interface PasswordCheck {
  readonly password: string;
  /** As htpasswd writes it: bcrypt, `$apr1$` or `{SHA}`. */
  readonly hash: string;
}

/** Too many passwords wait to be checked. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/**
 * Whether the password is that of the hash.
 *
 * @param isWanted asked when it is its turn: whether somebody still waits for it
 * @throws {BusyError}
 */
export type CheckPassword = (check: PasswordCheck, isWanted: () => boolean) => Promise<boolean>;

/** Checks that may wait: each may take a tenth of a second, and who has guessed that often is in no hurry. */
const maximumWaiting = 64;

interface Job {
  readonly check: PasswordCheck;
  readonly isWanted: () => boolean;
  readonly resolve: (right: boolean) => void;
  readonly reject: (error: Error) => void;
}

/** One thread for the whole process, started with the first password; it keeps nobody from ending. */
export const checkPassword: CheckPassword = (check, isWanted) =>
  new Promise((resolve, reject) => {
    if (waiting.length >= maximumWaiting) {
      reject(new BusyError('too many passwords wait to be checked'));
      return;
    }
    waiting.push({ check, isWanted, resolve, reject });
    goOn();
  });

const waiting: Job[] = [];
let current: Job | undefined;
let worker: Worker | undefined;

function goOn(): void {
  while (current === undefined) {
    const job = waiting.shift();
    if (job === undefined) break;
    if (!job.isWanted()) {
      job.resolve(false);
      continue;
    }
    current = job;
    worker ??= startWorker();
    worker.ref();
    worker.postMessage(job.check);
  }
  if (current === undefined) worker?.unref();
}

function startWorker(): Worker {
  // As source and as compiled code.
  const file = import.meta.url.endsWith('.ts') ? './password-worker.ts' : './password-worker.js';
  const started = new Worker(new URL(file, import.meta.url));
  const lost = (error: Error): void => {
    // An error is followed by an exit, when another one may be at work.
    if (worker !== started) return;
    worker = undefined;
    finish((job) => job.reject(error));
  };
  return started
    .on('message', (right: boolean) => finish((job) => job.resolve(right)))
    .once('error', lost)
    .once('exit', () => lost(new Error('the thread that checks passwords has ended')));
}

function finish(tell: (job: Job) => void): void {
  const job = current;
  current = undefined;
  if (job !== undefined) tell(job);
  goOn();
}
