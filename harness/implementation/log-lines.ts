/**
 * Whether a line of a log has each of the words, as words of their own: neither as a part of a longer one or of a
 * joined name (`web` is not in `websecure`, nor `app` in `app-2`), nor by chance in the time at which it was written.
 */
export function says(line: string, words: readonly string[]): boolean {
  const said = line.replaceAll(timestamp, '');
  return words.every((word) => new RegExp(`${before}${literally(word)}${behind}`, 'u').test(said));
}

/** RFC 3339. */
const timestamp = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g;

const before = '(?<![\\p{L}\\p{N}_-])';
const behind = '(?![\\p{L}\\p{N}_-])';

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
