/**
 * At least how many instructions a regular expression comes to, near enough, told without compiling it: what is
 * compiled takes time and space in proportion, and a short text can ask for very much (`(a{1000}b{1000}){2}`).
 * Classes of Unicode count for more, since they are tables.
 *
 * @param source in RE2's syntax (https://github.com/google/re2/wiki/Syntax); of what is none, some number
 */
export function estimateSize(source: string): number {
  return new SizeScanner(source).total();
}

/** What the expressions of one rule, or one by itself, may come to: compiling that takes some 20 ms. */
export const largestEstimate = 6_000;

/** How many instructions making the table of a Unicode class is worth. */
const unicodeClass = 20;

class SizeScanner {
  readonly #source: string;
  #at = 0;
  /** Of the groups that are open, the outermost first: what each comes to so far, without its last item. */
  readonly #sums: number[] = [0];
  #last = 0;
  #tables = 0;

  constructor(source: string) {
    this.#source = source;
  }

  total(): number {
    while (this.#at < this.#source.length) this.#step();
    return this.#sums.reduce((sum, group) => sum + group, this.#last) + this.#tables;
  }

  #step(): void {
    const character = this.#source.charAt(this.#at);
    switch (character) {
      case '(':
        this.#at++;
        this.#item(0);
        this.#sums.push(2);
        break;
      case ')':
        this.#at++;
        this.#close();
        break;
      case '[':
        this.#class();
        break;
      case '\\':
        this.#escape();
        break;
      case '{':
        this.#repetition();
        break;
      default:
        this.#at++;
        this.#item(1);
    }
  }

  /** What comes next is another item; a repetition is of that one. */
  #item(size: number): void {
    this.#sums.push((this.#sums.pop() ?? 0) + this.#last);
    this.#last = size;
  }

  #close(): void {
    const inside = (this.#sums.pop() ?? 0) + this.#last;
    this.#last = inside;
    // A parenthesis too many: the expression is none.
    if (this.#sums.length === 0) this.#sums.push(0);
  }

  #class(): void {
    // A bracket that comes first, also behind a caret, stands for itself.
    const inside = /\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]?/y;
    inside.lastIndex = this.#at;
    const [text = '['] = inside.exec(this.#source) ?? [];
    this.#tables += (text.match(/\\[pP]/g)?.length ?? 0) * unicodeClass;
    this.#at += text.length;
    this.#item(1);
  }

  #escape(): void {
    if (this.#source.startsWith('\\Q', this.#at)) {
      const end = this.#source.indexOf('\\E', this.#at);
      const stop = end < 0 ? this.#source.length : end;
      this.#item(Math.max(0, stop - this.#at - 3));
      this.#item(1);
      this.#at = stop + 2;
      return;
    }
    const escaped = /\\(?:[pP](?:\{\^?\w*\})?|x\{[0-9A-Fa-f]*\}|[\s\S])?/y;
    escaped.lastIndex = this.#at;
    const [text = '\\'] = escaped.exec(this.#source) ?? [];
    if (/^\\[pP]/.test(text)) this.#tables += unicodeClass;
    this.#at += text.length;
    this.#item(1);
  }

  #repetition(): void {
    const repetition = /\{(\d{1,9})(?:,(\d{0,9}))?\}/y;
    repetition.lastIndex = this.#at;
    const [text, least, most] = repetition.exec(this.#source) ?? [];
    if (text === undefined) {
      this.#at++;
      this.#item(1);
      return;
    }
    this.#at += text.length;
    this.#last *= Math.max(1, Number(least), Number(most === undefined ? 0 : most));
  }
}
