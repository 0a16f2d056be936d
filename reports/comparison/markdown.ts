import { code, plain } from '../markdown-text.ts';
import { changeWords } from './change-words.ts';
import { type Change, changeKinds } from './changes.ts';

/** What changed since a report, as a section: what got worse first, what is not checked any more next. */
export function formatChangesMarkdown(since: string, changes: readonly Change[]): string {
  const heading = `### Since ${plain(since)}`;
  if (changes.length === 0) return `${heading}\n\nNo verdict has changed.`;
  const parts = changeKinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    return ofKind.length === 0
      ? []
      : [`**${changeWords[kind]}** (${ofKind.length})`, ofKind.map(formatChange).join('\n')];
  });
  return [heading, ...parts].join('\n\n');
}

function formatChange({ id, text, level, reason, kind }: Change): string {
  const about = level === 'documented' ? '' : ` (${level})`;
  const why = kind === 'unchecked' && reason !== '' ? `: ${plain(reason)}` : '';
  return `- ${plain(text)} ${code(id)}${about}${why}`;
}
