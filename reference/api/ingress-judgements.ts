import type { Problem } from '../dynamic/problem.ts';
import { type IngressStatus, ingressStatus, ProblemIndex } from './ingress-documents.ts';
import type { ApiView, IngressView } from './view.ts';

/** How every Ingress is served under one runtime. */
export interface Judgements {
  readonly problems: ProblemIndex;
  /** In the order of the Ingresses. */
  readonly statuses: readonly IngressStatus[];
}

interface Known extends Judgements {
  readonly runtime: ApiView['runtime'];
  readonly given: readonly Problem[];
}

const known = new WeakMap<readonly IngressView[], Known>();

/** Found again only when something has changed: a dashboard that somebody looks at asks every few seconds. */
export function judgementsOf(view: ApiView): Judgements {
  const { ingresses, runtime, problems: given } = view;
  const before = known.get(ingresses);
  if (before !== undefined && before.runtime === runtime && areSame(before.given, given)) return before;
  const problems = new ProblemIndex(given);
  const statuses = ingresses.map((ingress) => ingressStatus(ingress, view, problems));
  const judgements: Known = { problems, statuses, runtime, given };
  known.set(ingresses, judgements);
  return judgements;
}

/** Those of certificates are made anew each time that they are told. */
function areSame(before: readonly Problem[], after: readonly Problem[]): boolean {
  return before.length === after.length && before.every((problem, index) => isSame(problem, after[index]));
}

function isSame(one: Problem, other: Problem | undefined): boolean {
  if (one === other) return true;
  return other !== undefined && JSON.stringify(one) === JSON.stringify(other);
}
