/** Reading what was written down earlier, or by someone else: JSON and YAML values into types, checked on the way. */

/** @throws DecodeError with the place and what was expected there */
export type Decode<T> = (value: unknown, place: string) => T;

export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

export const text: Decode<string> = (value, place) =>
  typeof value === 'string' ? value : refuse(value, place, 'a text');

/** A whole number from 0 on: a count, a line, milliseconds. */
export const count: Decode<number> = (value, place) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : refuse(value, place, 'a whole number from 0 on');

export const flag: Decode<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : refuse(value, place, 'true or false');

export function oneOf<const T extends string>(known: readonly T[]): Decode<T> {
  return (value, place) =>
    known.find((one) => one === value) ?? refuse(value, place, `one of ${known.join(', ')}`);
}

export function listOf<T>(element: Decode<T>): Decode<readonly T[]> {
  return (value, place) =>
    Array.isArray(value)
      ? value.map((one, index) => element(one, `${place}[${index}]`))
      : refuse(value, place, 'a list');
}

/** Keys that it does not know are left out: a later version of the same format may have more of them. */
export function shape<T extends object>(fields: { readonly [Key in keyof T]: Decode<T[Key]> }): Decode<T> {
  const names = Object.keys(fields) as (keyof T & string)[];
  return (value, place) => {
    if (!isRecord(value)) return refuse(value, place, 'a mapping');
    const decoded: Partial<T> = {};
    for (const name of names) {
      decoded[name] = fields[name](value[name], place === '' ? name : `${place}.${name}`);
    }
    return decoded as T;
  };
}

/** A value that may be missing, in whose place `otherwise` then stands. */
export function optional<T, Otherwise>(decode: Decode<T>, otherwise: Otherwise): Decode<T | Otherwise> {
  return (value, place) => (value === undefined ? otherwise : decode(value, place));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(value: unknown, place: string, expected: string): never {
  const where = place === '' ? 'the whole' : place;
  const found = value === undefined ? 'is missing' : `is ${shown(value)}`;
  throw new DecodeError(`${where} ${found}, and must be ${expected}`);
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length <= 60 ? json : `${json.slice(0, 59)}…`;
}
