import type { Problem } from '../dynamic/problem.ts';
import type { Ingress, ObjectMeta } from '../kubernetes/objects.ts';

/** That an annotation of Traefik's has no effect here. */
export function ignoredAnnotation(
  kind: 'Ingress' | 'Service',
  { namespace, name }: ObjectMeta,
  annotation: string,
): Problem {
  return {
    severity: 'warning',
    object: { kind, namespace, name },
    field: annotationField(annotation),
    reason: `The annotation ${annotation} is known to Traefik v2.10, but not implemented by this reference: it has no effect.`,
    remedy: 'Remove the annotation, or see that nothing depends on it.',
  };
}

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
