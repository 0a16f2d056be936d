import type { Problem } from '../dynamic/problem.ts';
import type { Ingress } from '../kubernetes/objects.ts';

/** Where an annotation stands in its object. */
export function annotationField(annotation: string): string {
  return `metadata.annotations[${annotation}]`;
}

/** A problem with a field of an Ingress; an error unless it says otherwise. */
export function ingressProblem(
  { metadata }: Ingress,
  field: string,
  reason: string,
  remedy: string,
  severity: Problem['severity'] = 'error',
): Problem {
  const object = { kind: 'Ingress', namespace: metadata.namespace, name: metadata.name };
  return { severity, object, field, reason, remedy };
}
