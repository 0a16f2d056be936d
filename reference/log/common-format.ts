import type { DestinationStream } from 'pino';

/**
 * Turns pino's lines of JSON into the form that `log.format: common` means:
 * `time="2024-05-01T10:00:00.000Z" level=info msg="Starting" providerName=kubernetes`.
 */
export function commonFormat(destination: DestinationStream): DestinationStream {
  return {
    write(line) {
      destination.write(`${formatEntry(JSON.parse(line))}\n`);
    },
  };
}

/** `time`, `level` and `msg` first, then the other fields in their order. */
export function formatEntry(entry: Readonly<Record<string, unknown>>): string {
  const { time, level, msg, ...fields } = entry;
  return Object.entries({ time, level, msg, ...fields })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${formatValue(value)}`)
    .join(' ');
}

/** Bare where it can't be misread; otherwise as a JSON string, so that an entry stays on its line. */
function formatValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[\w./@^+-]+$/.test(text) ? text : JSON.stringify(text);
}
