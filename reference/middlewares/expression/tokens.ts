/** An expression that can't be read. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** Index of the character. */
  readonly position: number;

  /** @param reason goes on after "at character 5": no sentence */
  constructor(expression: string, position: number, reason: string) {
    super(`\`${expression}\` can't be read at character ${position + 1}: ${reason}`);
    this.position = position;
  }
}

export interface Token {
  readonly kind: 'name' | 'number' | 'comparison' | '(' | ')' | ',' | '!' | '&&' | '||' | 'end';
  /** Index of its first character. */
  readonly position: number;
  readonly text: string;
}

const token = /\s*(?:([A-Za-z_]\w*)|(\d+(?:\.\d*)?|\.\d+)|(>=|<=|==|!=|>|<)|(\(|\)|,|!|&&|\|\|)|$)/y;

/** @throws {ExpressionError} on what begins no token */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (;;) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null) {
      const position = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
      throw new ExpressionError(text, position, `\`${text.charAt(position)}\` begins nothing that is known`);
    }
    const [whole, name, number, comparison, sign] = match;
    const found = name ?? number ?? comparison ?? sign ?? '';
    const position = match.index + whole.length - found.length;
    if (name !== undefined) tokens.push({ kind: 'name', position, text: found });
    else if (number !== undefined) tokens.push({ kind: 'number', position, text: found });
    else if (comparison !== undefined) tokens.push({ kind: 'comparison', position, text: found });
    else if (isSign(sign)) tokens.push({ kind: sign, position, text: found });
    else {
      tokens.push({ kind: 'end', position: text.length, text: '' });
      return tokens;
    }
  }
}

function isSign(text: string | undefined): text is '(' | ')' | ',' | '!' | '&&' | '||' {
  return text !== undefined;
}
