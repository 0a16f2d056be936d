import type { Level } from '../catalogue/catalogue.ts';
import type { ConformanceReport, Verdict, VerdictCounts } from '../report.ts';

/** Verdicts as a reader meets them, in the order of the page. */
export const verdicts: readonly Verdict[] = ['holds', 'fails', 'not-applicable', 'not-covered'];

export const verdictWords: Readonly<Record<Verdict, string>> = {
  holds: 'Holds',
  fails: 'Fails',
  'not-applicable': 'Not applicable',
  'not-covered': 'Not covered',
};

/** `1 holds`, `2 hold`, `3 not applicable`: to follow a number. */
export function verdictAfter(count: number, verdict: Verdict): string {
  const isVerb = verdict === 'holds' || verdict === 'fails';
  return isVerb && count !== 1 ? verdict.slice(0, -1) : verdictWords[verdict].toLowerCase();
}

export const levels: readonly Level[] = ['documented', 'inferred', 'observed'];

export const levelWords: Readonly<Record<Level, string>> = {
  documented: 'Documented',
  inferred: 'Inferred',
  observed: 'Observed',
};

/** `1 scenario`, `2 scenarios`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

export function checked(counts: VerdictCounts): number {
  return counts.holds + counts.fails;
}

export function total(counts: VerdictCounts): number {
  return checked(counts) + counts['not-applicable'] + counts['not-covered'];
}

/** The counts of all documents together, of one level. */
export function countsOf({ documents }: ConformanceReport, level: Level): VerdictCounts {
  const sum = (verdict: Verdict) =>
    documents.reduce((soFar, { counts }) => soFar + counts[level][verdict], 0);
  return {
    holds: sum('holds'),
    fails: sum('fails'),
    'not-applicable': sum('not-applicable'),
    'not-covered': sum('not-covered'),
  };
}

/** `24 November 2026 at 21:12 UTC`; the text itself where it is no date. */
export function dateAndTime(date: string): string {
  const time = new Date(date);
  return Number.isNaN(time.getTime()) ? date : `${dateFormat.format(time)} UTC`;
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
