import type { Problem } from '../dynamic/problem.ts';
import type { Ingress, ObjectKey } from '../kubernetes/objects.ts';
import type { Fragment, RouterDraft } from './fragment.ts';
import { type Claimant, compareAge } from './names.ts';
import { ingressProblem } from './problems.ts';

/** One router that has a rule. */
interface Holder extends Claimant<ObjectKey> {
  readonly ingress: Ingress;
  readonly draft: RouterDraft;
}

/**
 * Rules that several Ingresses have, with the same priority: the oldest one takes every request. Who comes
 * later, be it by mistake or to take what is another's, is told so.
 */
export class SharedRules {
  /** By what makes rules equal, oldest first. */
  readonly #holders = new Map<string, readonly Holder[]>();
  readonly #keys = new Map<ObjectKey, ReadonlySet<string>>();
  readonly #problems = new Map<string, readonly Problem[]>();
  /** Of these keys the problems are to be found again. */
  readonly #touched = new Set<string>();
  readonly #httpsEntryPoints: readonly string[];

  /** @param httpsEntryPoints those on which every router answers HTTPS */
  constructor(httpsEntryPoints: readonly string[]) {
    this.#httpsEntryPoints = httpsEntryPoints;
  }

  /** @param fragment what the Ingress came to; undefined where it is gone */
  set(id: ObjectKey, fragment: Fragment | undefined): void {
    for (const key of this.#keys.get(id) ?? []) {
      this.#put(
        key,
        this.#of(key).filter((holder) => holder.id !== id),
      );
    }
    this.#keys.delete(id);
    if (fragment === undefined || fragment.routers.length === 0) return;
    const { ingress, routers } = fragment;
    for (const draft of routers) {
      const holder = { id, metadata: ingress.metadata, ingress, draft };
      this.#put(keyOf(draft), [...this.#of(keyOf(draft)), holder].sort(compareAge));
    }
    this.#keys.set(id, new Set(routers.map(keyOf)));
  }

  /** One for each path that an older Ingress takes. */
  problems(): Problem[] {
    for (const key of this.#touched) {
      const problems = tooLate(this.#of(key), this.#httpsEntryPoints);
      if (problems.length === 0) this.#problems.delete(key);
      else this.#problems.set(key, problems);
    }
    this.#touched.clear();
    return [...this.#problems.values()].flat();
  }

  #of(key: string): readonly Holder[] {
    return this.#holders.get(key) ?? [];
  }

  #put(key: string, holders: readonly Holder[]): void {
    if (holders.length === 0) this.#holders.delete(key);
    else this.#holders.set(key, holders);
    this.#touched.add(key);
  }
}

/** Routers that differ in any of these do not compete, or the one that wins was meant to. */
function keyOf({ router: { rule, priority = 0 } }: RouterDraft): string {
  return `${priority} ${rule}`;
}

function tooLate(holders: readonly Holder[], httpsEntryPoints: readonly string[]): Problem[] {
  return holders.flatMap((holder, index) => {
    const older = holders
      .slice(0, index)
      .find(({ draft }) => compete(draft.router, holder.draft.router, httpsEntryPoints));
    return older === undefined ? [] : [problemOf(holder, older)];
  });
}

type Listening = Pick<RouterDraft['router'], 'entryPoints' | 'tls'>;

/** Whether there is an entry point where the same requests would come to both. */
function compete(a: Listening, b: Listening, httpsEntryPoints: readonly string[]): boolean {
  // Where only one of the two asks for TLS, both have it on the entry points that give it to all.
  const some = (a.tls === undefined) === (b.tls === undefined) ? undefined : httpsEntryPoints;
  const lists = [a.entryPoints, b.entryPoints, some].filter((list) => list !== undefined);
  const [first, ...others] = lists;
  return first === undefined || first.some((name) => others.every((list) => list.includes(name)));
}

function problemOf({ ingress, draft }: Holder, older: Holder): Problem {
  const own = `${ingress.metadata.namespace}/${ingress.metadata.name}`;
  const other = `${older.metadata.namespace}/${older.metadata.name}`;
  return ingressProblem(
    ingress,
    draft.field,
    `The older Ingress ${other} has the same host, path and priority, and takes the requests in the place of ${own}.`,
    'Remove one of the two, or give one of them the annotation router.priority.',
    'warning',
  );
}
