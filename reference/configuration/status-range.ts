/** Statuses from `first` to `last`, both included. */
export interface StatusRange {
  readonly first: number;
  readonly last: number;
}

/** Reads `404` or `500-599`; undefined where it is neither. */
export function parseStatusRange(text: string): StatusRange | undefined {
  const [, first = '', last = first] = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(text) ?? [];
  return first === '' || Number(first) > Number(last)
    ? undefined
    : { first: Number(first), last: Number(last) };
}
