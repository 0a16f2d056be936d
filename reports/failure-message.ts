import type { TestStepResult } from '@cucumber/messages';

/**
 * The message of a failed step or hook without the noise of a stack: the error's message, the first frame that
 * belongs to the project, and the same of each cause. The whole stack stays in `messages.ndjson`.
 */
export function failureMessage(result: TestStepResult, projectRoot: string): string {
  const trace = result.exception?.stackTrace ?? result.message ?? '';
  const [first = '', ...causes] = trace.split(/^Caused by: /m);
  const own = result.exception?.message?.trimEnd() ?? withoutFrames(first);
  return [
    unexpected.has(result.exception?.type ?? '') ? `${result.exception?.type}: ${own}` : own,
    frameOf(first, projectRoot),
    ...causes.flatMap((cause) => [`Caused by: ${withoutFrames(cause)}`, frameOf(cause, projectRoot)]),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** Errors of JavaScript itself: their type tells that the step broke, rather than that an expectation did. */
const unexpected = new Set(['TypeError', 'ReferenceError', 'RangeError', 'SyntaxError', 'URIError']);

const frame = /^\s+at (?:async )?(?:.*\()?(?:file:\/\/)?(?<place>[^()]+:\d+:\d+)\)?$/;

function withoutFrames(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s+at /.test(line))
    .join('\n')
    .trimEnd();
}

function frameOf(text: string, projectRoot: string): string {
  for (const line of text.split('\n')) {
    const place = frame.exec(line)?.groups?.place;
    if (place === undefined || place.startsWith('node:') || place.includes('node_modules')) {
      continue;
    }
    const root = `${projectRoot}/`;
    return `    at ${place.startsWith(root) ? place.slice(root.length) : place}`;
  }
  return '';
}
