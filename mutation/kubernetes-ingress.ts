// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in what Kubernetes' own page says of routes: rules, paths, hosts, default backends, pods, changes. */
import type { Mutation } from './mutations.ts';

const ruleText = 'reference/provider/rule-text.ts';
const fragment = 'reference/provider/fragment.ts';
const backend = 'reference/provider/backend.ts';
const backends = 'reference/provider/backends.ts';
const facts = 'reference/runtime/facts.ts';
const store = 'reference/kubernetes/object-store.ts';
const endpoints = 'reference/kubernetes/decode-core.ts';

const section = (name: string) => (statement: string) => `kubernetes-ingress.${name}.${statement}`;
const resource = section('the-ingress-resource');
const rules = section('ingress-rules');
const byDefault = section('default-backend');
const resourceBackends = section('resource-backends');
const pathTypes = section('path-types');
const matches = section('multiple-matches');
const wildcards = section('hostname-wildcards');
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
