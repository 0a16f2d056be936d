import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import type { FileContent, FileReading } from './file-reading.ts';
import type { Origin } from './issues.ts';
import type { Raw, RawEntry, RawMap } from './raw.ts';

/** Far deeper than options go. */
const deepest = 50;

/**
 * Reads a file as YAML 1.2 with aliases and merge keys (`<<`). Duplicate keys stay in, for the decoder to report
 * with both places. Messages hold nothing of the file's text: it may be a secret.
 */
export function readYaml({ path, text, mostNodes }: FileContent): FileReading {
  const lines = new LineCounter();
  const originAt = (offset: number): Origin => {
    const { line, col } = lines.linePos(offset);
    return { kind: 'file', path, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'silent' } as const;
  const [document, second] = [...parseAllDocuments(text, options)];
  const [error] = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
  if (error !== undefined) {
    return { kind: 'unreadable', origin: originAt(error.pos[0]), reason: reasonOf(error) };
  }
  if (second !== undefined) {
    return {
      kind: 'unreadable',
      origin: originAt(second.range[0]),
      reason: 'The file holds a second YAML document.',
    };
  }
  if (document === undefined || document.contents === null) {
    return { kind: 'empty' };
  }
  try {
    const raw = new YamlReader(originAt, mostNodes).read(document.contents, 0);
    if (raw.kind === 'null' || (raw.kind === 'map' && raw.entries.length === 0)) {
      return { kind: 'empty' };
    }
    return raw.kind === 'map'
      ? { kind: 'options', raw }
      : {
          kind: 'unreadable',
          origin: raw.origin,
          reason: 'The file does not hold options: a YAML mapping is expected.',
        };
  } catch (problem) {
    if (problem instanceof YamlProblem) {
      return { kind: 'unreadable', origin: problem.origin, reason: problem.message };
    }
    throw problem;
  }
}

class YamlReader {
  readonly #originAt: (offset: number) => Origin;
  /** Nodes by anchor, as far as the reading has come: an alias means the last one before it. */
  readonly #anchors = new Map<string, unknown>();
  readonly #mostNodes: number;
  #nodes = 0;

  /** @param mostNodes aliases can multiply a short file into as many nodes as they like */
  constructor(originAt: (offset: number) => Origin, mostNodes: number) {
    this.#originAt = originAt;
    this.#mostNodes = mostNodes;
  }

  read(node: unknown, depth: number): Raw {
    const origin = this.#origin(node);
    this.#nodes += 1;
    if (this.#nodes > this.#mostNodes || depth > deepest) {
      throw new YamlProblem(origin, 'The file holds too much, or is nested too deep.');
    }
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) {
        const reason = 'The alias names no anchor that ends before it; text with * in front needs quotes.';
        throw new YamlProblem(origin, reason);
      }
      return this.read(target, depth + 1);
    }
    const raw = this.#content(node, origin, depth);
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined) {
      // Only now, so that an alias inside of what it names finds nothing.
      this.#anchors.set(node.anchor, node);
    }
    return raw;
  }

  #content(node: unknown, origin: Origin, depth: number): Raw {
    if (isMap(node)) {
      return this.#map(node, origin, depth);
    }
    if (isSeq(node)) {
      return { kind: 'list', items: node.items.map((item) => this.read(item, depth + 1)), origin };
    }
    return scalar(isScalar(node) ? node.value : null, origin);
  }

  #map(node: YAMLMap, origin: Origin, depth: number): RawMap {
    const entries: RawEntry[] = [];
    const merged: RawEntry[] = [];
    for (const { key, value } of node.items) {
      const keyOrigin = this.#origin(key);
      if (!isScalar(key)) {
        throw new YamlProblem(keyOrigin, 'A key must be plain text.');
      }
      const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
      // A value that is left out has no place of its own.
      const read = value === null ? scalar(null, keyOrigin) : this.read(value, depth + 1);
      if (name === '<<' && key.type === 'PLAIN') {
        merged.push(...this.#mergedEntries(read));
      } else {
        entries.push({ key: name, origin: keyOrigin, value: read });
      }
    }
    const taken = new Set(entries.map(({ key }) => key.toLowerCase()));
    for (const entry of merged) {
      if (!taken.has(entry.key.toLowerCase())) {
        taken.add(entry.key.toLowerCase());
        entries.push(entry);
      }
    }
    return { kind: 'map', entries, enabled: undefined, origin };
  }

  #mergedEntries(raw: Raw): readonly RawEntry[] {
    switch (raw.kind) {
      case 'map':
        return raw.entries;
      case 'list':
        return raw.items.flatMap((item) => this.#mergedEntries(item));
      default:
        throw new YamlProblem(raw.origin, 'A merge key (<<) takes a mapping or a list of them.');
    }
  }

  #origin(node: unknown): Origin {
    const hasRange = isAlias(node) || isMap(node) || isSeq(node) || isScalar(node);
    return this.#originAt(hasRange ? (node.range?.[0] ?? 0) : 0);
  }
}

/** Ends the reading from wherever it is; never leaves this file. */
class YamlProblem extends Error {
  readonly origin: Origin;

  constructor(origin: Origin, reason: string) {
    super(reason);
    this.origin = origin;
  }
}

function scalar(value: unknown, origin: Origin): Raw {
  if (value === null || value === undefined) {
    return { kind: 'null', origin };
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, origin };
  }
  return { kind: 'unsupported', what: 'a value of a kind that no option has', origin };
}

/** The library's own messages may quote the file; what an error is about can be told from its code. */
function reasonOf(error: YAMLError): string {
  const about: Partial<Record<YAMLError['code'], string>> = {
    BAD_ALIAS: 'An alias (*) has no name.',
    BAD_DQ_ESCAPE: 'An escape sequence in double quotes is wrong; single quotes know none.',
    BAD_INDENT: 'The indentation is wrong.',
    BAD_SCALAR_START: 'Text that starts with this character needs quotes.',
    BLOCK_AS_IMPLICIT_KEY: 'There is a second ": " in one line; text with it needs quotes.',
    MISSING_CHAR: 'A character is missing, such as ":" behind a key, "," between items or a closing quote.',
    MULTILINE_IMPLICIT_KEY: 'A key goes over several lines; ":" is missing.',
    TAB_AS_INDENT: 'Tabs cannot indent; use spaces.',
    TAG_RESOLVE_FAILED: 'Tags (!) are not known here; text that starts with ! needs quotes.',
  };
  return `This is not YAML. ${about[error.code] ?? ''}`.trim();
}
