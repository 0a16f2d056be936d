import { createHash } from 'node:crypto';
import type { ObjectMeta } from '../kubernetes/objects.ts';

export const defaultRouterName = 'default-router';
export const defaultServiceName = 'default-backend';

/** Runs of anything but letters and digits become one `-`, and none is left at the ends. */
export function normaliseName(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
}

/** What tells two routers of one Ingress apart whose hosts and paths differ in punctuation alone. */
export function ruleSuffix(rule: string): string {
  return createHash('sha256').update(rule).digest('hex').slice(0, 20);
}

/** Somebody who would like a name. */
export interface Claimant<Id extends string = string> {
  /** Unique among all claimants. */
  readonly id: Id;
  readonly metadata: ObjectMeta;
}

/** Older first: by creation time, then namespace, name and id, so that every instance comes to the same order. */
export function compareAge(a: Claimant, b: Claimant): number {
  return (
    compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compareText(a.metadata.namespace, b.metadata.namespace) ||
    compareText(a.metadata.name, b.metadata.name) ||
    compareText(a.id, b.id)
  );
}

/** A text that sorts as `compareAge` does: a space comes before all that a name can have. */
export function seniorityOf({ creationTimestamp, namespace, name }: ObjectMeta): string {
  return `${creationTimestamp} ${namespace} ${name}`;
}

/**
 * Who has which name. Different objects can come to the same name (`a-b`/`c` and `a`/`b-c`): the oldest has it,
 * the others get it with a suffix that no other name has, since `~` never stands in a normalised one.
 */
export class Names<Id extends string = string> {
  readonly #claimants = new Map<string, readonly Claimant<Id>[]>();

  claim(name: string, claimant: Claimant<Id>): void {
    const others = this.#claimants.get(name);
    this.#claimants.set(name, others === undefined ? [claimant] : [...others, claimant].sort(compareAge));
  }

  release(name: string, id: Id): void {
    const rest = this.claimants(name).filter((claimant) => claimant.id !== id);
    if (rest.length === 0) this.#claimants.delete(name);
    else this.#claimants.set(name, rest);
  }

  /** Oldest first. */
  claimants(name: string): readonly Claimant<Id>[] {
    return this.#claimants.get(name) ?? [];
  }

  /** The name that a claimant of `name` has. */
  nameOf(name: string, id: Id): string {
    const [oldest] = this.claimants(name);
    const free = oldest?.id === id && name !== defaultRouterName;
    return free ? name : `${name}~${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
