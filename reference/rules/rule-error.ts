/**
 * Why a rule can't be used. The message is one line that says what is wrong, where and what would be right;
 * `excerpt` shows the place.
 */
export class RuleError extends Error {
  override readonly name = 'RuleError';
  /** The message without the place. */
  readonly reason: string;
  readonly rule: string;
  /** Index of the first wrong character in the rule, from 0; the rule's length where something is missing at its end. */
  readonly position: number;

  constructor(rule: string, position: number, reason: string) {
    super(`${reason} (at character ${position + 1} of the rule)`);
    this.reason = reason;
    this.rule = rule;
    this.position = position;
  }

  /** Two lines: the part of the rule around the error and a caret below the character. */
  get excerpt(): string {
    const start = Math.max(0, this.position - 60);
    const end = Math.min(this.rule.length, this.position + 20);
    // Control characters would move the caret away from the character it points at.
    const line = this.rule.slice(start, end).replace(/\p{Cc}/gu, ' ');
    const lead = start > 0 ? '…' : '';
    return `${lead}${line}${end < this.rule.length ? '…' : ''}\n${' '.repeat(lead.length + this.position - start)}^`;
  }
}
