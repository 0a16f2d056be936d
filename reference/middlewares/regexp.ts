import { RE2JS, RE2JSSyntaxException } from 're2js';
import { estimateSize, largestEstimate } from '../rules/regexp-size.ts';
import { maximumProgramSize } from '../rules/template.ts';
import { MiddlewareError } from './middleware-error.ts';

/** Bytes that a replacement may make of one request: several copies of what was found are easily too many. */
const maximumResult = 64 * 1024;

/**
 * A regular expression of Go's syntax (RE2): matching it takes time in proportion to what it is matched with.
 *
 * @param field where it stands: `redirectRegex.regex`
 * @throws {MiddlewareError} where it is none, or too large
 */
export function compileRegexp(source: string, field: string): RE2JS {
  const tooLarge = () =>
    new MiddlewareError(field, 'The regular expression is too large.', 'Use smaller repetitions.');
  if (estimateSize(source) > largestEstimate) throw tooLarge();
  let regexp: RE2JS;
  try {
    regexp = RE2JS.compile(source);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const reason = error.message.replace('error parsing regexp: ', '');
    throw new MiddlewareError(
      field,
      `\`${source}\` is not a regular expression that Go accepts: ${reason}.`,
      'Write it in the syntax of RE2, which has no look-around and no back-references.',
    );
  }
  if (regexp.programSize() > maximumProgramSize) throw tooLarge();
  return regexp;
}

/** What stands for matches, with `$1`, `${1}` and `${name}` for what groups have found, as Go's `Expand` has it. */
export type Replacement = readonly (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: string }
)[];

export function readReplacement(template: string): Replacement {
  const parts: Replacement[number][] = [];
  let start = 0;
  for (const match of template.matchAll(/\$(?:(\$)|\{(\w+)\}|(\w+))/g)) {
    const [whole, dollar, braced, bare] = match;
    parts.push({ kind: 'text', text: template.slice(start, match.index) + (dollar ?? '') });
    const group = braced ?? bare;
    if (group !== undefined) parts.push({ kind: 'group', group });
    start = match.index + whole.length;
  }
  parts.push({ kind: 'text', text: template.slice(start) });
  return parts.filter((part) => part.kind === 'group' || part.text !== '');
}

/** `text` with every match replaced; undefined: nothing matches, or it would become unreasonably long. */
export function replaceMatches(regexp: RE2JS, text: string, replacement: Replacement): string | undefined {
  let replaced = '';
  let end = 0;
  let found = false;
  for (const match of regexp.matchAll(text)) {
    const index = match.index ?? 0;
    // Go finds nothing empty right behind something else.
    if (found && index + match[0].length === end) continue;
    replaced += text.slice(end, index) + expand(replacement, match);
    if (replaced.length > maximumResult) return undefined;
    end = index + match[0].length;
    found = true;
  }
  return found ? replaced + text.slice(end) : undefined;
}

/** Groups that there are none of, or that have found nothing, are empty. */
function expand(replacement: Replacement, match: RegExpMatchArray): string {
  let text = '';
  for (const part of replacement) {
    if (part.kind === 'text') text += part.text;
    else if (/^\d+$/.test(part.group)) text += match[Number(part.group)] ?? '';
    else if (match.groups !== undefined && Object.hasOwn(match.groups, part.group)) {
      text += match.groups[part.group] ?? '';
    }
  }
  return text;
}
