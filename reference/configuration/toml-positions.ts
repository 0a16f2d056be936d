/** From 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where keys stand in a document. */
export interface KeyPositions {
  /**
   * The first place where the key, its path taken from the root, stands; undefined where it is not found. What
   * stands in an array has the place in it as a part of its path: `[0]`.
   */
  find(path: readonly string[]): Position | undefined;
}

/**
 * Finds the keys of a TOML document, as the parser tells values only. The document has been parsed already:
 * the scanner knows just enough of the grammar (https://toml.io/en/v1.0.0) to tell keys from values, and
 * judges nothing.
 */
export function locateKeys(toml: string): KeyPositions {
  const scanner = new KeyScanner(toml);
  scanner.document();
  return { find: (path) => scanner.found.get(pathKey(path)) };
}

class KeyScanner {
  readonly found = new Map<string, Position>();
  /** How many tables each array of them has so far. */
  readonly #arrays = new Map<string, number>();
  readonly #toml: string;
  #at = 0;
  /** Where the line of `#at` starts and its number, moved along with it. */
  #lineStart = 0;
  #line = 1;
  #counted = 0;

  constructor(toml: string) {
    this.#toml = toml;
  }

  document(): void {
    let table: readonly string[] = [];
    for (this.#skipBlank(); this.#at < this.#toml.length; this.#skipBlank()) {
      if (this.#peek('[')) {
        const isArray = this.#take(/\[\[?/y) === '[[';
        const position = this.#position();
        table = this.#keys([], isArray);
        if (isArray) this.#note(table, position);
        this.#take(/[ \t]*\]\]?/y);
      } else {
        this.#assignment(table);
      }
    }
  }

  #assignment(table: readonly string[]): void {
    const start = this.#at;
    const path = this.#keys(table);
    this.#take(/[ \t]*=[ \t]*/y);
    this.#value(path);
    // Whatever this was, the scan must go on.
    this.#at = Math.max(this.#at, start + 1);
  }

  /**
   * A dotted key; every part of it is noted at its own place. One that names an array of tables means the last of
   * them (https://toml.io/en/v1.0.0#array-of-tables).
   *
   * @param begins whether the key begins another table of such an array
   */
  #keys(table: readonly string[], begins = false): readonly string[] {
    let path = table;
    do {
      if (path !== table) path = this.#inArray(path);
      this.#take(/[ \t]*/y);
      const position = this.#position();
      const written = this.#take(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+/y);
      path = [...path, nameOf(written)];
      this.#note(path, position);
    } while (this.#take(/[ \t]*\./y) !== '');
    if (begins) this.#arrays.set(pathKey(path), (this.#arrays.get(pathKey(path)) ?? 0) + 1);
    return this.#inArray(path);
  }

  #inArray(path: readonly string[]): readonly string[] {
    const count = this.#arrays.get(pathKey(path));
    return count === undefined ? path : [...path, `[${count - 1}]`];
  }

  #note(path: readonly string[], position: Position): void {
    const key = pathKey(path);
    if (!this.found.has(key)) this.found.set(key, position);
  }

  #value(path: readonly string[]): void {
    if (this.#take(/"""(?:[^\\]|\\.)*?"""(?!")|'''.*?'''(?!')|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/sy) !== '') {
      return;
    }
    if (this.#take(/\[/y) !== '') {
      let index = 0;
      this.#items(']', () => {
        const item = [...path, `[${index++}]`];
        this.#note(item, this.#position());
        this.#value(item);
      });
    } else if (this.#take(/\{/y) !== '') {
      this.#items('}', () => this.#assignment(path));
    } else {
      this.#take(/[^,\]}\n#]*/y);
    }
  }

  #items(end: string, item: () => void): void {
    for (this.#skipBlank(); this.#at < this.#toml.length && !this.#peek(end); this.#skipBlank()) {
      const start = this.#at;
      item();
      this.#skipBlank();
      this.#take(/,/y);
      this.#at = Math.max(this.#at, start + 1);
    }
    this.#at += 1;
  }

  #skipBlank(): void {
    this.#take(/(?:\s+|#[^\n]*)*/y);
  }

  #peek(text: string): boolean {
    return this.#toml.startsWith(text, this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#toml)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  #position(): Position {
    for (; this.#counted < this.#at; this.#counted += 1) {
      if (this.#toml[this.#counted] === '\n') {
        this.#line += 1;
        this.#lineStart = this.#counted + 1;
      }
    }
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }
}

function pathKey(path: readonly string[]): string {
  return JSON.stringify(path);
}

/** What a bare or quoted key names. */
function nameOf(written: string): string {
  if (written.startsWith("'")) {
    return written.slice(1, -1);
  }
  if (!written.startsWith('"')) {
    return written;
  }
  try {
    return String(JSON.parse(written));
  } catch {
    // TOML has escapes that JSON lacks (`\U0001F600`); no option needs them.
    return written.slice(1, -1);
  }
}
