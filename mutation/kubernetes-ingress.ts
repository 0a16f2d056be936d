/** Faults against Kubernetes' own page on Ingress: in the reference, and in the API server that scenarios run on. */
import type { Mutation } from './mutations.ts';

const ruleText = 'reference/provider/rule-text.ts';
const fragment = 'reference/provider/fragment.ts';
const backend = 'reference/provider/backend.ts';
const backends = 'reference/provider/backends.ts';
const ingressClass = 'reference/provider/ingress-class.ts';
const facts = 'reference/runtime/facts.ts';
const store = 'reference/kubernetes/object-store.ts';
const endpoints = 'reference/kubernetes/decode-core.ts';
const admission = 'fixtures/api-server/registry/admission.ts';
const validation = 'fixtures/api-server/kinds/ingress/validation.ts';

const section = (name: string) => (statement: string) => `kubernetes-ingress.${name}.${statement}`;
const resource = section('the-ingress-resource');
const rules = section('ingress-rules');
const byDefault = section('default-backend');
const resourceBackends = section('resource-backends');
const pathTypes = section('path-types');
const matches = section('multiple-matches');
const wildcards = section('hostname-wildcards');
const ofClass = section('ingress-class');
const annotation = section('deprecated-annotation');
const defaultClass = section('default-ingress-class');
const singleService = section('single-service');
const fanout = section('simple-fanout')('by-path');
const hosting = section('name-based-virtual-hosting');
const tls = section('tls');
const loadBalancing = section('load-balancing');
const updating = section('updating-an-ingress');

const wildcardRule = 'matchers.push(`HostRegexp(${quote(wildcardHost(host.slice(2)))})`);';

