import type { EntryContext } from './convert.ts';

/** The one kind that a service or middleware is of; undefined where it is of none or several: a mistake. */
export function onlyKind(given: object, context: EntryContext): string | undefined {
  const kinds = Object.entries(given).filter(([, value]) => value !== undefined && value !== false);
  const [first, second] = kinds;
  if (first === undefined) {
    context.mistake(context.option, 'It says not of which kind it is.', 'Write one kind under the name.');
    return undefined;
  }
  if (second !== undefined) {
    const names = kinds.map(([name]) => name).join(', ');
    context.mistake(
      context.option,
      `It is of several kinds: ${names}.`,
      'Give each of them a name of its own.',
    );
    return undefined;
  }
  return first[0];
}
