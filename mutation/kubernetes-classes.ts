// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in what Kubernetes' own page says of classes and of what is refused: in the reference, and in the API server. */
import type { Mutation } from './mutations.ts';

const ingressClass = 'reference/provider/ingress-class.ts';
const admission = 'fixtures/api-server/registry/admission.ts';
const validation = 'fixtures/api-server/kinds/ingress/validation.ts';

const section = (name: string) => (statement: string) => `kubernetes-ingress.${name}.${statement}`;
const resource = section('the-ingress-resource');
const resourceBackends = section('resource-backends');
const pathTypes = section('path-types');
const ofClass = section('ingress-class');
const annotation = section('deprecated-annotation');
const defaultClass = section('default-ingress-class');

export const kubernetesClassMutations: readonly Mutation[] = [
  // Classes.
  {
    fault: 'the controller of a class is not looked at, by Kubernetes’ page',
    file: ingressClass,
    find: 'if (ingressClass.controller !== controllerName) {',
    replace: "if (ingressClass.controller === '') {",
    breaks: [ofClass('own-class'), ofClass('other-class'), defaultClass('served')],
  },
  {
    fault: 'no IngressClass counts as this controller’s',
    file: ingressClass,
    find: 'if (ingressClass.controller !== controllerName) {',
    replace: "if (ingressClass.controller !== '') {",
    breaks: [ofClass('own-class'), defaultClass('served'), defaultClass('class-kept')],
  },
  {
    fault: 'an Ingress of a class that is missing is served',
    file: ingressClass,
    find: 'if (ingressClass === undefined) return `There is no IngressClass ${name}.`;',
    replace: 'if (ingressClass === undefined) return undefined;',
    breaks: [ofClass('missing-class')],
  },
  {
    fault: 'the annotation of the class is not looked at',
    file: ingressClass,
    find: "  if (value === '' || value === 'traefik') return undefined;",
    replace: '  return undefined;',
    breaks: [annotation('own-value'), annotation('other-value')],
  },
  {
    fault: 'no annotation of a class is this controller’s',
    file: ingressClass,
    find: "  if (value === '' || value === 'traefik') return undefined;",
    replace: "  if (value === '') return undefined;",
    breaks: [annotation('own-value')],
  },

  // What the API server does with classes, and what it refuses.
  {
    fault: 'the API server gives no default class',
    file: admission,
    find: '  object.spec.ingressClassName = chosen.metadata.name;',
    replace: '',
    breaks: [defaultClass('assigned'), defaultClass('served'), defaultClass('newest')],
  },
  {
    fault: 'the API server gives the default class to every Ingress',
    file: admission,
    find: '  if (object.spec?.ingressClassName !== undefined) return;',
    replace: '',
    breaks: [defaultClass('class-kept')],
  },
  {
    fault: 'the API server gives the oldest default class',
    file: admission,
    find: 'return a < b ? 1 : -1;',
    replace: 'return a < b ? -1 : 1;',
    breaks: [defaultClass('newest')],
  },
  {
    fault: 'the API server settles for one of several default classes, whatever its version',
    file: admission,
    find: 'const choosesDefaultClassSince = 25;',
    replace: 'const choosesDefaultClassSince = 18;',
    kubernetesVersion: '1.24',
    breaks: [defaultClass('several')],
  },
  {
    fault: 'the API server takes an Ingress for nothing',
    file: validation,
    find: 'if (rules.length === 0 && defaultBackend === undefined) {',
    replace: 'if (rules.length < 0 && defaultBackend === undefined) {',
    breaks: [resource('rules-or-default-backend')],
  },
  {
    fault: 'the API server takes a resource and a Service for one backend',
    file: validation,
    find: 'if (service !== undefined && resource !== undefined) {',
    replace: 'if (service === null && resource !== undefined) {',
    breaks: [resourceBackends('excludes-service')],
  },
  {
    fault: 'the API server takes a path without a type',
    file: validation,
    find: 'const typed = context.minor >= 18;',
    replace: 'const typed = context.minor >= 99;',
    breaks: [pathTypes('type-required')],
  },
];