export const kubernetesIngressMutations: readonly Mutation[] = [
  // Rules.
  {
    fault: 'of the rules of an Ingress the first alone is read',
    file: fragment,
    find: 'ingress.rules.entries()) draft.addRule(',
    replace: 'ingress.rules.slice(0, 1).entries()) draft.addRule(',
    breaks: [
      rules('host-and-path'),
      hosting('by-host'),
      hosting('other-hosts'),
      updating('host-added'),
      tls('by-server-name'),
    ],
  },
  {
    fault: 'of the paths of a rule the first alone is read',
    file: fragment,
    find: 'of rule.paths.entries()) {',
    replace: 'of rule.paths.slice(0, 1).entries()) {',
    breaks: [
      rules('host-and-path'),
      rules('several-paths'),
      rules('port-by-number-or-name'),
      matches('longest-path'),
      fanout,
    ],
  },
  {
    fault: 'a rule without a host is for localhost alone',
    file: ruleText,
    find: "else if (host !== '') matchers.push(`Host(${quote(host)})`);",
    replace: "else matchers.push(`Host(${quote(host || 'localhost')})`);",
    breaks: [resource('minimal'), rules('no-host'), hosting('other-hosts')],
  },
  {
    fault: 'the host of a rule is not looked at, by Kubernetes’ page',
    file: ruleText,
    find: "else if (host !== '') matchers.push(`Host(${quote(host)})`);",
    replace: '',
    breaks: [
      rules('host-and-path'),
      rules('host-must-match'),
      hosting('by-host'),
      wildcards('precise'),
      byDefault('neither'),
    ],
  },
  {
    fault: 'ports are not found by name, by Kubernetes’ page',
    file: backend,
    find: ': port.name === reference.name)',
    replace: ': false)',
    breaks: [rules('port-by-number-or-name')],
  },

  // Default backends, resources as backends.
  {
    fault: 'default backends are not served, by Kubernetes’ page',
    file: fragment,
    find: '    if (defaultBackend === undefined) return;',
    replace: '    if (defaultBackend !== undefined) return;\n    if (defaultBackend === undefined) return;',
    breaks: [
      byDefault('no-rules'),
      byDefault('beside-rules'),
      pathTypes('no-match'),
      singleService('all-traffic'),
      tls('default-backend'),
    ],
  },
  {
    fault: 'default backends beside rules are never used',
    file: fragment,
    find: 'if (rules.length > 0 && !this.#sources.options.strictPrefixMatching) {',
    replace: 'if (rules.length > 0) {',
    breaks: [byDefault('beside-rules')],
  },
  {
    fault: 'default backends go before all rules',
    file: fragment,
    find: 'const defaultPriority = -(2 ** 31);',
    replace: 'const defaultPriority = 2 ** 30;',
    breaks: [byDefault('beside-rules'), pathTypes('no-match'), tls('default-backend')],
  },
  {
    fault: 'default backends are for plain HTTP',
    file: fragment,
    find: 'rule: everything, priority: defaultPriority }',
    replace: "rule: everything, priority: defaultPriority, entryPoints: ['web'] }",
    breaks: [tls('default-backend')],
  },
  {
    fault: 'requests without a route are taken by whoever is there',
    file: 'reference/proxy/handler.ts',
    find: 'answer.refuse(404,',
    replace: 'answer.refuse(503,',
    breaks: [byDefault('neither')],
  },
  {
    fault: 'an Ingress with a backend that can’t be used is dropped as a whole',
    file: fragment,
    find: '    routers: draft.namedRouters(),',
    replace: '    routers: draft.problems.length > 0 ? [] : draft.namedRouters(),',
    breaks: [resourceBackends('unsupported')],
  },

  // Path types.
  {
    fault: 'Exact is matched as a prefix, by Kubernetes’ page',
    file: ruleText,
    find: "if (pathType === 'Exact') matchers.push(`Path(",
    replace: "if (pathType === 'Exact') matchers.push(`PathPrefix(",
    breaks: [pathTypes('exact'), pathTypes('exact-final-slash')],
  },
  {
    fault: 'a slash at the end of Exact is not looked at',
    file: ruleText,
    find: 'matchers.push(`Path(${quote(withoutGroups(path))})`);',
    replace: "matchers.push(`Path(${quote(withoutGroups(path.replace(/.\\/$/, '')))})`);",
    breaks: [pathTypes('exact-final-slash')],
  },
  {
    fault: 'paths are compared without case',
    file: facts,
    find: '  return decodePath(path);\n}',
    replace: '  return decodePath(path).toLowerCase();\n}',
    breaks: [pathTypes('exact-case'), pathTypes('prefix-case')],
  },
  {
    fault: 'a path whose type leaves its meaning open is one of what lies below it',
    file: ruleText,
    find: 'else matchers.push(`${pathMatcher}(${quote(path)})`);',
    replace: 'else matchers.push(`${pathMatcher}(${quote(`${path}/`)})`);',
    breaks: [pathTypes('implementation-specific')],
  },
  {
    fault: 'Prefix is one of the text',
    file: ruleText,
    find: "else if (pathType === 'Prefix' && strictPrefixMatching)",
    replace: 'else if (pathType === undefined && strictPrefixMatching)',
    breaks: [pathTypes('prefix-by-element'), pathTypes('prefix-final-slash')],
  },
  {
    fault: 'Prefix does not match itself',
    file: ruleText,
    find: 'return `(Path(${quote(elements)}) || PathPrefix(${quote(`${elements}/`)}))`;',
    replace: 'return `PathPrefix(${quote(`${elements}/`)})`;',
    breaks: [pathTypes('prefix-below'), pathTypes('prefix-final-slash'), fanout],
  },
  {
    fault: 'Prefix matches itself alone',
    file: ruleText,
    find: 'return `(Path(${quote(elements)}) || PathPrefix(${quote(`${elements}/`)}))`;',
    replace: 'return `Path(${quote(elements)})`;',
    breaks: [pathTypes('prefix-below'), pathTypes('prefix-final-slash'), resource('minimal')],
  },
  {
    fault: 'the prefix / matches itself alone',
    file: ruleText,
    find: "if (elements === '') return everything;",
    replace: "if (elements === '') return 'Path(`/`)';",
    breaks: [pathTypes('prefix-all'), matches('longest-path'), hosting('other-hosts')],
  },

  // Several matches.
  {
    fault: 'the length of the rule decides, also where it has the path twice',
    file: ruleText,
    find: "if (!strictPrefixMatching || path === '') return undefined;",
    replace: 'if (path.length >= 0) return undefined;',
    breaks: [matches('longest-path'), matches('exact-before-prefix')],
  },
  {
    fault: 'the shorter of two prefixes goes first',
    file: ruleText,
    find: "return lengthOf(withoutFinalSlash(path) || '/');",
    replace: "return 1_000 - lengthOf(withoutFinalSlash(path) || '/');",
    breaks: [matches('longest-path')],
  },
  {
    fault: 'Exact and Prefix of the same length are equal',
    file: ruleText,
    find: 'return lengthOf(path) + 1;',
    replace: 'return lengthOf(path);',
    breaks: [matches('exact-before-prefix')],
  },

  // Wildcards.
  {
    fault: 'a wildcard matches any number of labels',
    file: ruleText,
    find: wildcardRule,
    replace: wildcardRule.replace('slice(2))', "slice(2)).replace('[a-zA-Z0-9-]+', '.+')"),
    breaks: [wildcards('not-several-labels')],
  },
  {
    fault: 'a wildcard matches the bare domain too',
    file: ruleText,
    find: wildcardRule,
    replace:
      'matchers.push(`(HostRegexp(${quote(wildcardHost(host.slice(2)))}) || Host(${quote(host.slice(2))}))`);',
    breaks: [wildcards('not-none')],
  },
  {
    fault: 'a wildcard matches the bare domain alone',
    file: ruleText,
    find: wildcardRule,
    replace: 'matchers.push(`Host(${quote(host.slice(2))})`);',
    breaks: [wildcards('one-label'), wildcards('not-several-labels'), wildcards('not-none')],
  },

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

  // Addresses, TLS.
  {
    fault: 'the address is not written into the status',
    file: 'reference/status/desired.ts',
    find: "addresses: [{ ...(ip === '' ? {} : { ip }), ...(hostname === '' ? {} : { hostname }) }],",
    replace: "addresses: [{ ...(hostname === '' ? {} : { hostname }) }],",
    breaks: [singleService('address-shown')],
  },
  {
    fault: 'no certificate is found by its name, by Kubernetes’ page',
    file: 'reference/runtime/certificate-index.ts',
    find: '    const name = normaliseServerName(serverName);',
    replace: "    const name = normaliseServerName(serverName) + '.never';",
    breaks: [tls('secret'), tls('by-server-name'), tls('terminated')],
  },
  {
    fault: 'pods are spoken to over TLS',
    file: backend,
    find: "annotations.serversScheme ?? (secure ? 'https' : 'http')",
    replace: "annotations.serversScheme ?? (secure ? 'http' : 'https')",
    breaks: [tls('terminated')],
  },

  // Pods, changes.
  {
    fault: 'only the first pod is used, by Kubernetes’ page',
    file: backend,
    find: '  return [...urls].sort();',
    replace: '  return [...urls].sort().slice(0, 1);',
    breaks: [loadBalancing('all-pods'), loadBalancing('not-ready'), loadBalancing('pods-change')],
  },
  {
    fault: 'pods that are not ready are used',
    file: endpoints,
    find: 'addresses: readList(subset.addresses,',
    replace:
      'addresses: readList([...((subset.addresses ?? []) as never[]), ...((subset.notReadyAddresses ?? []) as never[])],',
    breaks: [loadBalancing('not-ready')],
  },
  {
    fault: 'pods that come and go are not heard of',
    file: backends,
    find: 'const after = keepService(before, this.#read(id, backend.reference, store));',
    replace: 'const after = before;',
    breaks: [loadBalancing('pods-change')],
  },
  {
    fault: 'changes of Ingresses are not followed',
    file: store,
    find: '    if (old !== undefined && isSameButForRevision(old, object)) return;',
    replace:
      "    if (old !== undefined && (object.kind === 'Ingress' || isSameButForRevision(old, object))) return;",
    breaks: [updating('host-added'), updating('host-removed'), updating('backend-changed')],
  },
];
