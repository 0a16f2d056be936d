import { type Token, type TokenKind, tokenize } from './lexer.ts';
import { type Argument, type MatcherCall, readMatcher } from './matchers.ts';
import type { Rule } from './rule.ts';
import { RuleError } from './rule-error.ts';

/** Longest rule that is read, in UTF-16 code units. */
export const maximumRuleLength = 65_536;
/** Deepest nesting of parentheses and `!`. */
export const maximumRuleDepth = 64;
/** Of all matchers together. */
export const maximumRuleValues = 2_000;

/**
 * Reads a rule: matchers joined by `||` (binds weakest), `&&`, `!` and parentheses.
 *
 * @throws {RuleError} where the rule is not of the language, or beyond its limits
 */
export function parseRule(text: string): Rule {
  if (text.length > maximumRuleLength) {
    throw new RuleError(text, maximumRuleLength, `the rule is longer than ${maximumRuleLength} characters`);
  }
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;
  #values = 0;
  readonly #expressions = { size: 0 };

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  parse(): Rule {
    if (this.#peek().kind === 'end') throw this.#error(this.#peek(), 'the rule is empty: write a matcher');
    const rule = this.#or();
    const rest = this.#peek();
    if (rest.kind !== 'end')
      throw this.#error(rest, `expected \`&&\`, \`||\` or the end, found ${show(rest)}`);
    return rule;
  }

  #or(): Rule {
    const rules = [this.#and()];
    while (this.#accept('||')) rules.push(this.#and());
    return join('or', rules);
  }

  #and(): Rule {
    const rules = [this.#unary()];
    while (this.#accept('&&')) rules.push(this.#unary());
    return join('and', rules);
  }

  #unary(): Rule {
    const token = this.#peek();
    if (token.kind === 'name') return readMatcher(this.#call());
    if (token.kind !== '!' && token.kind !== '(') {
      throw this.#error(token, `expected a matcher, \`!\` or \`(\`, found ${show(token)}`);
    }
    if (++this.#depth > maximumRuleDepth) {
      throw this.#error(token, `parentheses and \`!\` are nested deeper than ${maximumRuleDepth} levels`);
    }
    this.#index++;
    let rule: Rule;
    if (token.kind === '!') {
      rule = { kind: 'not', rule: this.#unary() };
    } else {
      rule = this.#or();
      this.#expect(')', 'to close the parenthesis');
    }
    this.#depth--;
    return rule;
  }

  #call(): MatcherCall {
    const name = this.#next();
    this.#expect('(', `after ${name.text}`);
    const values: Argument[] = [];
    if (!this.#accept(')')) {
      do {
        const value = this.#expect('string', `as a value of ${name.text}, in backticks or double quotes`);
        values.push({ text: value.text, position: value.position });
        if (++this.#values > maximumRuleValues) {
          throw this.#error(value, `the rule has more than ${maximumRuleValues} values`);
        }
      } while (this.#accept(','));
      this.#expect(')', `to end the values of ${name.text}`);
    }
    return {
      rule: this.#text,
      name: name.text,
      position: name.position,
      values,
      expressions: this.#expressions,
    };
  }

  #peek(): Token {
    const token = this.#tokens[this.#index] ?? this.#tokens.at(-1);
    if (token === undefined) throw new RuleError(this.#text, 0, 'the rule is empty: write a matcher');
    return token;
  }

  #next(): Token {
    const token = this.#peek();
    this.#index++;
    return token;
  }

  #accept(kind: TokenKind): boolean {
    if (this.#peek().kind !== kind) return false;
    this.#index++;
    return true;
  }

  #expect(kind: TokenKind, purpose: string): Token {
    const token = this.#next();
    if (token.kind !== kind) {
      const wanted = kind === 'string' ? 'a string' : `\`${kind}\``;
      throw this.#error(token, `expected ${wanted} ${purpose}, found ${show(token)}`);
    }
    return token;
  }

  #error(token: Token, reason: string): RuleError {
    return new RuleError(this.#text, token.position, reason);
  }
}

function join(kind: 'and' | 'or', rules: readonly Rule[]): Rule {
  const [only] = rules;
  return rules.length === 1 && only !== undefined ? only : { kind, rules };
}

function show(token: Token): string {
  if (token.kind === 'end') return token.text;
  return token.kind === 'string' ? 'a string' : `\`${token.text}\``;
}
