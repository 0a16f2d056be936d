import { ExpressionError, type Token, tokenize } from './tokens.ts';

export { ExpressionError } from './tokens.ts';

/** A function that an expression may call. */
export type ExpressionFunction<Facts> =
  | {
      readonly kind: 'number';
      readonly of: (...numbers: number[]) => (facts: Facts) => number;
      readonly arity: number;
    }
  | { readonly kind: 'condition'; readonly of: () => (facts: Facts) => boolean; readonly arity: 0 };

export type ExpressionFunctions<Facts> = Readonly<Record<string, ExpressionFunction<Facts>>>;

/**
 * Conditions as `circuitBreaker` and `buffering` write them: calls of functions compared with numbers, joined by `&&`,
 * `||`, `!` and parentheses.
 *
 * @returns whether it holds
 * @throws {ExpressionError}
 */
export function readExpression<Facts>(
  text: string,
  functions: ExpressionFunctions<Facts>,
): (facts: Facts) => boolean {
  return new Parser(text, functions).read();
}

/** How deep parentheses and `!` may nest. */
const maximumDepth = 50;

type Operand<Facts> =
  | { readonly kind: 'number'; readonly value: (facts: Facts) => number; readonly token: Token }
  | { readonly kind: 'condition'; readonly value: (facts: Facts) => boolean; readonly token: Token };

const comparisons: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '==': (one, other) => one === other,
  '!=': (one, other) => one !== other,
};

class Parser<Facts> {
  readonly #text: string;
  readonly #functions: ExpressionFunctions<Facts>;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #calls = 0;

  constructor(text: string, functions: ExpressionFunctions<Facts>) {
    this.#text = text;
    this.#functions = functions;
    this.#tokens = tokenize(text);
  }

  read(): (facts: Facts) => boolean {
    const condition = this.#either();
    if (this.#peek().kind !== 'end') this.#unexpected('`&&`, `||` or the end');
    if (this.#calls === 0) throw new ExpressionError(this.#text, 0, 'it calls no function');
    return condition;
  }

  #either(): (facts: Facts) => boolean {
    let one = this.#both();
    while (this.#take('||')) {
      const [first, second] = [one, this.#both()];
      one = (facts) => first(facts) || second(facts);
    }
    return one;
  }

  #both(): (facts: Facts) => boolean {
    let one = this.#single();
    while (this.#take('&&')) {
      const [first, second] = [one, this.#single()];
      one = (facts) => first(facts) && second(facts);
    }
    return one;
  }

  #single(): (facts: Facts) => boolean {
    if (++this.#depth > maximumDepth) {
      throw new ExpressionError(this.#text, this.#peek().position, 'it nests too deep');
    }
    try {
      if (this.#take('!')) {
        const condition = this.#single();
        return (facts) => !condition(facts);
      }
      if (this.#take('(')) {
        const condition = this.#either();
        if (!this.#take(')')) this.#unexpected('`)`');
        return condition;
      }
      return this.#comparison();
    } finally {
      this.#depth--;
    }
  }

  #comparison(): (facts: Facts) => boolean {
    const one = this.#operand();
    const operator = this.#peek();
    const compare = operator.kind === 'comparison' ? comparisons[operator.text] : undefined;
    if (one.kind === 'condition') {
      if (compare === undefined) return one.value;
      throw new ExpressionError(this.#text, operator.position, 'what it compares is true or false');
    }
    if (compare === undefined) this.#unexpected('a comparison like `>`');
    this.#at++;
    const other = this.#operand();
    if (other.kind === 'condition') {
      throw new ExpressionError(this.#text, other.token.position, `\`${other.token.text}\` is no number`);
    }
    return (facts) => compare(one.value(facts), other.value(facts));
  }

  #operand(): Operand<Facts> {
    const token = this.#peek();
    if (token.kind === 'number') {
      const number = Number(token.text);
      this.#at++;
      return { kind: 'number', value: () => number, token };
    }
    if (token.kind !== 'name') this.#unexpected('a function or a number');
    const called = Object.hasOwn(this.#functions, token.text) ? this.#functions[token.text] : undefined;
    if (called === undefined) {
      const known = Object.keys(this.#functions).join(', ');
      throw new ExpressionError(this.#text, token.position, `\`${token.text}\` is none of ${known}`);
    }
    this.#at++;
    this.#calls++;
    const numbers = this.#arguments();
    if (numbers.length !== called.arity) {
      const expected = `\`${token.text}\` takes ${called.arity} numbers`;
      throw new ExpressionError(this.#text, token.position, `${expected}, not ${numbers.length}`);
    }
    return called.kind === 'number'
      ? { kind: 'number', value: called.of(...numbers), token }
      : { kind: 'condition', value: called.of(), token };
  }

  #arguments(): number[] {
    if (!this.#take('(')) this.#unexpected('`(`');
    const numbers: number[] = [];
    while (!this.#take(')')) {
      if (numbers.length > 0 && !this.#take(',')) this.#unexpected('`,` or `)`');
      const token = this.#peek();
      if (token.kind !== 'number') this.#unexpected('a number');
      numbers.push(Number(token.text));
      this.#at++;
    }
    return numbers;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', position: this.#text.length, text: '' };
  }

  #take(kind: Token['kind']): boolean {
    if (this.#peek().kind !== kind) return false;
    this.#at++;
    return true;
  }

  #unexpected(expected: string): never {
    const { kind, text, position } = this.#peek();
    const found = kind === 'end' ? 'it ends' : `\`${text}\` stands`;
    throw new ExpressionError(this.#text, position, `${found} where ${expected} should`);
  }
}
