import type { Logger } from 'pino';
import type { Problem } from '../dynamic/problem.ts';

/** Told all problems that there are, each time that this may have changed. */
export type ProblemLog = (problems: Iterable<Problem>) => void;

/** Logs a problem when it appears, not again for as long as it lasts, and that it is solved when it is gone. */
export function createProblemLog(logger: Logger): ProblemLog {
  let known = new Map<string, Problem>();
  return (problems) => {
    const current = new Map<string, Problem>();
    for (const problem of problems) current.set(keyOf(problem), problem);
    for (const [key, problem] of current) {
      if (known.has(key)) continue;
      const fields = { ...fieldsOf(problem), remedy: problem.remedy };
      if (problem.severity === 'error') logger.error(fields, problem.reason);
      else logger.warn(fields, problem.reason);
    }
    for (const [key, problem] of known) {
      if (!current.has(key)) logger.info({ ...fieldsOf(problem), reason: problem.reason }, 'Solved.');
    }
    known = current;
  };
}

function keyOf({ severity, object, field, reason }: Problem): string {
  return JSON.stringify([severity, object.kind, object.namespace, object.name, field, reason]);
}

function fieldsOf({ object, field }: Problem): Record<string, string> {
  return {
    kind: object.kind,
    ...(object.namespace === '' ? {} : { namespace: object.namespace }),
    name: object.name,
    ...(field === '' ? {} : { field }),
  };
}
