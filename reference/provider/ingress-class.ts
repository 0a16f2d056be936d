import type { Ingress } from '../kubernetes/objects.ts';
import type { DeriveOptions } from './derivation.ts';
import type { ObjectReader } from './object-reader.ts';

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
