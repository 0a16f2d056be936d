/**
 * What the rest of the reference logs to. Fields come first to mind when searching a log, so a message is a
 * fixed sentence and whatever varies is a field. Never a secret.
 */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Says nothing: for tests, and for parts used by themselves. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
