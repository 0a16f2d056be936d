// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the faults are texts of code.
/** Faults in what annotations of Ingresses and Services do, and in what the routing page says around them. */
import type { Mutation } from './mutations.ts';

const annotations = 'reference/provider/annotations.ts';
const annotationSchema = 'reference/provider/annotation-schema.ts';
const backend = 'reference/provider/backend.ts';
const candidate = 'reference/runtime/candidate.ts';
const defaultBackends = 'reference/provider/default-backends.ts';
const forwarding = 'reference/proxy/forwarding.ts';
const fragment = 'reference/provider/fragment.ts';
const choice = 'reference/proxy/choice.ts';
const names = 'reference/provider/names.ts';
const resolve = 'reference/runtime/resolve.ts';
const roundRobin = 'reference/runtime/round-robin.ts';
const ruleText = 'reference/provider/rule-text.ts';
const sticky = 'reference/runtime/sticky.ts';

const section = (name: string) => (statement: string) => `traefik-routing.${name}.${statement}`;
const byDefault = section('global-default-backend');
const cookie = section('service-sticky-cookie');
const example = section('configuration-example');
const loadBalancing = section('load-balancing');
const matcher = section('router-pathmatcher');
const native = section('service-nativelb');
const nameOf = section('names');
const onService = section('annotations-on-service');
const pathTypes = section('path-types');
const priority = section('router-priority');

