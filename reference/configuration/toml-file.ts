import { parse, TomlDate, TomlError } from 'smol-toml';
import type { FileContent, FileReading } from './file-reading.ts';
import type { Origin } from './issues.ts';
import type { Raw, RawMap } from './raw.ts';
import { locateKeys } from './toml-positions.ts';

/** Reads a file as TOML 1.0. Messages hold nothing of the file's text: it may be a secret. */
export function readToml({ path, text }: FileContent): FileReading {
  let table: object;
  try {
    table = parse(text, { maxDepth: 50, integersAsBigInt: false });
  } catch (error) {
    if (error instanceof TomlError) {
      const origin: Origin = { kind: 'file', path, line: error.line, column: error.column };
      return { kind: 'unreadable', origin, reason: reasonOf(error) };
    }
    throw error;
  }
  if (Object.keys(table).length === 0) {
    return { kind: 'empty' };
  }
  const keys = locateKeys(text);
  const originOf = (key: readonly string[]): Origin => {
    const { line, column } = keys.find(key) ?? { line: 1, column: 1 };
    return { kind: 'file', path, line, column };
  };
  return { kind: 'options', raw: map(table, [], originOf) };
}

function map(table: object, path: readonly string[], originOf: (key: readonly string[]) => Origin): RawMap {
  const entries = Object.entries(table).map(([key, value]) => {
    const keyPath = [...path, key];
    return { key, origin: originOf(keyPath), value: raw(value, keyPath, originOf) };
  });
  return { kind: 'map', entries, enabled: undefined, origin: originOf(path) };
}

function raw(value: unknown, path: readonly string[], originOf: (key: readonly string[]) => Origin): Raw {
  const origin = originOf(path);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, origin };
  }
  if (Array.isArray(value)) {
    return {
      kind: 'list',
      items: value.map((item, index) => raw(item, [...path, `[${index}]`], originOf)),
      origin,
    };
  }
  if (value instanceof TomlDate || typeof value !== 'object' || value === null) {
    return { kind: 'unsupported', what: 'a date or time', origin };
  }
  return map(value, path, originOf);
}

/** The library's sentence without the excerpt of the file that it puts under it. */
function reasonOf(error: TomlError): string {
  const [line = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n', 1);
  return line.startsWith('trying to redefine') ? 'This key is given twice.' : `This is not TOML: ${line}.`;
}
