import { nearest } from '../configuration/suggestion.ts';

/** Stands before the name of every annotation that routing is told by. */
const prefix = 'traefik.ingress.kubernetes.io/';

/** One annotation: what its value may be, and what it changes. */
export interface Definition<Annotations> {
  /** Ends the sentence "Write …". */
  readonly expected: string;
  /**
   * What the value changes of what has been read so far, in the order of the schema; undefined where it can't be
   * read. `number` is the one in the name, 0 where there is none.
   */
  readonly read: (value: string, before: Annotations, number: number) => Partial<Annotations> | undefined;
}

export interface Schema<Annotations> {
  /** Names that begin with it are annotations of this schema, or mistakes. */
  readonly family: 'router.' | 'service.';
  readonly defaults: Annotations;
  /** By name behind the prefix, in lower case; `n` stands for a number. */
  readonly definitions: Readonly<Record<string, Definition<Annotations>>>;
}

export interface Mistake {
  /** Whole, with its prefix, as it is spelt. */
  readonly annotation: string;
  /** What is wrong, to stand behind "The annotation NAME of the Ingress team/web ". */
  readonly reason: string;
  /** One sentence. */
  readonly remedy: string;
}

/** What was read, or everything that can't be. */
export type Annotated<Annotations> =
  | { readonly kind: 'read'; readonly annotations: Annotations }
  | { readonly kind: 'mistaken'; readonly mistakes: readonly [Mistake, ...Mistake[]] };

/** Names of annotations have no case. Those of other prefixes and families are somebody else's. */
export function readAnnotations<Annotations>(
  given: Readonly<Record<string, string>>,
  schema: Schema<Annotations>,
): Annotated<Annotations> {
  const { named, mistakes } = sortOut(given, schema);
  let annotations = schema.defaults;
  for (const [name, { read, expected }] of Object.entries(schema.definitions)) {
    for (const { annotation, value, number } of named.get(name) ?? []) {
      const change = read(value, annotations, number);
      if (change === undefined) {
        const reason = `can't be read: ${quoteShort(value)}`;
        mistakes.push({ annotation, reason, remedy: `Write ${expected}, or remove the annotation.` });
      } else {
        annotations = { ...annotations, ...change };
      }
    }
  }
  const [first, ...others] = mistakes;
  if (first !== undefined) return { kind: 'mistaken', mistakes: [first, ...others] };
  return { kind: 'read', annotations };
}

interface Given {
  readonly annotation: string;
  readonly value: string;
  readonly number: number;
}

/** Annotations of the family by their name in the schema, and those that are not in it. */
function sortOut<Annotations>(
  given: Readonly<Record<string, string>>,
  { family, definitions }: Schema<Annotations>,
): { readonly named: ReadonlyMap<string, readonly Given[]>; readonly mistakes: Mistake[] } {
  const named = new Map<string, Given[]>();
  const spellings = new Map<string, string>();
  const mistakes: Mistake[] = [];
  for (const [annotation, value] of Object.entries(given)) {
    const whole = annotation.toLowerCase();
    if (!whole.startsWith(prefix + family)) continue;
    const name = whole.slice(prefix.length).replace(/\.\d+(?=\.)/g, '.n');
    const other = spellings.get(whole);
    if (!Object.hasOwn(definitions, name)) {
      const guess = nearest(name, Object.keys(definitions));
      const remedy =
        guess === undefined ? 'Remove the annotation.' : `Write ${prefix}${guess}, or remove the annotation.`;
      mistakes.push({ annotation, reason: 'does not exist', remedy });
    } else if (other !== undefined) {
      const remedy = 'Remove one of the two: names of annotations have no case.';
      mistakes.push({ annotation, reason: `is there once more, as ${other}`, remedy });
    } else {
      spellings.set(whole, annotation);
      const number = Number(/\.(\d+)\./.exec(whole.slice(prefix.length))?.[1] ?? 0);
      named.set(name, [...(named.get(name) ?? []), { annotation, value, number }]);
    }
  }
  return { named, mistakes };
}

/** Enough of a value to recognise it by. */
const shownLength = 100;

function quoteShort(value: string): string {
  return JSON.stringify(value.length > shownLength ? `${value.slice(0, shownLength)}…` : value);
}
