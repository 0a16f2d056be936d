import type { ConfigurationPart, DynamicConfiguration } from '../dynamic/configuration.ts';
import { mergeParts } from '../dynamic/merge.ts';
import type { Problem } from '../dynamic/problem.ts';
import type { Ingress } from '../kubernetes/objects.ts';
import type { Derivation, UnprocessedIngress } from './derivation.ts';
import type { Fragment } from './fragment.ts';

/** A derivation whose lists are made when somebody asks for them, once. */
export class LazyDerivation implements Derivation {
  readonly parts: readonly ConfigurationPart[];
  readonly #fragments: readonly Fragment[];
  readonly #conflicts: readonly Problem[];
  #configuration: DynamicConfiguration | undefined;
  #problems: readonly Problem[] | undefined;
  #processed: readonly Ingress[] | undefined;
  #unprocessed: readonly UnprocessedIngress[] | undefined;

  /** @param conflicts problems between Ingresses and with Services, which no fragment knows of */
  constructor(
    parts: readonly ConfigurationPart[],
    fragments: readonly Fragment[],
    conflicts: readonly Problem[],
  ) {
    this.parts = parts;
    this.#fragments = fragments;
    this.#conflicts = conflicts;
  }

  get configuration(): DynamicConfiguration {
    this.#configuration ??= mergeParts(this.parts);
    return this.#configuration;
  }

  get problems(): readonly Problem[] {
    this.#problems ??= [...this.#fragments.flatMap(({ problems }) => problems), ...this.#conflicts];
    return this.#problems;
  }

  get processed(): readonly Ingress[] {
    this.#processed ??= this.#fragments
      .filter(({ notProcessed }) => notProcessed === undefined)
      .map(({ ingress }) => ingress);
    return this.#processed;
  }

  get unprocessed(): readonly UnprocessedIngress[] {
    this.#unprocessed ??= this.#fragments.flatMap(({ ingress, notProcessed }) =>
      notProcessed === undefined ? [] : [{ ingress, reason: notProcessed }],
    );
    return this.#unprocessed;
  }
}
