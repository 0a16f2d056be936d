import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Argument, MatcherCall } from './matchers.ts';
import { estimateSize, largestEstimate } from './regexp-size.ts';
import { RuleError } from './rule-error.ts';

/**
 * A value with `{name:regexp}` groups, cut at them: text and groups in turn. `{name}` alone has no regexp and
 * stands for one segment.
 */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly regexp: string | undefined };

/**
 * Largest compiled program of a pattern, in RE2 instructions. Matching takes at most time in proportion to
 * it and to the length of what is matched, so it bounds what one request can cost.
 */
export const maximumProgramSize = 500;

/** @throws {RuleError} where braces are not balanced or a group is empty */
export function cutTemplate(call: MatcherCall, value: Argument): TemplatePart[] {
  const parts: TemplatePart[] = [];
  const { text } = value;
  let start = 0;
  while (start < text.length) {
    const open = text.indexOf('{', start);
    const stray = text.slice(start, open < 0 ? undefined : open).indexOf('}');
    if (stray >= 0)
      throw new RuleError(call.rule, value.position, `\`${text}\` has a \`}\` without its \`{\``);
    if (open < 0) break;
    if (open > start) parts.push({ kind: 'text', text: text.slice(start, open) });
    const close = closingBrace(text, open);
    if (close < 0)
      throw new RuleError(call.rule, value.position, `\`${text}\` has a \`{\` without its \`}\``);
    parts.push({ kind: 'group', regexp: groupRegexp(call, value, text.slice(open + 1, close)) });
    start = close + 1;
  }
  if (start < text.length) parts.push({ kind: 'text', text: text.slice(start) });
  return parts;
}

/**
 * One regular expression for the whole template, texts taken literally.
 *
 * @param segment what a group without a regexp stands for
 * @throws {RuleError} where a group's regexp is not RE2 syntax or too large
 */
export function templateRegexp(
  call: MatcherCall,
  value: Argument,
  parts: readonly TemplatePart[],
  segment: string,
  flags = 0,
): RE2JS {
  const source = parts.map((part) =>
    part.kind === 'text' ? RE2JS.quote(part.text) : `(?:${part.regexp ?? segment})`,
  );
  for (const part of parts) {
    // Each group on its own as well: `a)(b` is balanced only by what is put around it.
    if (part.kind === 'group' && part.regexp !== undefined) compileRegexp(call, value, part.regexp);
  }
  return compileRegexp(call, value, `^${source.join('')}`, flags);
}

/** @throws {RuleError} where it is not RE2 syntax or too large */
export function compileRegexp(call: MatcherCall, value: Argument, source: string, flags = 0): RE2JS {
  call.expressions.size += estimateSize(source);
  if (call.expressions.size > largestEstimate) throw tooLarge(call, value);
  let regexp: RE2JS;
  try {
    regexp = RE2JS.compile(source, flags);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new RuleError(
      call.rule,
      value.position,
      `\`${value.text}\` is not a regular expression that Go accepts: ${error.message.replace('error parsing regexp: ', '')}`,
    );
  }
  if (regexp.programSize() > maximumProgramSize) throw tooLarge(call, value);
  return regexp;
}

function tooLarge(call: MatcherCall, value: Argument): RuleError {
  const reason = 'the regular expression is too large: use smaller repetitions';
  return new RuleError(call.rule, value.position, reason);
}

function closingBrace(text: string, open: number): number {
  let depth = 0;
  for (let index = open; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '{') depth++;
    if (character === '}' && --depth === 0) return index;
  }
  return -1;
}

function groupRegexp(call: MatcherCall, value: Argument, group: string): string | undefined {
  const colon = group.indexOf(':');
  const name = colon < 0 ? group : group.slice(0, colon);
  const regexp = colon < 0 ? undefined : group.slice(colon + 1);
  if (name === '' || regexp === '') {
    throw new RuleError(
      call.rule,
      value.position,
      `\`{${group}}\` needs a name and a regexp: \`{name:regexp}\``,
    );
  }
  return regexp;
}
