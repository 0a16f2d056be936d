import type { Problem } from '../dynamic/problem.ts';

/** Collects problems with one router, service or the like of the dynamic configuration. */
export class Faults {
  readonly problems: Problem[] = [];
  fatal = false;
  readonly #object: Problem['object'];

  /** @param kind `Router` */
  constructor(kind: string, name: string) {
    this.#object = { kind, namespace: '', name };
  }

  error(field: string, reason: string, remedy: string): void {
    this.fatal = true;
    this.omit(field, reason, remedy);
  }

  /** Something is left out, and the rest is of use without it. */
  omit(field: string, reason: string, remedy: string): void {
    this.problems.push({ severity: 'error', object: this.#object, field, reason, remedy });
  }

  warn(field: string, reason: string, remedy: string): void {
    this.problems.push({ severity: 'warning', object: this.#object, field, reason, remedy });
  }
}
