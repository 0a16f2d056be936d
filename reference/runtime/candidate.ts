import type { Matcher } from '../rules/compile.ts';
import type { MiddlewareTable } from './middleware-table.ts';
import type { Route } from './runtime.ts';

/** A router as the routing table keeps it. */
export interface Candidate {
  /** `name@provider`. */
  readonly router: string;
  /** `name@provider` of its service, which exists. */
  readonly service: string;
  readonly priority: number;
  readonly ruleLength: number;
  /** See `ConfigurationPart`. */
  readonly seniority: string;
  /** `name@provider` of each, the outermost first; all of them can be used. */
  readonly middlewares: readonly string[];
  /** What its place in the table does not settle. */
  readonly rest: Matcher | undefined;
  /** The route given out last, to be given out again while it leads through the same. */
  lastRoute: LastRoute | undefined;
}

export interface LastRoute {
  readonly route: Route;
  /** Where its middlewares were looked up. */
  readonly middlewares: MiddlewareTable;
}

/**
 * The order of routers: the higher priority first; of equal ones the longer rule; of equally long ones the
 * senior one, so that nobody takes what another one had first; within one part the name that sorts first. Names
 * are unique, so that chance has no part in it.
 */
export function isBefore(a: Candidate, b: Candidate): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority;
  if (a.ruleLength !== b.ruleLength) return a.ruleLength > b.ruleLength;
  if (a.seniority !== b.seniority) return a.seniority < b.seniority;
  return a.router < b.router;
}

/** A copy in order with one more. */
export function insertSorted(candidates: readonly Candidate[], candidate: Candidate): readonly Candidate[] {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = candidates[middle];
    if (other !== undefined && isBefore(other, candidate)) low = middle + 1;
    else high = middle;
  }
  return candidates.toSpliced(low, 0, candidate);
}