export const annotationMutations: readonly Mutation[] = [
  // What the page's ClusterRole grants, and its example.
  {
    fault: 'statuses are read by a right of their own',
    file: 'reference/kubernetes/ingress-status.ts',
    find: '(path) => client.get(path)',
    replace: '(path) => client.get(`${path}/status`)',
    breaks: [example('cluster-role-suffices'), example('nothing-else-asked')],
  },
  {
    fault: 'router.entrypoints has no effect',
    file: fragment,
    find: '...(entryPoints !== undefined && { entryPoints }),',
    replace: '...(entryPoints === null && { entryPoints }),',
    breaks: [example('example')],
  },

  // Priorities.
  {
    fault: 'priorities of annotations are not looked at',
    file: fragment,
    find: '      ...(priority !== undefined && { priority }),',
    replace: '      ...(priority === null && { priority }),',
    breaks: [priority('higher-wins')],
  },
  {
    fault: 'a priority of 0 is the lowest',
    file: resolve,
    find: 'router.priority === undefined || router.priority === 0 ? length',
    replace: 'router.priority === undefined ? length',
    breaks: [priority('zero-is-default')],
  },
  {
    fault: 'the shortest rule comes first',
    file: candidate,
    find: '  if (a.priority !== b.priority) return a.priority > b.priority;',
    replace: '  if (a.priority !== b.priority) return a.priority < b.priority;',
    breaks: [
      priority('higher-wins'),
      priority('zero-is-default'),
      'traefik-routing.priority.longest-rule',
      'traefik-routing.priority.exact-and-prefix',
      byDefault('lowest-priority'),
    ],
  },

  // Paths.
  {
    fault: 'router.pathmatcher has no effect',
    file: annotations,
    find: `(value === 'Path' || value === 'PathPrefix' ? { pathMatcher: value } : undefined)`,
    replace: `(value === 'Path' || value === 'PathPrefix' ? {} : undefined)`,
    breaks: [matcher('path'), pathTypes('implementation-specific')],
  },
  {
    fault: 'every value of router.pathmatcher is taken for PathPrefix',
    file: annotations,
    find: `(value === 'Path' || value === 'PathPrefix' ? { pathMatcher: value } : undefined)`,
    replace: `({ pathMatcher: value === 'Path' ? 'Path' : 'PathPrefix' })`,
    breaks: [matcher('other-value')],
  },
  {
    fault: 'router.pathmatcher is Path by default',
    file: annotations,
    find: `  pathMatcher: 'PathPrefix',`,
    replace: `  pathMatcher: 'Path',`,
    breaks: [matcher('default'), pathTypes('implementation-specific'), pathTypes('none')],
  },
  {
    fault: 'router.pathmatcher PathPrefix is Path',
    file: annotations,
    find: '{ pathMatcher: value } : undefined)',
    replace: `{ pathMatcher: 'Path' } : undefined)`,
    breaks: [matcher('path-prefix')],
  },
  {
    fault: 'router.pathmatcher comes before the type of a path',
    file: ruleText,
    find: `    if (pathType === 'Exact')`,
    replace: `    if (pathType === 'Exact' && pathMatcher === 'PathPrefix') matchers.push(\`PathPrefix(\${quote(path)})\`);
    else if (pathType === 'Prefix' && pathMatcher === 'Path') matchers.push(\`Path(\${quote(path)})\`);
    else if (pathType === 'Exact')`,
    breaks: [matcher('path-type-before-annotation')],
  },
  {
    fault: 'Exact paths are prefixes',
    file: ruleText,
    find: 'matchers.push(`Path(${quote(withoutGroups(path))})`)',
    replace: 'matchers.push(`PathPrefix(${quote(withoutGroups(path))})`)',
    breaks: [pathTypes('exact')],
  },
  {
    fault: 'Prefix paths match themselves alone',
    file: ruleText,
    find: 'matchers.push(`PathPrefix(${quote(withoutGroups(path))})`)',
    replace: 'matchers.push(`Path(${quote(withoutGroups(path))})`)',
    breaks: [pathTypes('prefix'), pathTypes('prefix-of-string')],
  },

  {
    fault: 'strictPrefixMatching has no effect',
    file: ruleText,
    find: "if (pathType === 'Prefix' && strictPrefixMatching)",
    replace: "if (pathType === 'Prefix' && host === 'never')",
    breaks: [pathTypes('strict-prefix-matching')],
  },

  // Middlewares.
  {
    fault: 'middlewares that do not exist are passed over',
    file: resolve,
    find: '  checkMiddlewares(middlewares, surroundings.middlewares, faults);',
    replace: '',
    breaks: [
      'traefik-routing.router-middlewares.missing-disables',
      'traefik-routing.router-middlewares.missing-reported',
    ],
  },

  // What can't be read.
  {
    fault: 'annotations of Services that are mistaken are passed over',
    file: backend,
    find: `  if (read.kind === 'mistaken') {
    const [{ annotation, reason, remedy }] = read.mistakes;`,
    replace: `  if (read.kind === 'mistaken')
    return resolveBackend(reference, { get: (...key: Parameters<ObjectReader['get']>) => { const object = reader.get(...key); return object?.kind === 'Service' ? { ...object, metadata: { ...object.metadata, annotations: {} } } : object; } } as ObjectReader, options);
  if (read.kind === 'mistaken') {
    const [{ annotation, reason, remedy }] = read.mistakes;`,
    breaks: [
      onService('invalid-value'),
      onService('invalid-value-reported'),
      onService('unknown-annotation'),
      'traefik-routing.service-serversscheme.other-value',
      'traefik-routing.service-serversscheme.other-value-reported',
    ],
  },
  {
    fault: 'values that can not be read are not told',
    file: annotationSchema,
    find: "const reason = `can't be read: ${quoteShort(value)}`;",
    replace: "const reason = `can't be read`;",
    breaks: [onService('invalid-value-reported')],
  },

  // Where pods are, and how they are spoken to.
  {
    fault: 'nativelb has no effect',
    file: backend,
    find: '  if (annotations.nativeLb) {',
    replace: "  if (annotations.nativeLb && service.clusterIP === 'never') {",
    breaks: [native('cluster-ip'), native('headless')],
  },
  {
    fault: 'nativelb is always on',
    file: backend,
    find: '  if (annotations.nativeLb) {',
    replace: '  {',
    breaks: [native('default-pods')],
  },
  {
    fault: 'serversscheme has no effect',
    file: backend,
    find: 'annotations.serversScheme ?? (secure',
    replace: '(secure',
    breaks: ['traefik-routing.service-serversscheme.http'],
  },
  {
    fault: 'passhostheader is false by default',
    file: annotations,
    find: '    passHostHeader: true,',
    replace: '    passHostHeader: false,',
    breaks: ['traefik-routing.service-passhostheader.default-client-host'],
  },
  {
    fault: 'passhostheader has no effect',
    file: annotations,
    find: '(passHostHeader) => ({ passHostHeader })',
    replace: '() => ({ passHostHeader: true })',
    breaks: ['traefik-routing.service-passhostheader.false-server-host'],
  },

  // Sticky cookies.
  {
    fault: 'no cookie is set',
    file: forwarding,
    find: 'if (this.#cookie !== undefined) headers',
    replace: "if (this.#cookie === '') headers",
    breaks: [
      cookie('set'),
      cookie('pod-gone'),
      cookie('name'),
      cookie('default-name'),
      cookie('secure'),
      cookie('http-only'),
      cookie('same-site'),
      cookie('value-opaque'),
    ],
  },
  {
    fault: 'cookies are not followed',
    file: choice,
    find: 'if (bound !== undefined) return',
    replace: "if (bound?.origin === 'never') return",
    breaks: [cookie('same-pod')],
  },
  {
    fault: 'each instance has cookies of its own',
    file: sticky,
    find: 'digest(`${this.#service}\\n${origin}`)',
    replace: 'digest(`${process.pid}${performance.timeOrigin}${Math.random()}${origin}`)',
    breaks: [cookie('same-pod')],
  },
  {
    fault: 'a cookie whose pod is gone is not set anew',
    file: choice,
    find: 'cookie: sticky?.cookieFor(server) };',
    replace: "cookie: cookiesOf(request.headers) === '' ? sticky?.cookieFor(server) : undefined };",
    breaks: [cookie('pod-gone')],
  },
  {
    fault: 'cookies are set without being asked for',
    file: resolve,
    find: 'cookie: sticky?.cookie }',
    replace: 'cookie: sticky?.cookie ?? {} }',
    breaks: [cookie('not-by-default')],
  },
  {
    fault: 'the name of a cookie is not looked at',
    file: sticky,
    find: 'cookie.name ?? defaultName(service)',
    replace: 'defaultName(service)',
    breaks: [cookie('name')],
  },
  {
    fault: 'the default name of a cookie depends on the pods',
    file: sticky,
    find: 'cookie.name ?? defaultName(service)',
    replace: "cookie.name ?? defaultName(service + servers.map(({ origin }) => origin).join(''))",
    breaks: [cookie('default-name')],
  },
  {
    fault: 'cookies are never secure',
    file: sticky,
    find: "secure === true ? '; Secure' : ''",
    replace: "secure === true ? '' : ''",
    breaks: [cookie('secure')],
  },
  {
    fault: 'cookies are always secure and hidden from scripts',
    file: sticky,
    find: "    '; Path=/',",
    replace: "    '; Path=/; Secure; HttpOnly',",
    breaks: [cookie('secure'), cookie('http-only')],
  },
  {
    fault: 'cookies are never hidden from scripts',
    file: sticky,
    find: "httpOnly === true ? '; HttpOnly' : ''",
    replace: "httpOnly === true ? '' : ''",
    breaks: [cookie('http-only')],
  },
  {
    fault: 'cookies are always lax',
    file: sticky,
    find: '`; SameSite=${sameSiteNames[sameSite]}`',
    replace: '`; SameSite=${sameSiteNames.lax}`',
    breaks: [cookie('same-site')],
  },
  {
    fault: 'the value of a cookie is the address of the pod in hexadecimal digits',
    file: sticky,
    find: 'return digest(`${this.#service}\\n${origin}`).slice(0, valueLength);',
    replace: "return Buffer.from(origin).toString('hex').padEnd(valueLength);",
    breaks: [cookie('value-opaque')],
  },

  // The default backend.
  {
    fault: 'default backends do not follow the entry points of their annotation',
    file: fragment,
    find: 'router: { ...this.#routerOptions(), rule: everything, priority: defaultPriority },',
    replace: 'router: { rule: everything, priority: defaultPriority },',
    breaks: [byDefault('entry-points-annotation'), byDefault('tls-annotation')],
  },
  {
    fault: 'the default backend has the priority of its rule',
    file: fragment,
    find: 'rule: everything, priority: defaultPriority }',
    replace: 'rule: everything, priority: 0 }',
    breaks: [byDefault('lowest-priority'), nameOf('default-backend-priority')],
  },
  {
    fault: 'default backends are not served at all',
    file: defaultBackends,
    find: '    if (fragment?.defaultRouter !== undefined) this.#contenders.set(key, fragment);',
    replace:
      "    if (fragment?.defaultRouter !== undefined && fragment.notProcessed === '') this.#contenders.set(key, fragment);",
    breaks: [byDefault('takes-unmatched'), nameOf('default-backend')],
  },
  {
    fault: 'the youngest default backend is used',
    file: defaultBackends,
    find: '|| compareAge(a, b))',
    replace: '|| compareAge(b, a))',
    breaks: [byDefault('second-one')],
  },
  {
    fault: 'a second default backend is not told of',
    file: defaultBackends,
    find: '    this.#problems = tooLate(this.#ranking);',
    replace: '    this.#problems = tooLate(this.#ranking).slice(9);',
    breaks: [byDefault('second-one-reported')],
  },
  {
    fault: 'default backends beside rules are used',
    file: fragment,
    find: '    if (rules.length > 0 && !this.#sources.options.strictPrefixMatching) {',
    replace: '    if (rules.length < 0) {',
    breaks: [byDefault('beside-rules')],
  },

  // Turns.
  {
    fault: 'the first pod is always the next one',
    file: roundRobin,
    find: '    if (++this.#turn >= this.servers.length) this.#turn = 0;',
    replace: '',
    breaks: [
      loadBalancing('round-robin'),
      loadBalancing('fair-while-changing'),
      loadBalancing('pod-added'),
      loadBalancing('pod-removed'),
    ],
  },
  {
    fault: 'every change of pods begins with the first',
    file: roundRobin,
    find: 'previous?.turnAmong(servers) ?? 0',
    replace: '0',
    breaks: [loadBalancing('fair-while-changing')],
  },
  {
    fault: 'Ingresses do not hear of pods that come and go',
    file: 'reference/provider/backends.ts',
    find: 'const after = keepService(before, this.#read(id, backend.reference, store));',
    replace: 'const after = before;',
    breaks: [
      loadBalancing('pod-added'),
      loadBalancing('pod-removed'),
      loadBalancing('pod-removed-without-failure'),
    ],
  },

  // Names.
  {
    fault: 'names keep what is neither a letter nor a digit',
    file: names,
    find: "text.replace(/[^\\p{L}\\p{N}]+/gu, '-').replace(/^-|-$/g, '')",
    replace: "text.replace(/[^\\p{L}\\p{N}-]/gu, '-').replace(/^-|-$/g, '')",
    breaks: [nameOf('router'), nameOf('service')],
  },
  {
    fault: 'routers that would share a name are numbered',
    file: names,
    find: "createHash('sha256').update(rule).digest('hex').slice(0, 20)",
    replace: "createHash('md5').update(rule).digest('hex').slice(0, 20)",
    breaks: [nameOf('router-collision')],
  },
  {
    fault: 'services that are made from Ingresses are of another provider',
    file: 'reference/runtime/part-changes.ts',
    find: 'changes.set(`${name}@${provider}`, value);',
    replace: `changes.set(\`\${name}@\${'loadBalancer' in Object(value) ? 'ingress' : provider}\`, value);`,
    breaks: [nameOf('provider-suffix')],
  },
];
