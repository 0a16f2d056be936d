import { acmeMutations } from './acme.ts';
import { annotationMutations } from './annotations.ts';
import { enablingMutations } from './enabling.ts';
import { entryPointMutations } from './entry-points.ts';
import { fileMutations } from './files.ts';
import { ingressEndpointMutations } from './ingress-endpoint.ts';
import { kubernetesClassMutations } from './kubernetes-classes.ts';
import { kubernetesIngressMutations } from './kubernetes-ingress.ts';
import { middlewareTrafficMutations } from './middleware-traffic.ts';
import { middlewareMutations } from './middlewares.ts';
import { observabilityMutations } from './observability.ts';
import { operationMutations } from './operation.ts';
import { pipelineMutations } from './pipeline.ts';
import { podMutations } from './pods.ts';
import { problemMutations } from './problems.ts';
import { providerClientMutations } from './provider-client.ts';
import { routingConfigurationMutations } from './routing-configuration.ts';
import { serviceMutations } from './services.ts';
import { throttleDurationMutations } from './throttle-duration.ts';
import { tlsMutations } from './tls.ts';
import { tlsOptionMutations } from './tls-options.ts';
import { trafficMutations } from './traffic.ts';

/**
 * Faults that are put into the reference one at a time, and the statements that must then fail. They prove that
 * the scenarios of a statement can fail, and do so for its own reason.
 */
export interface Mutation {
  /** What the reference then does wrong. */
  readonly fault: string;
  /** Relative to the project. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Of the cluster, for statements about that version; undefined: the suite's own choice. */
  readonly kubernetesVersion?: string;
  /** Statements of which every one must fail. */
  readonly breaks: readonly string[];
}

const ingressClass = 'reference/provider/ingress-class.ts';
const backend = 'reference/provider/backend.ts';
const ruleText = 'reference/provider/rule-text.ts';
const fragment = 'reference/provider/fragment.ts';
const version = 'reference/kubernetes/version.ts';

