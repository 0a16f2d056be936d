/**
 * Label selectors as Kubernetes writes them: requirements between commas, all of which must hold.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */

/** Labels of an object; undefined counts as none. */
export type Labels = Readonly<Record<string, string>> | undefined;

export type Requirement =
  | { readonly operator: 'in' | 'notin'; readonly key: string; readonly values: ReadonlySet<string> }
  | { readonly operator: 'exists' | 'absent'; readonly key: string };

export interface LabelSelector {
  readonly kind: 'selector';
  /** `=` and `==` are an `in` of one value, `!=` is a `notin` of one. None: everything is selected. */
  readonly requirements: readonly Requirement[];
  /** Whether all requirements hold. `!=` and `notin` hold for an object that lacks the key. */
  matches(labels: Labels): boolean;
}

export interface InvalidLabelSelector {
  readonly kind: 'invalid';
  /** What is wrong, with the position, fit to stand behind a colon: `a value is missing at the end`. */
  readonly reason: string;
}

/**
 * Reads a selector: `key=value`, `key==value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`, `key`, `!key`,
 * joined by commas. Empty text selects everything. Never throws.
 */
export function parseLabelSelector(text: string): LabelSelector | InvalidLabelSelector {
  const tokens = tokenize(text);
  const requirements: Requirement[] = [];
  try {
    if (tokens.peek().kind !== 'end') {
      requirements.push(parseRequirement(tokens));
      while (tokens.peek().kind !== 'end') {
        tokens.expect(',', 'a comma');
        requirements.push(parseRequirement(tokens));
      }
    }
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      return { kind: 'invalid', reason: error.message };
    }
    throw error;
  }
  return {
    kind: 'selector',
    requirements,
    matches: (labels) => requirements.every((requirement) => holds(requirement, labels)),
  };
}

function holds(requirement: Requirement, labels: Labels): boolean {
  const value =
    labels !== undefined && Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
    case 'in':
      return value !== undefined && requirement.values.has(value);
    case 'notin':
      return value === undefined || !requirement.values.has(value);
  }
}

function parseRequirement(tokens: Tokens): Requirement {
  if (tokens.skip('!')) {
    return { operator: 'absent', key: parseKey(tokens) };
  }
  const key = parseKey(tokens);
  const operator = tokens.peek();
  if (operator.kind === 'end' || operator.text === ',') {
    return { operator: 'exists', key };
  }
  tokens.next();
  switch (operator.text) {
    case '=':
    case '==':
      return { operator: 'in', key, values: new Set([parseValue(tokens)]) };
    case '!=':
      return { operator: 'notin', key, values: new Set([parseValue(tokens)]) };
    case 'in':
    case 'notin':
      return { operator: operator.text, key, values: parseValues(tokens) };
    default:
      throw unexpected(operator, 'one of =, ==, !=, in, notin or a comma');
  }
}

function parseValues(tokens: Tokens): ReadonlySet<string> {
  tokens.expect('(', 'an opening parenthesis');
  const first = tokens.peek();
  if (first.text === ')') {
    throw unexpected(first, 'a value');
  }
  const values = new Set([parseValue(tokens)]);
  while (tokens.skip(',')) {
    values.add(parseValue(tokens));
  }
  tokens.expect(')', 'a comma or a closing parenthesis');
  return values;
}

/** A label's key: a name of at most 63 characters, with or without a DNS name and `/` before it. */
function parseKey(tokens: Tokens): string {
  const token = tokens.next();
  if (token.kind !== 'word' || token.text === 'in' || token.text === 'notin') {
    throw unexpected(token, 'the key of a label');
  }
  const parts = token.text.split('/');
  const name = parts.pop() ?? '';
  if (!isName(name) || parts.length > 1 || !parts.every(isDnsName)) {
    throw new SyntaxProblem(
      `${JSON.stringify(token.text)} at position ${token.position} cannot be the key of a label`,
    );
  }
  return token.text;
}

/** A label's value: at most 63 characters; empty where nothing stands. */
function parseValue(tokens: Tokens): string {
  const token = tokens.peek();
  if (token.kind === 'end' || token.text === ',' || token.text === ')') {
    return '';
  }
  tokens.next();
  if (token.kind !== 'word') {
    throw unexpected(token, 'a value');
  }
  if (!isName(token.text)) {
    throw new SyntaxProblem(
      `${JSON.stringify(token.text)} at position ${token.position} cannot be the value of a label`,
    );
  }
  return token.text;
}

function isName(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(text);
}

function isDnsName(text: string): boolean {
  const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
  return text.length <= 253 && text.split('.').every((part) => label.test(part));
}

interface Token {
  readonly kind: 'word' | 'sign' | 'end';
  readonly text: string;
  /** Of the first character, from 1. */
  readonly position: number;
}

interface Tokens {
  peek(): Token;
  next(): Token;
  /** Takes the next token if it is this sign. */
  skip(sign: string): boolean;
  expect(sign: string, description: string): void;
}

function tokenize(text: string): Tokens {
  const end: Token = { kind: 'end', text: '', position: text.length + 1 };
  const tokens: Token[] = [];
  for (const match of text.matchAll(/(==|!=|[=!,()<>])|[^\s=!,()<>]+/g)) {
    tokens.push({
      kind: match[1] === undefined ? 'word' : 'sign',
      text: match[0],
      position: match.index + 1,
    });
  }
  let at = 0;
  const peek = () => tokens[at] ?? end;
  const next = () => {
    const token = peek();
    at += 1;
    return token;
  };
  const skip = (sign: string) => {
    const found = peek().kind === 'sign' && peek().text === sign;
    at += found ? 1 : 0;
    return found;
  };
  const expect = (sign: string, description: string) => {
    if (!skip(sign)) {
      throw unexpected(peek(), description);
    }
  };
  return { peek, next, skip, expect };
}

/** Ends the parsing from wherever it is; never leaves this file. */
class SyntaxProblem extends Error {}

function unexpected(token: Token, wanted: string): SyntaxProblem {
  return token.kind === 'end'
    ? new SyntaxProblem(`${wanted} is missing at the end`)
    : new SyntaxProblem(
        `${JSON.stringify(token.text)} at position ${token.position} stands where ${wanted} should be`,
      );
}
