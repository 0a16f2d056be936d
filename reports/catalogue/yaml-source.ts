import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Issue } from './issue.ts';
import { nearest } from './nearest.ts';

/** A YAML mapping whose keys have been checked. */
export interface Fields {
  readonly node: Node;
  readonly values: ReadonlyMap<string, Node>;
}

/**
 * A YAML file read with positions. Its methods return undefined for what is not as it should be, and note it in
 * `issues` with its line, so that one pass finds every mistake.
 */
export class YamlSource {
  readonly file: string;
  readonly issues: Issue[] = [];
  /** The whole content; undefined where the file is empty or does not parse. */
  readonly root: Node | undefined;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    for (const error of document.errors) {
      this.#note(error.pos[0], `this is not YAML: ${error.message}`, 'mend the syntax');
    }
    this.root = document.errors.length === 0 ? (document.contents ?? undefined) : undefined;
    if (document.errors.length === 0 && !this.root) {
      this.#note(0, 'the file is empty', 'write the document, its sections and statements');
    }
  }

  /** Notes a mistake at the node's line. */
  report(node: Node, problem: string, remedy: string): void {
    this.#note(node.range?.[0] ?? 0, problem, remedy);
  }

  /** From 1. */
  line(node: Node): number {
    return this.#lines.linePos(node.range?.[0] ?? 0).line;
  }

  /** The values of a mapping by key. Unknown keys, missing required ones and empty values are mistakes. */
  fields(
    node: Node,
    what: string,
    required: readonly string[],
    optional: readonly string[],
  ): Fields | undefined {
    if (!isMap(node)) {
      this.report(node, `${what} is no mapping`, `write ${required.join(', ')} as keys`);
      return undefined;
    }
    const known = [...required, ...optional];
    const values = new Map<string, Node>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      const keyNode = isScalar(key) ? key : node;
      if (!known.includes(name)) {
        const guess = nearest(name, known);
        this.report(
          keyNode,
          `unknown key "${name}" in ${what}`,
          guess ? `write "${guess}"` : `known are ${known.join(', ')}`,
        );
      } else if (!isNode(value)) {
        this.report(keyNode, `"${name}" of ${what} is empty`, 'give it a value or leave it out');
      } else {
        values.set(name, value);
      }
    }
    for (const name of required) {
      if (!node.has(name)) this.report(node, `${what} has no "${name}"`, 'add it');
    }
    return { node, values };
  }

  /** The string that a field holds; undefined also where the field is absent. */
  string(fields: Fields, name: string): string | undefined {
    const node = fields.values.get(name);
    return node && this.text(node, `"${name}"`);
  }

  /** The elements of the list that a field holds; none where the field is absent. */
  list(fields: Fields, name: string): readonly Node[] {
    const node = fields.values.get(name);
    if (!node) return [];
    if (!isSeq(node)) {
      this.report(node, `"${name}" is no list`, 'write a list');
      return [];
    }
    return node.items.filter(isNode);
  }

  /** The string that a node is. */
  text(node: Node, what: string): string | undefined {
    if (!isScalar(node) || typeof node.value !== 'string' || node.value === '') {
      this.report(node, `${what} is no text`, 'write a text, in quotes where YAML would read something else');
      return undefined;
    }
    return node.value;
  }

  #note(offset: number, problem: string, remedy: string): void {
    this.issues.push({ file: this.file, line: this.#lines.linePos(offset).line, problem, remedy });
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) ? value.value !== null : isMap(value) || isSeq(value);
}
