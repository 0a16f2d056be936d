import type { Raw } from './raw.ts';
import type { Option } from './schema.ts';
import type { Parsed } from './value-types.ts';

/** What a source says about one option. */
export type OptionReading =
  | { readonly kind: 'value'; readonly value: unknown }
  /** Nothing, or empty text: the default is meant. */
  | { readonly kind: 'unset' }
  /** Whole sentences, with no secret in them. */
  | { readonly kind: 'invalid'; readonly reason: string; readonly remedy: string };

/** Reads the value of an option; from a file it must be of the right kind, and is not converted. */
export function readOption(node: Option<unknown>, raw: Raw): OptionReading {
  if (raw.kind === 'null' || textOf(raw) === '') {
    return node.type.keepsEmpty === true ? node.type.parse('') : { kind: 'unset' };
  }
  const parsed = parse(node, raw);
  if (parsed === undefined) {
    const expected = expectations[node.type.inFile];
    const unquoted = node.type.inFile === 'text' && raw.kind === 'scalar';
    return {
      kind: 'invalid',
      reason: `It must be ${expected.name}, but is ${whatItIs(raw)}.`,
      remedy: unquoted ? 'Put it in quotes.' : expected.remedy,
    };
  }
  if (parsed.kind === 'value') {
    return parsed;
  }
  const shown = node.secret ? 'Its value' : parsed.shown;
  return { kind: 'invalid', reason: `${shown} ${parsed.reason}.`, remedy: parsed.remedy };
}

/** For a message: `text`, `a number`, `a list`; never the value. */
export function whatItIs(raw: Raw): string {
  switch (raw.kind) {
    case 'text':
      return 'text';
    case 'scalar':
      return { text: 'text', number: 'a number', boolean: 'a boolean' }[kindOf(raw.value)];
    case 'null':
      return 'nothing';
    case 'unsupported':
      return raw.what;
    case 'list':
      return raw.items.every((item) => textOf(item) !== undefined)
        ? 'a list'
        : 'a list with other things than texts in it';
    case 'map':
      return 'a group of options';
  }
}

/** Undefined where the value is of a kind that the option does not take. */
function parse({ type }: Option<unknown>, raw: Raw): Parsed<unknown> | undefined {
  switch (raw.kind) {
    case 'text':
      return type.parse(raw.text);
    case 'list': {
      const read = type.numbersInList === true ? textOrNumberOf : textOf;
      const items = raw.items.map(read).filter((item) => item !== undefined);
      return items.length === raw.items.length ? type.parseItems?.(items) : undefined;
    }
    case 'scalar': {
      const kind = kindOf(raw.value);
      const fits = type.inFile === kind || (type.inFile === 'text or number' && kind !== 'boolean');
      return fits ? type.parse(String(raw.value)) : undefined;
    }
    default:
      return undefined;
  }
}

const expectations = {
  text: { name: 'text', remedy: 'Write it as text.' },
  number: { name: 'a number', remedy: 'Write a number, without quotes.' },
  'text or number': { name: 'text or a number', remedy: 'Write it as text or as a number.' },
  boolean: { name: 'true or false', remedy: 'Write true or false, without quotes.' },
  list: { name: 'a list of texts', remedy: 'Write a list of texts, also for a single one: ["one"].' },
} as const;

function kindOf(value: string | number | boolean): 'text' | 'number' | 'boolean' {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    default:
      return 'boolean';
  }
}

function textOrNumberOf(raw: Raw): string | undefined {
  return raw.kind === 'scalar' && typeof raw.value === 'number' ? String(raw.value) : textOf(raw);
}

function textOf(raw: Raw): string | undefined {
  if (raw.kind === 'text') {
    return raw.text;
  }
  return raw.kind === 'scalar' && typeof raw.value === 'string' ? raw.value : undefined;
}
