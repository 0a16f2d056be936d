/** A mistake in the catalogue or in a feature file: where it is, what is wrong, and what to do about it. */
export interface Issue {
  /** Path as the caller gave it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** A clause without a full stop: `unknown key "levl"`. */
  readonly problem: string;
  /** A clause without a full stop: `write "level"`. */
  readonly remedy: string;
}

/** One line for a reader: `features/x/document.yaml:12: unknown key "levl"; write "level"`. */
export function formatIssue(issue: Issue): string {
  return `${issue.file}:${issue.line}: ${issue.problem}; ${issue.remedy}`;
}

/** All that is wrong with a catalogue at once, in the order of files and lines. */
export class CatalogueError extends Error {
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(`The catalogue has ${count(issues)}:\n${issues.map(formatIssue).join('\n')}`);
    this.name = 'CatalogueError';
    this.issues = issues;
  }
}

function count(issues: readonly Issue[]): string {
  return issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`;
}
