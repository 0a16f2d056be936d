import { indented, onOneLine, type Style } from '../console/style.ts';
import { changeWords } from './change-words.ts';
import { type Change, type ChangeKind, changeKinds } from './changes.ts';

/** What changed since a report, for a terminal: what got worse first. */
export function formatChanges(since: string, changes: readonly Change[], style: Style): string {
  const heading = style.bold(`Since ${onOneLine(since)}`);
  if (changes.length === 0) return `${heading}\n  No verdict has changed.`;
  const groups = changeKinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    return ofKind.length === 0 ? [] : [formatGroup(kind, ofKind, style)];
  });
  return [heading, ...groups].join('\n');
}

function formatGroup(kind: ChangeKind, changes: readonly Change[], style: Style): string {
  const colour = colours[kind];
  return [
    `  ${style[colour](changeWords[kind])} (${changes.length})`,
    ...changes.map(({ id, level, text, reason }) =>
      indented(
        [
          `${marks[kind]} ${id} (${level})`,
          `  ${onOneLine(text)}`,
          ...(kind === 'unchecked' && reason !== '' ? [`  ${onOneLine(reason)}`] : []),
        ].join('\n'),
        4,
      ),
    ),
  ].join('\n');
}

const colours = {
  broken: 'red',
  unchecked: 'yellow',
  found: 'yellow',
  mended: 'green',
  added: 'green',
} as const;

const marks: Readonly<Record<ChangeKind, string>> = {
  broken: '✗',
  unchecked: '?',
  found: '✗',
  mended: '✓',
  added: '✓',
};
