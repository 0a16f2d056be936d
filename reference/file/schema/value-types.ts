import { type Option, option } from '../../configuration/schema.ts';
import {
  boolean,
  duration,
  integer,
  ipOrCidr,
  listOf,
  optionalText,
  text,
  type ValueType,
  valid,
} from '../../configuration/value-types.ts';

/** Shorthands for options of the dynamic configuration, whose meaning stands in Traefik's documentation. */
export const texts = listOf('list of texts', text);

/** Text for which a bare number may stand: `port: 443`. */
const textOrNumber: ValueType<string> = { ...text, inFile: 'text or number' };

/** The value of a header: nothing has a meaning as well. */
export const headerValue: ValueType<string> = { ...textOrNumber, keepsEmpty: true };

const statuses: ValueType<readonly string[]> = { ...texts, numbersInList: true };

export function textOption(value = ''): Option<string> {
  return option({ type: textOrNumber, default: value, description: '', example: 'text' });
}

export function optionalTextOption(): Option<string | undefined> {
  return option({ type: optionalText, default: undefined, description: '', example: 'text' });
}

export function textsOption(value: readonly string[] = []): Option<readonly string[]> {
  return option({ type: texts, default: value, description: '', example: '["one"]' });
}

/** Texts that must not be shown: they may be, or have in them, what nobody is to know. */
export function secretTexts(): Option<readonly string[]> {
  return option({ type: texts, default: [], description: '', example: '["one"]', secret: true });
}

/** The name of a file, or what would stand in it: so it is not to be shown either. */
export function fileOption(): Option<string> {
  return option({ type: text, default: '', description: '', example: 'file.pem', secret: true });
}

export function statusesOption(): Option<readonly string[]> {
  return option({ type: statuses, default: [], description: '', example: '["500-599"]' });
}

export function rangesOption(): Option<readonly string[]> {
  const type = listOf('list of IPs and CIDRs', ipOrCidr);
  return option({ type, default: [], description: '', example: '["10.0.0.0/8"]' });
}

export function flagOption(value = false): Option<boolean> {
  return option({ type: boolean, default: value, description: '', example: 'true' });
}

export function numberOption(value = 0, least = 0): Option<number> {
  return option({ type: integer(least, 2 ** 31 - 1), default: value, description: '', example: '1' });
}

/** Bytes may be more than fit into 32 bits; -1: no limit. */
export function bytesOption(value: number): Option<number> {
  return option({
    type: integer(-1, Number.MAX_SAFE_INTEGER),
    default: value,
    description: '',
    example: '1024',
  });
}

/** Milliseconds. */
export function durationOption(value: number): Option<number> {
  return option({ type: duration, default: value, description: '', example: '10s' });
}

/** One of a few words, which is not needed. */
export function optionalWord<W extends string>(type: ValueType<W>): Option<W | undefined> {
  const { name, inFile, parse } = type;
  return option<W | undefined>({
    type: { name, inFile, parse, format: (value) => value ?? '' },
    default: undefined,
    description: '',
    example: name,
  });
}

/** Whatever was given, none of it has an effect here. */
export const anything: ValueType<undefined> = {
  name: 'text',
  inFile: 'text or number',
  parse: () => valid(undefined),
  format: () => '',
};
