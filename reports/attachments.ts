/**
 * How steps and hooks hand findings to the reports: as cucumber attachments of these media types, which also
 * stand in `messages.ndjson`, so that a report can be made again from it.
 */

import type { Capability } from './catalogue/catalogue.ts';

/** Plain text: why a scenario is not applicable to this implementation or cluster. The scenario is then skipped. */
export const notApplicableMediaType = 'text/vnd.ingress-conformance.not-applicable+plain';

/** JSON of `Evidence` (`report.ts`). */
export const evidenceMediaType = 'application/vnd.ingress-conformance.evidence+json';

/** JSON of `RunDescription`. The reporter writes it into `messages.ndjson` itself, once, before everything else. */
export const runDescriptionMediaType = 'application/vnd.ingress-conformance.run+json';

export interface RunDescription {
  readonly suite: { readonly version: string };
  readonly implementation: {
    readonly name: string;
    readonly version: string;
    readonly kind: string;
    readonly capabilities: readonly Capability[];
  };
  readonly cluster: { readonly kind: string; readonly kubernetesVersion: string };
  /** What of the suite was selected, as the user would repeat it, but for the shard; empty: all of it. */
  readonly selection: string;
  /** Which part of the selection this run was; undefined: all of it. */
  readonly shard?: Shard | undefined;
  /** Whether a scenario that failed at first and passed on a retry counts as passed. Default: it does not. */
  readonly acceptRetries?: boolean | undefined;
}

/** One of `total` parts that scenarios are dealt out to in turn, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}
