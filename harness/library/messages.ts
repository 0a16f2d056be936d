/** What the process of a run and the one that asked for it say to each other. */
import type { RunData, RunResult } from './request.ts';

export type ToRun =
  | { readonly kind: 'begin'; readonly request: RunData }
  /** What is known by then is still reported. */
  | { readonly kind: 'abort' };

/** Exactly one of them, before the process ends. */
export type FromRun =
  | { readonly kind: 'ended'; readonly result: RunResult }
  /** It was asked for something that can't be done; the message says what, and what to do instead. */
  | { readonly kind: 'refused'; readonly message: string };
