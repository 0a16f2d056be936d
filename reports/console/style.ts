/** Where the console's text goes: `process.stdout`, `process.stderr`, or a stand-in. */
export interface ConsoleStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
}

/** Whether a line can be written over. A CI's log keeps every version of it, even behind a pseudo terminal. */
export function isInteractive(stream: ConsoleStream, environment: Environment): boolean {
  return stream.isTTY === true && environment.TERM !== 'dumb' && !isSet(environment.CI);
}

/** Colours on a terminal, unless NO_COLOR is set (https://no-color.org: to anything but the empty string). */
export function createStyle(stream: ConsoleStream, environment: Environment): Style {
  const enabled = stream.isTTY === true && environment.TERM !== 'dumb' && !isSet(environment.NO_COLOR);
  const sgr = (on: number, off: number) => (text: string) =>
    enabled && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39), yellow: sgr(33, 39) };
}

/**
 * Text with its control characters shown instead of sent: a pod's answer must not be able to move the cursor, set
 * the window's title or hide a line.
 */
export function printable(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(controls, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Text on a single line. */
export function onOneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ').trim());
}

export function indented(text: string, by: number): string {
  const margin = ' '.repeat(by);
  return text
    .split('\n')
    .map((line) => (line === '' ? line : margin + line))
    .join('\n');
}

// All of C0 but tab and line feed, DEL, and C1, which terminals take for commands too.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
