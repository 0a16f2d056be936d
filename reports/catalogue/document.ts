import type { Node } from 'yaml';
import {
  type Capability,
  capabilities,
  type Document,
  type KubernetesRange,
  type Level,
  levels,
  type Section,
  type Statement,
} from './catalogue.ts';
import type { Issue } from './issue.ts';
import { nearest } from './nearest.ts';
import { type Fields, YamlSource } from './yaml-source.ts';

/** What came of one `document.yaml`. */
export interface ParsedDocument {
  /** As far as it could be read; undefined where nothing could. To be used only where there are no issues. */
  readonly document: Document | undefined;
  readonly issues: readonly Issue[];
  /** The line of every statement, by id. */
  readonly lines: ReadonlyMap<string, number>;
}

/**
 * Reads one `document.yaml`.
 *
 * @param file path for messages
 * @param folder name of the folder that it lies in, which must be the document's id
 */
export function parseDocumentFile(file: string, folder: string, text: string): ParsedDocument {
  const source = new YamlSource(file, text);
  const lines = new Map<string, number>();
  const document = source.root && readDocument(source, source.root, folder, lines);
  return { document, issues: source.issues, lines };
}

function readDocument(
  source: YamlSource,
  node: Node,
  folder: string,
  lines: Map<string, number>,
): Document | undefined {
  const fields = source.fields(node, 'the document', ['document', 'title', 'url', 'sections'], []);
  if (!fields) return undefined;
  const id = source.string(fields, 'document');
  if (id !== undefined && id !== folder) {
    source.report(node, `the document "${id}" lies in the folder "${folder}"`, 'give both the same name');
  }
  const url = source.string(fields, 'url');
  if (url !== undefined && !isWebAddress(url)) {
    source.report(fields.values.get('url') ?? node, `"${url}" is no address`, 'write an absolute https URL');
  }
  const seen = { ids: new Set<string>(), titles: new Set<string>() };
  const sections = source
    .list(fields, 'sections')
    .map((section) => readSection(source, section, folder, seen, lines));
  return {
    id: folder,
    title: source.string(fields, 'title') ?? '',
    url: url ?? '',
    sections: sections.filter((section) => section !== undefined),
  };
}

function readSection(
  source: YamlSource,
  node: Node,
  document: string,
  seen: { readonly ids: Set<string>; readonly titles: Set<string> },
  lines: Map<string, number>,
): Section | undefined {
  const fields = source.fields(node, 'a section', ['id', 'title', 'link', 'statements'], []);
  if (!fields) return undefined;
  const id = source.string(fields, 'id') ?? '';
  const title = source.string(fields, 'title') ?? '';
  const link = source.string(fields, 'link') ?? '';
  if (id && !isName(id)) {
    source.report(node, `the section id "${id}" is not well formed`, 'use a-z, 0-9 and - only');
  }
  if (!addNew(seen.ids, id)) source.report(node, `there are two sections "${id}"`, 'give one another id');
  if (!addNew(seen.titles, title)) {
    source.report(
      node,
      `there are two sections titled "${title}"`,
      'join sub-headings to their heading with " / "',
    );
  }
  if (link && !(isWebAddress(link) && new URL(link).hash.length > 1)) {
    source.report(
      fields.values.get('link') ?? node,
      `the link "${link}" does not lead to a heading`,
      'write an absolute https URL with its anchor',
    );
  }
  const statements = source
    .list(fields, 'statements')
    .map((statement) => readStatement(source, statement, `${document}.${id}.`, lines));
  if (fields.values.has('statements') && statements.length === 0) {
    source.report(node, `the section "${id}" has no statement`, 'write at least one');
  }
  return { id, title, link, statements: statements.filter((statement) => statement !== undefined) };
}

function readStatement(
  source: YamlSource,
  node: Node,
  prefix: string,
  lines: Map<string, number>,
): Statement | undefined {
  const fields = source.fields(
    node,
    'a statement',
    ['id', 'text', 'level'],
    ['kubernetes', 'requires', 'contradicts', 'note'],
  );
  if (!fields) return undefined;
  const id = source.string(fields, 'id') ?? '';
  checkId(source, node, id, prefix);
  if (lines.has(id)) {
    source.report(node, `the statement "${id}" also stands in line ${lines.get(id)}`, 'give one another id');
  } else if (id) {
    lines.set(id, source.line(node));
  }
  return {
    id,
    text: readSentence(source, fields, 'text'),
    level: readLevel(source, fields),
    kubernetes: readRange(source, fields),
    requires: readRequires(source, fields),
    contradicts: readTexts(source, fields, 'contradicts'),
    note: readSentence(source, fields, 'note'),
  };
}

