/** Why the reference can't start: always something that the user can mend. `message` is made for a terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly what: string;
  /** The option, address, file or variable that it comes from. */
  readonly where: string;
  readonly remedy: string;
  readonly exitCode = 1;

  constructor(what: string, where: string, remedy: string, options?: ErrorOptions) {
    super(where === '' ? `${what} ${remedy}`.trim() : `${where}:\n  ${what}\n  ${remedy}`, options);
    this.what = what;
    this.where = where;
    this.remedy = remedy;
  }
}
