/**
 * Durations as Go's `time.ParseDuration` reads them (`1m30s`, `1.5h`, `-1s`, `1µs`), and whole seconds (`10`).
 * https://pkg.go.dev/time#ParseDuration
 */

const millisecondsPerUnit: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3], // U+00B5, micro sign
  ['μs', 1e-3], // U+03BC, Greek letter mu
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);

/** The longest time that Node's timers can wait (2^31 - 1 milliseconds, some 24.8 days): beyond it they fire at once. */
export const longestDuration = 2 ** 31 - 1;

/** Milliseconds, possibly negative or with a fraction; undefined where the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (/^[-+]?\d+$/.test(text)) {
    return Number(text) * 1000 || 0;
  }
  const [, sign, terms] = /^([-+]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.exec(text) ?? [];
  if (terms === undefined) {
    return undefined;
  }
  let milliseconds = 0;
  for (const [, number, unit] of terms.matchAll(/([\d.]+)(\D+)/g)) {
    milliseconds += Number(number) * (millisecondsPerUnit.get(unit ?? '') ?? Number.NaN);
  }
  return (sign === '-' ? -milliseconds : milliseconds) || 0;
}

/** The duration as Go's `ParseDuration` reads it back, in the largest units that need no fraction: `1m30s`, `0s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0) {
    return `-${formatDuration(-milliseconds)}`;
  }
  if (!Number.isInteger(milliseconds)) {
    return `${milliseconds.toFixed(6).replace(/0+$/, '')}ms`;
  }
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(milliseconds / 3_600_000), 'h'],
    [Math.floor(milliseconds / 60_000) % 60, 'm'],
    [Math.floor(milliseconds / 1000) % 60, 's'],
    [milliseconds % 1000, 'ms'],
  ];
  const text = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return text.length === 0 ? '0s' : text.join('');
}

/** The duration as Go prints it, in the API: as `formatDuration`, but with the zeros below the largest unit: `3m0s`. */
export function printDuration(milliseconds: number): string {
  if (milliseconds < 0) return `-${printDuration(-milliseconds)}`;
  if (milliseconds < 1_000) return formatDuration(milliseconds);
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  const seconds = `${(milliseconds % 60_000) / 1_000}s`;
  if (minutes === 0) return seconds;
  return hours === 0 ? `${minutes}m${seconds}` : `${hours}h${minutes % 60}m${seconds}`;
}