export const mutations: readonly Mutation[] = [
  // Which Ingresses are processed.
  {
    fault: 'the annotation is not looked at',
    file: ingressClass,
    find: `  if (value === '' || value === 'traefik') return undefined;`,
    replace: '  return undefined;',
    breaks: [
      'traefik-provider.ingress-class.foreign-annotation',
      'traefik-provider.ingress-class.annotation-changed',
      'traefik-provider.ingress-class.annotation-without-class',
      'traefik-provider.enabling.defaults',
    ],
  },
  {
    fault: 'the annotation traefik is foreign',
    file: ingressClass,
    find: `  if (value === '' || value === 'traefik') return undefined;`,
    replace: `  if (value === '') return undefined;`,
    breaks: ['traefik-provider.ingress-class.annotation-traefik'],
  },
  {
    fault: 'an annotation is demanded',
    file: ingressClass,
    find: `  if (value === '' || value === 'traefik') return undefined;`,
    replace: `  if (value === 'traefik') return undefined;`,
    breaks: [
      'traefik-provider.ingress-class.no-annotation',
      'traefik-provider.ingress-class.empty-annotation',
      'traefik-provider.enabling.existing-ingress',
    ],
  },
  {
    fault: 'the option ingressClass is not looked at for annotations',
    file: ingressClass,
    find: `    if (value === options.ingressClass) return undefined;`,
    replace: '    return undefined;',
    breaks: [
      'traefik-provider.ingress-class.annotation-differs-from-option',
      'traefik-provider.ingress-class.no-annotation-with-option',
      'traefik-provider.ingress-class.annotation-compared-exactly',
      'traefik-provider.ingress-class.forms',
      'traefik-provider.namespaces.annotations-without-class-right',
    ],
  },
  {
    fault: 'with the option set no annotation counts',
    file: ingressClass,
    find: `    if (value === options.ingressClass) return undefined;`,
    replace: '',
    breaks: [
      'traefik-provider.ingress-class.annotation-equals-option',
      'traefik-provider.ingress-class.forms',
      'traefik-provider.namespaces.annotations-without-class-right',
    ],
  },
  {
    fault: 'annotations are compared without case and white space',
    file: ingressClass,
    find: `    if (value === options.ingressClass) return undefined;`,
    replace: `    if (value.trim().toLowerCase() === options.ingressClass) return undefined;`,
    breaks: ['traefik-provider.ingress-class.annotation-compared-exactly'],
  },
  {
    fault: 'spec.ingressClassName is not looked at',
    file: ingressClass,
    find: `if (options.ingressClassesAvailable && ingressClassName !== undefined && ingressClassName !== '') {`,
    replace: `if (ingressClassName === 'never') {`,
    breaks: [
      'traefik-provider.ingress-class.class-of-other-controller',
      'traefik-provider.ingress-class.class-missing',
      'traefik-provider.ingress-class.class-name-equals-option',
      'traefik-provider.ingress-class.class-before-annotation',
      'traefik-provider.ingress-class.class-created-later',
      'traefik-provider.ingress-class.class-deleted',
      'traefik-provider.ingress-class.class-name-changed',
    ],
  },
  {
    fault: 'no class counts',
    file: ingressClass,
    find: `  if (ingressClass === undefined) return`,
    replace: '  if (name !== undefined) return',
    breaks: [
      'traefik-provider.ingress-class.class-of-controller',
      'traefik-provider.ingress-class.class-name-equals-option',
      'traefik-provider.ingress-class.v1-class',
      'traefik-provider.ingress-class.v1beta1-class',
      'traefik-provider.further.class-example-v1',
      'traefik-provider.further.class-example-v1beta1',
    ],
  },
  {
    fault: 'the controller of a class is not looked at',
    file: ingressClass,
    find: 'if (ingressClass.controller !== controllerName) {',
    replace: `if (ingressClass.controller === '') {`,
    breaks: [
      'traefik-provider.ingress-class.class-of-other-controller',
      'traefik-provider.ingress-class.option-and-other-controller',
    ],
  },
  {
    fault: 'the name of a class need not equal the option',
    file: ingressClass,
    find: `if (options.ingressClass !== '' && name !== options.ingressClass) {`,
    replace: `if (name === '') {`,
    breaks: ['traefik-provider.ingress-class.class-name-differs-from-option'],
  },
  {
    fault: 'wherever IngressClasses exist, an Ingress without one is not processed',
    file: ingressClass,
    find: '  return judgeAnnotation(',
    replace: `  if (options.ingressClassesAvailable) return 'It has no class.';\n  return judgeAnnotation(`,
    breaks: [
      'traefik-provider.ingress-class.annotation-without-class',
      'traefik-provider.ingress-class.no-annotation',
    ],
  },

  // Rules.
  {
    fault: 'Exact is matched as a prefix',
    file: ruleText,
    find: "if (pathType === 'Exact') matchers.push(`Path(",
    replace: "if (pathType === 'Exact') matchers.push(`PathPrefix(",
    breaks: [
      'traefik-provider.requirements.path-type-on-1-18',
      'traefik-provider.requirements.same-routes-in-both-versions',
      'traefik-provider.routing-configuration.rule-reaches-service',
      'traefik-provider.further.example-v1-exact',
    ],
  },
  {
    fault: 'Prefix is matched as a whole',
    file: ruleText,
    find: 'matchers.push(`PathPrefix(${quote(withoutGroups(path))})`)',
    replace: 'matchers.push(`Path(${quote(withoutGroups(path))})`)',
    breaks: [
      'traefik-provider.requirements.path-type-on-1-18',
      'traefik-provider.requirements.same-routes-in-both-versions',
      'traefik-provider.routing-configuration.rule-reaches-service',
    ],
  },
  {
    fault: 'a path without a type is matched as a whole',
    file: ruleText,
    find: 'matchers.push(`${pathMatcher}(',
    replace: 'matchers.push(`Path(',
    breaks: ['traefik-provider.further.example-v1beta1-prefix'],
  },
  {
    fault: 'hosts are not looked at',
    file: ruleText,
    find: "else if (host !== '') matchers.push(`Host(${quote(host)})`);",
    replace: '',
    breaks: [
      'traefik-provider.further.example-v1',
      'traefik-provider.further.example-v1beta1',
      'traefik-provider.routing-configuration.no-match-is-404',
      'traefik-provider.routing-configuration.ingresses-side-by-side',
    ],
  },
  {
    fault: 'a wildcard matches the bare domain only',
    file: ruleText,
    find: "if (host.startsWith('*.')) matchers.push(`HostRegexp(${quote(wildcardHost(host.slice(2)))})`);",
    replace: "if (host.startsWith('*.')) matchers.push(`Host(${quote(host.slice(2))})`);",
    breaks: ['traefik-provider.further.class-example-v1', 'traefik-provider.further.class-example-v1beta1'],
  },

  // Backends.
  {
    fault: 'ports are found by their first only',
    file: backend,
    find: "(reference.kind === 'number' ? port.port === reference.number : port.name === reference.name)",
    replace: 'port === ports[0]',
    breaks: [
      'traefik-provider.routing-configuration.broken-neighbour',
      'traefik-provider.enabling.service-followed',
    ],
  },
  {
    fault: 'ports are not found by name',
    file: backend,
    find: ': port.name === reference.name)',
    replace: ': false)',
    breaks: [
      'traefik-provider.routing-configuration.service-port-by-name',
      'traefik-provider.requirements.v1beta1-service-port',
    ],
  },
  {
    fault: 'the port of the Service is taken for the port of the pods',
    file: backend,
    find: 'urls.add(serverUrl(annotations, port, address, target.port))',
    replace: 'urls.add(serverUrl(annotations, port, address, port.port))',
    breaks: [
      'traefik-provider.routing-configuration.service-port-by-number',
      'traefik-provider.further.example-v1',
    ],
  },
  {
    fault: 'only the first pod is used',
    file: backend,
    find: '  return [...urls].sort();',
    replace: '  return [...urls].sort().slice(0, 1);',
    breaks: [
      'traefik-provider.further.example-v1',
      'traefik-provider.further.example-v1beta1',
      'traefik-provider.enabling.endpoints-followed',
    ],
  },
  {
    fault: 'a Service without ready pods is served, with 503',
    file: backend,
    find: 'if (servers.length === 0 && !options.allowEmptyServices) {',
    replace: 'if (servers.length < 0) {',
    breaks: ['traefik-provider.enabling.defaults', 'traefik-provider.enabling.endpoints-followed'],
  },
  {
    fault: 'ExternalName Services are allowed',
    file: backend,
    find: `if (service.type === 'ExternalName' && !options.allowExternalNameServices) {`,
    replace: `if (service.clusterIP === 'never') {`,
    breaks: ['traefik-provider.enabling.defaults'],
  },
  {
    fault: 'an Ingress with a broken path is dropped as a whole',
    file: fragment,
    find: '    routers: draft.namedRouters(),',
    replace: '    routers: draft.problems.length > 0 ? [] : draft.namedRouters(),',
    breaks: ['traefik-provider.routing-configuration.broken-neighbour'],
  },
  {
    fault: 'default backends are not served',
    file: fragment,
    find: '    if (defaultBackend === undefined) return;',
    replace: '    if (defaultBackend !== undefined) return;\n    if (defaultBackend === undefined) return;',
    breaks: ['traefik-provider.requirements.v1beta1-default-backend'],
  },

  // API versions.
  {
    fault: 'v1 is always read',
    file: version,
    find: '  const stable = isAtLeast(version, 1, 19);',
    replace: '  const stable = isAtLeast(version, 1, 0);',
    breaks: [
      'traefik-provider.requirements.every-version',
      'traefik-provider.requirements.server-version-decides',
      'traefik-provider.requirements.v1beta1-before-1-19',
      'traefik-provider.requirements.version-suffix',
    ],
  },
  {
    fault: 'v1beta1 is read as long as it is offered',
    file: version,
    find: '  const stable = isAtLeast(version, 1, 19);',
    replace: '  const stable = isAtLeast(version, 1, 22);',
    breaks: [
      'traefik-provider.requirements.server-version-decides',
      'traefik-provider.requirements.v1-from-1-19',
      'traefik-provider.requirements.version-suffix',
    ],
  },
  {
    fault: 'IngressClasses are asked for on every version',
    file: version,
    find: `isAtLeast(version, 1, 18) ? 'v1beta1' : undefined`,
    replace: `isAtLeast(version, 1, 14) ? 'v1beta1' : undefined`,
    breaks: ['traefik-provider.requirements.no-ingress-class-before-1-18'],
  },
  {
    fault: 'IngressClasses are asked for from 1.19 on',
    file: version,
    find: `isAtLeast(version, 1, 18) ? 'v1beta1' : undefined`,
    replace: 'undefined',
    breaks: ['traefik-provider.ingress-class.v1beta1-class'],
  },

  ...acmeMutations,
  ...annotationMutations,
  ...enablingMutations,
  ...entryPointMutations,
  ...fileMutations,
  ...pipelineMutations,
  ...podMutations,
  ...problemMutations,
  ...routingConfigurationMutations,
  ...providerClientMutations,
  ...ingressEndpointMutations,
  ...kubernetesClassMutations,
  ...kubernetesIngressMutations,
  ...throttleDurationMutations,
  ...tlsMutations,
  ...tlsOptionMutations,
  ...serviceMutations,
  ...trafficMutations,
  ...middlewareMutations,
  ...middlewareTrafficMutations,
  ...observabilityMutations,
  ...operationMutations,
];
