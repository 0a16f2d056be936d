import type { ConfigurationIssue } from '../configuration/issues.ts';
import type { Problem } from '../dynamic/problem.ts';

/** An issue that was found in a file, as a problem: where, what, and the name that was probably meant. */
export function problemOf(path: string, issue: ConfigurationIssue, severity: Problem['severity']): Problem {
  const { option, origin, reason, remedy, suggestion } = issue;
  const place = origin.kind === 'file' ? `Line ${origin.line}, column ${origin.column}: ` : '';
  const meant = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  return {
    severity,
    object: { kind: 'File', namespace: '', name: path },
    field: option,
    reason: `${place}${reason}${meant}`,
    remedy,
  };
}

/** A problem with a file as a whole. */
export function fileProblem(
  path: string,
  reason: string,
  remedy: string,
  severity: Problem['severity'] = 'error',
): Problem {
  return { severity, object: { kind: 'File', namespace: '', name: path }, field: '', reason, remedy };
}
