import type { Problem } from '../dynamic/problem.ts';
import type { Ingress } from '../kubernetes/objects.ts';
import type { DeriveOptions } from './derivation.ts';
import type { ObjectReader } from './object-reader.ts';
import { ingressProblem } from './problems.ts';

export const controllerName = 'traefik.io/ingress-controller';
export const classAnnotation = 'kubernetes.io/ingress.class';

/**
 * Why an Ingress does not belong to this controller (provider page, "ingressClass").
 *
 * @returns undefined where it does
 */
export function reasonNotProcessed(
  ingress: Ingress,
  reader: ObjectReader,
  options: DeriveOptions,
): string | undefined {
  const { ingressClassName } = ingress;
  if (options.ingressClassesAvailable && ingressClassName !== undefined && ingressClassName !== '') {
    return judgeClassName(ingressClassName, reader, options);
  }
  return judgeAnnotation(ingress.metadata.annotations[classAnnotation] ?? '', options);
}

/**
 * The mistake in an Ingress that no controller takes, since there is no such class. That another controller
 * takes it is none.
 */
export function classProblem(
  ingress: Ingress,
  reader: ObjectReader,
  options: DeriveOptions,
): Problem | undefined {
  const { ingressClassName: name = '' } = ingress;
  const ofOthers = options.ingressClass !== '' && name !== options.ingressClass;
  if (!options.ingressClassesAvailable || name === '' || ofOthers) return undefined;
  if (reader.get('IngressClass', '', name) !== undefined) return undefined;
  return ingressProblem(
    ingress,
    'spec.ingressClassName',
    `There is no IngressClass ${name} that can be read, so that the Ingress is not served.`,
    `Create it, name one whose spec.controller is ${controllerName}, or let this controller read IngressClasses.`,
    'warning',
  );
}

function judgeClassName(name: string, reader: ObjectReader, options: DeriveOptions): string | undefined {
  if (options.ingressClass !== '' && name !== options.ingressClass) {
    return `Its ingressClassName is ${name}, and this controller takes ${options.ingressClass} alone.`;
  }
  const ingressClass = reader.get('IngressClass', '', name);
  if (ingressClass === undefined) return `There is no IngressClass ${name}.`;
  if (ingressClass.controller !== controllerName) {
    return `Its IngressClass ${name} belongs to the controller ${ingressClass.controller}, not to ${controllerName}.`;
  }
  return undefined;
}

function judgeAnnotation(value: string, options: DeriveOptions): string | undefined {
  if (options.ingressClass !== '') {
    if (value === options.ingressClass) return undefined;
    const found = value === '' ? 'It has no class' : `Its annotation ${classAnnotation} is ${value}`;
    return `${found}, and this controller takes ${options.ingressClass} alone.`;
  }
  if (value === '' || value === 'traefik') return undefined;
  return `Its annotation ${classAnnotation} is ${value}, which is another controller's.`;
}
