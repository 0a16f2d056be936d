/**
 * Why something that a user asked for is not served, or is served otherwise than asked: data, so that pure
 * functions can return it. Its caller logs it once; the API shows it for as long as it lasts.
 */
export interface Problem {
  /** `error`: something is left out. `warning`: it is served, but probably not as meant. */
  readonly severity: 'error' | 'warning';
  /** The object that has to be changed, or that was asked for. */
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
  /** Where in the object, as a path: `spec.rules[0].http.paths[1].backend.service.name`; empty for the whole. */
  readonly field: string;
  /** What is wrong, one sentence, no secrets in it. */
  readonly reason: string;
  /** What to do about it, one sentence. */
  readonly remedy: string;
}