function checkId(source: YamlSource, node: Node, id: string, prefix: string): void {
  if (!id) return;
  if (!id.startsWith(prefix)) {
    source.report(
      node,
      `the id "${id}" does not begin with document and section`,
      `begin it with "${prefix}"`,
    );
  } else if (!isName(id.slice(prefix.length))) {
    source.report(node, `the last part of "${id}" is not well formed`, 'use a-z, 0-9 and - only');
  }
}

function readSentence(source: YamlSource, fields: Fields, name: string): string {
  const text = source.string(fields, name) ?? '';
  if (text && (!text.endsWith('.') || text.includes('\n'))) {
    source.report(
      fields.values.get(name) ?? fields.node,
      `"${name}" is no sentence on one line`,
      'end it with a full stop and leave out line breaks',
    );
  }
  return text;
}

function readLevel(source: YamlSource, fields: Fields): Level {
  const text = source.string(fields, 'level');
  const level = levels.find((known) => known === text);
  if (text !== undefined && !level) {
    source.report(
      fields.values.get('level') ?? fields.node,
      `unknown level "${text}"`,
      `use ${levels.join(', ')}`,
    );
  }
  return level ?? 'documented';
}

/** `kubernetes: { from: '1.18', to: '1.21' }`, either of which may be left out. */
function readRange(source: YamlSource, fields: Fields): KubernetesRange {
  const none: KubernetesRange = { from: undefined, to: undefined };
  const node = fields.values.get('kubernetes');
  const bounds = node && source.fields(node, '"kubernetes"', [], ['from', 'to']);
  if (!node || !bounds) return none;
  const range = { from: readVersion(source, bounds, 'from'), to: readVersion(source, bounds, 'to') };
  if (bounds.values.size === 0) {
    source.report(node, '"kubernetes" has no bound', 'write from, to, or both, or leave it out');
  } else if (range.from && range.to && minor(range.from) > minor(range.to)) {
    source.report(
      node,
      `Kubernetes ${range.from} is later than ${range.to}`,
      'write the earlier one as from',
    );
  }
  return range;
}

function readVersion(source: YamlSource, bounds: Fields, name: string): string | undefined {
  const node = bounds.values.get(name);
  if (!node) return undefined;
  const version = source.text(node, `"${name}"`);
  if (version === undefined) return undefined;
  if (!/^1\.[1-9]\d?$/.test(version) || minor(version) < firstMinor || minor(version) > lastMinor) {
    source.report(
      node,
      `unknown Kubernetes version "${version}"`,
      `use a minor version from '1.${firstMinor}' to '1.${lastMinor}'`,
    );
  }
  return version;
}

function readRequires(source: YamlSource, fields: Fields): readonly Capability[] {
  const found: Capability[] = [];
  for (const node of source.list(fields, 'requires')) {
    const name = source.text(node, 'a capability');
    if (name === undefined) continue;
    if (!isCapability(name)) {
      const guess = nearest(name, Object.keys(capabilities));
      source.report(
        node,
        `unknown capability "${name}"`,
        guess ? `write "${guess}"` : `known are ${Object.keys(capabilities).join(', ')}`,
      );
    } else if (found.includes(name)) {
      source.report(node, `the capability "${name}" stands twice`, 'remove one');
    } else {
      found.push(name);
    }
  }
  return found;
}

function readTexts(source: YamlSource, fields: Fields, name: string): readonly string[] {
  return source
    .list(fields, name)
    .map((node) => source.text(node, `an element of "${name}"`))
    .filter((text) => text !== undefined);
}

/** The range of versions that the suite knows; requirements of the provider page, and the newest release. */
const firstMinor = 14;
const lastMinor = 34;

function minor(version: string): number {
  return Number(version.slice('1.'.length));
}

function isName(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

function isWebAddress(text: string): boolean {
  return text.startsWith('https://') && URL.canParse(text);
}

function isCapability(name: string): name is Capability {
  return Object.hasOwn(capabilities, name);
}

/** Whether the text was new to the set. Nothing is never a repetition: its absence is reported elsewhere. */
function addNew(seen: Set<string>, text: string): boolean {
  if (text && seen.has(text)) return false;
  seen.add(text);
  return true;
}
