import { verdictWords } from '../page/words.ts';
import type { ChangeKind, Standing } from './changes.ts';

export const changeWords: Readonly<Record<ChangeKind, string>> = {
  broken: 'Held and fails now',
  unchecked: 'Not checked any more',
  found: 'Checked for the first time, and fails',
  mended: 'Failed and holds now',
  added: 'Checked for the first time, and holds',
};

export const standingWords: Readonly<Record<Standing, string>> = {
  ...verdictWords,
  unknown: 'Not in this report',
};

/** A mark for each standing, for a table that has no room for words. */
export const standingMarks: Readonly<Record<Standing, string>> = {
  holds: '✓',
  fails: '✗',
  'not-applicable': '–',
  'not-covered': '○',
  unknown: '·',
};
