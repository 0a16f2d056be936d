/** The command was asked for something that can't be done. Its message is for the user: what, and what to do instead. */
export class Mistake extends Error {
  override readonly name = 'Mistake';
}
