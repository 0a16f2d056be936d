import { RuleError } from './rule-error.ts';

export type TokenKind = 'name' | 'string' | '(' | ')' | ',' | '!' | '&&' | '||' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** Index of its first character in the rule. */
  readonly position: number;
  /** A name as written, a string's value without its quotes; otherwise the token itself. */
  readonly text: string;
}

/**
 * Cuts a rule into tokens, the last of which is `end`. Strings are those of Go: raw in backticks,
 * interpreted in double quotes.
 *
 * @throws {RuleError} on a character that starts no token and on a broken string
 */
export function tokenize(rule: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < rule.length) {
    const character = rule.charAt(position);
    if (/\s/.test(character)) {
      position++;
      continue;
    }
    const [token, next] = readToken(rule, position, character);
    tokens.push(token);
    position = next;
  }
  tokens.push({ kind: 'end', position: rule.length, text: 'the end of the rule' });
  return tokens;
}

/** The value as a string of the rule language: in backticks where it can be, otherwise in double quotes. */
export function quote(value: string): string {
  // Go drops carriage returns from raw strings, and other control characters would be invisible to a reader.
  if (!/[`\p{Cc}]/u.test(value)) return `\`${value}\``;
  const escaped = value.replace(/["\\\p{Cc}]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

function readToken(rule: string, position: number, character: string): [Token, number] {
  switch (character) {
    case '(':
    case ')':
    case ',':
    case '!':
      return [{ kind: character, position, text: character }, position + 1];
    case '&':
    case '|': {
      const operator = character === '&' ? '&&' : '||';
      if (!rule.startsWith(operator, position)) {
        throw new RuleError(
          rule,
          position,
          `a single \`${character}\` is no operator: write \`${operator}\``,
        );
      }
      return [{ kind: operator, position, text: operator }, position + 2];
    }
    case '`':
      return readRawString(rule, position);
    case '"':
      return readQuotedString(rule, position);
    case "'":
      throw new RuleError(rule, position, 'single quotes are not accepted: use backticks or double quotes');
    default:
      return readName(rule, position);
  }
}

function readName(rule: string, position: number): [Token, number] {
  const text = /^[A-Za-z]\w*/.exec(rule.slice(position, position + 64))?.[0];
  if (text === undefined) {
    const character = String.fromCodePoint(rule.codePointAt(position) ?? 0);
    throw new RuleError(rule, position, `unexpected character ${JSON.stringify(character)}`);
  }
  return [{ kind: 'name', position, text }, position + text.length];
}

function readRawString(rule: string, position: number): [Token, number] {
  const end = rule.indexOf('`', position + 1);
  if (end < 0) throw new RuleError(rule, position, 'this string has no closing backtick');
  return [{ kind: 'string', position, text: rule.slice(position + 1, end) }, end + 1];
}

function readQuotedString(rule: string, start: number): [Token, number] {
  let text = '';
  let position = start + 1;
  while (position < rule.length) {
    const character = rule.charAt(position);
    if (character === '"') return [{ kind: 'string', position: start, text }, position + 1];
    if (character === '\n') break;
    if (character === '\\') {
      const [value, next] = readEscape(rule, position);
      text += value;
      position = next;
    } else {
      text += character;
      position++;
    }
  }
  throw new RuleError(rule, start, 'this string has no closing double quote');
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Go's escapes (The Go Programming Language Specification, "Rune literals"), those for single bytes up to 0x7f. */
function readEscape(rule: string, position: number): [string, number] {
  const simple = simpleEscapes[rule.charAt(position + 1)];
  if (simple !== undefined) return [simple, position + 2];
  const match = /^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([0-7]{3}))/.exec(
    rule.slice(position, position + 10),
  );
  if (match === null) {
    throw new RuleError(
      rule,
      position,
      'unknown escape in a double-quoted string: `\\` itself is written `\\\\`',
    );
  }
  const [whole, byte, short, long, octal] = match;
  const code =
    octal === undefined ? Number.parseInt(byte ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
  const single = byte !== undefined || octal !== undefined;
  if ((single && code > 0x7f) || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw new RuleError(
      rule,
      position,
      `\`${whole}\` is not a character: write characters above 7f as \\uXXXX`,
    );
  }
  return [String.fromCodePoint(code), position + whole.length];
}
