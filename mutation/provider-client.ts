// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the faults are texts of code.
/** Faults in how the API server is found and trusted, and in what becomes of its failures. */
import type { Mutation } from './mutations.ts';

const connection = 'reference/kubernetes/connection.ts';
const kubeconfig = 'reference/kubernetes/kubeconfig.ts';
const serverUrl = 'reference/kubernetes/server-url.ts';
const reflector = 'reference/kubernetes/reflector.ts';
const backoff = 'reference/kubernetes/backoff.ts';
const health = 'reference/kubernetes/health.ts';
const valueTypes = 'reference/configuration/value-types.ts';

const section = (name: string) => (statement: string) => `traefik-provider.${name}.${statement}`;
const endpoint = section('endpoint');
const token = section('token');
const certificates = section('cert-auth-file-path');

const inCluster = `if (host !== '' && port !== '') return`;
const retry = `      return this.#backoff.next(failure.kind === 'status' ? failure.retryAfter : 0);`;
const externalCredentials = `    headers: token === '' ? {} : bearer(token.trim()),
    tls: { ...defaultTls, ca },`;

export const providerClientMutations: readonly Mutation[] = [
  // In the cluster.
  {
    fault: 'in a pod the port is taken to be 443',
    file: connection,
    find: '[${host}]` : host}:${port}`',
    replace: '[${host}]` : host}:443`',
    breaks: [
      endpoint('in-cluster'),
      endpoint('in-cluster-credentials'),
      endpoint('in-cluster-token-rotated'),
      endpoint('in-cluster-before-kubeconfig'),
      token('not-in-cluster'),
    ],
  },
  {
    fault: 'in a pod the token is not sent',
    file: connection,
    find: 'return { headers: bearer(token), tls: { ...defaultTls, ca } };',
    replace: `return { headers: token === '' ? bearer(token) : {}, tls: { ...defaultTls, ca } };`,
    breaks: [
      endpoint('in-cluster'),
      endpoint('in-cluster-credentials'),
      endpoint('keeps-in-cluster-credentials'),
      endpoint('replaces-in-cluster-address'),
    ],
  },
  {
    fault: 'in a pod every certificate is trusted',
    file: connection,
    find: 'return { headers: bearer(token), tls: { ...defaultTls, ca } };',
    replace: 'return { headers: bearer(token), tls: { ...defaultTls, ca, verify: false } };',
    breaks: [endpoint('in-cluster-credentials'), endpoint('keeps-in-cluster-credentials')],
  },
  {
    fault: 'in a pod the token is read once',
    file: connection,
    find: '      last = await read().catch(() => last);',
    replace: '',
    breaks: [endpoint('in-cluster-token-rotated')],
  },
  {
    fault: 'in a pod the endpoint is not looked at',
    file: connection,
    find: `    endpoint === ''\n      ? parseServer(`,
    replace: `    host !== ''\n      ? parseServer(`,
    breaks: [endpoint('replaces-in-cluster-address')],
  },
  {
    fault: 'in a pod an endpoint makes the client an external one',
    file: connection,
    find: inCluster,
    replace: `if (host !== '' && port !== '' && options.endpoint === '') return`,
    breaks: [endpoint('replaces-in-cluster-address'), endpoint('keeps-in-cluster-credentials')],
  },
  {
    fault: 'in a pod the option token replaces the mounted one',
    file: connection,
    find: 'return connectInCluster(options.endpoint, host, port, folder);',
    replace: `{
    const mounted = await connectInCluster(options.endpoint, host, port, folder);
    const credentials = async () => ({ ...(await mounted.credentials()), headers: bearer(options.token) });
    return options.token === '' ? mounted : { ...mounted, credentials };
  }`,
    breaks: [token('not-in-cluster')],
  },

  // By kubeconfig.
  {
    fault: 'a kubeconfig goes before the variables of a pod',
    file: connection,
    find: inCluster,
    replace: `if (kubeconfig === '' && host !== '' && port !== '') return`,
    breaks: [endpoint('in-cluster-before-kubeconfig')],
  },
  {
    fault: 'an endpoint goes before a kubeconfig',
    file: connection,
    find: `if (kubeconfig !== '') return`,
    replace: `if (kubeconfig !== '' && options.endpoint === '') return`,
    breaks: [endpoint('kubeconfig-before-external')],
  },
  {
    fault: 'the first context of a kubeconfig counts',
    file: kubeconfig,
    find: `  const context = config.getCurrentContext() ?? '';`,
    replace: `  const context = config.getContexts()[0]?.name ?? '';\n  config.setCurrentContext(context);`,
    breaks: [endpoint('kubeconfig')],
  },
  {
    fault: 'tokens of a kubeconfig are not sent',
    file: kubeconfig,
    find: '    headers: Object.fromEntries(headers),',
    replace: '    headers: {},',
    breaks: [endpoint('kubeconfig-token'), endpoint('kubeconfig-exec-plugin')],
  },
  {
    fault: 'certificates of a kubeconfig are not presented',
    file: kubeconfig,
    find: '      cert: pem(options.cert),',
    replace: '      cert: undefined,',
    breaks: [endpoint('kubeconfig-client-certificate'), endpoint('kubeconfig-exec-plugin')],
  },
  {
    fault: 'exec plugins are not run',
    file: kubeconfig,
    find: '          exec: known.exec === undefined ? undefined : plugin(asRecord(known.exec), folder),',
    replace: '          exec: undefined,',
    breaks: [endpoint('kubeconfig-exec-plugin')],
  },

  // From outside.
  {
    fault: 'the endpoint is not looked at outside of the cluster',
    file: connection,
    find: '  const server = parseServer(endpoint, endpointOption);',
    replace: `  const server = parseServer('http://127.0.0.1:1', endpointOption);`,
    breaks: [
      endpoint('forms'),
      endpoint('external'),
      endpoint('plain-http'),
      token('forms'),
      certificates('forms'),
    ],
  },
  {
    fault: 'without an endpoint a usual one is tried',
    file: connection,
    find: `  if (endpoint === '') {`,
    replace: `  if (endpoint === '') {
    return await connectFromOutside({ endpoint: 'http://127.0.0.1:1', token, certAuthFilePath });
  }
  if (endpoint === '') {`,
    breaks: [endpoint('external-required')],
  },
  {
    fault: 'plain HTTP is refused',
    file: serverUrl,
    find: `(url.protocol !== 'https:' && url.protocol !== 'http:')`,
    replace: `url.protocol !== 'https:'`,
    breaks: [endpoint('plain-http'), endpoint('external')],
  },
  {
    fault: 'an endpoint that is no URL is not quoted',
    file: valueTypes,
    find: `return invalid(withoutUser(input), 'is not an http or https URL', remedy);`,
    replace: `return invalid('', 'is not an http or https URL', remedy);`,
    breaks: [endpoint('invalid')],
  },
  {
    fault: 'the option token is not sent',
    file: connection,
    find: externalCredentials,
    replace: '    headers: {},\n    tls: { ...defaultTls, ca },',
    breaks: [token('forms'), token('bearer'), token('refused')],
  },
  {
    fault: 'the option certAuthFilePath is not looked at',
    file: connection,
    find: externalCredentials,
    replace: externalCredentials.replace('ca }', 'ca: undefined }'),
    breaks: [certificates('forms'), certificates('trusted')],
  },
  {
    fault: 'outside of the cluster every certificate is trusted',
    file: connection,
    find: externalCredentials,
    replace: externalCredentials.replace('ca }', 'ca, verify: false }'),
    breaks: [certificates('others-not-trusted'), certificates('mismatch-reported')],
  },
  {
    fault: 'a file without a certificate is put up with',
    file: connection,
    find: '    new X509Certificate(text);',
    replace: '    if (text === path) new X509Certificate(text);',
    breaks: [certificates('unreadable')],
  },

  // An API server that does not do its part.
  {
    fault: 'an API server that cannot be reached is given up',
    file: reflector,
    find: retry,
    replace: `      if (failure.kind === 'unreachable') return 3_600_000;\n${retry}`,
    breaks: [endpoint('server-down-at-start'), endpoint('server-back'), certificates('mismatch-reported')],
  },
  {
    fault: 'an API server that refuses is given up',
    file: reflector,
    find: retry,
    replace: `      if (failure.kind === 'status') return 3_600_000;\n${retry}`,
    breaks: [endpoint('forbidden'), endpoint('back-off'), token('refused')],
  },
  {
    fault: 'what an API server that is away served is forgotten',
    file: reflector,
    find: retry,
    replace: `      store.replace(scope, []);\n${retry}`,
    breaks: [endpoint('server-lost')],
  },
  {
    fault: 'failing requests are repeated at equal intervals',
    file: backoff,
    find: '((1 + this.#random()) / 2) * bound',
    replace: 'this.#base + 0 * bound * this.#random()',
    breaks: [endpoint('back-off')],
  },
  {
    fault: 'failures of the API server are not logged',
    file: health,
    find: '    this.#logger[level](',
    replace: '    if (level === undefined) this.#logger[level](',
    breaks: [
      endpoint('forbidden'),
      token('refused'),
      certificates('mismatch-reported'),
      'traefik-provider.namespaces.class-right-missing-reported',
    ],
  },
  {
    fault: 'a watch is not resumed from where the last one ended',
    file: reflector,
    find: '      resourceVersion: from,',
    replace: '',
    breaks: [endpoint('watch-cut'), endpoint('server-back')],
  },
  {
    fault: 'a version that has expired is watched from again and again',
    file: reflector,
    find: 'this.#resourceVersion ??= await this.#list(apiVersion, signal);',
    replace: 'this.#resourceVersion ??= this.#latest || (await this.#list(apiVersion, signal));',
    breaks: [endpoint('watch-expired')],
  },
];
