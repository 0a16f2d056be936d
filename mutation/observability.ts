// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in what the process tells of itself: API, dashboard, ping, log, access log, metrics. */
import type { Mutation } from './mutations.ts';

const internal = 'reference/api/internal-services.ts';
const api = 'reference/api/api.ts';
const documents = 'reference/api/documents.ts';
const lists = 'reference/api/lists.ts';
const operations = 'reference/operations.ts';
const log = 'reference/log/log.ts';
const accessLog = 'reference/observability/access-log.ts';
const accessLogFilter = 'reference/observability/access-log-filter.ts';
const accessLogOptions = 'reference/configuration/options/access-log.ts';
const jsonLine = 'reference/observability/json-line.ts';
const metrics = 'reference/observability/metrics.ts';
const requestSeries = 'reference/observability/request-series.ts';

export const observabilityMutations: readonly Mutation[] = [
  // Ping.
  {
    fault: 'neither /ping nor /metrics is answered',
    file: internal,
    find: 'section.entryPoint === entryPoint',
    replace: "section.entryPoint === 'never'",
    breaks: [
      'traefik-routing.ping.ok',
      'traefik-routing.ping.entry-point',
      'traefik-routing.ping.terminating',
      'traefik-routing.metrics.endpoint',
      'traefik-routing.metrics.entry-point',
    ],
  },
  {
    fault: '/ping answers 200 to the end',
    file: internal,
    find: 'terminating() ? terminatingStatus : 200',
    replace: 'terminating() ? 200 : 200',
    breaks: ['traefik-routing.ping.terminating', 'traefik-routing.ping.terminating-status'],
  },
  {
    fault: 'what is routed by hand is routed by itself as well',
    file: internal,
    find: '!section.manualRouting && ',
    replace: '',
    breaks: ['traefik-routing.ping.manual-routing', 'traefik-routing.metrics.manual-routing'],
  },
  {
    fault: 'routers find no service of the process itself',
    file: operations,
    find: 'services: handlersOf(services),',
    replace: 'services: {},',
    breaks: [
      'traefik-routing.api.internal-service',
      'traefik-routing.dashboard.with-api',
      'traefik-routing.ping.manual-routing',
      'traefik-routing.metrics.manual-routing',
    ],
  },

  // API.
  {
    fault: 'the API is on by itself',
    file: 'reference/configuration/complete.ts',
    find: 'const completed = { ...configuration, entryPoints };',
    replace:
      'const completed = { ...configuration, entryPoints, api: { insecure: true, dashboard: true, debug: false } };',
    breaks: ['traefik-routing.api.off-by-default', 'traefik-routing.dashboard.off'],
  },
  {
    fault: 'routers are shown without their status',
    file: documents,
    find: ', status, using };',
    replace: ', using };',
    breaks: [
      'traefik-routing.api.rawdata',
      'traefik-routing.api.routers',
      'traefik-routing.api.router-error',
    ],
  },
  {
    fault: 'routers are shown without what is wrong with them',
    file: documents,
    find: '{ ...router, ...(errors.length > 0 ? { error: errors } : {}), status',
    replace: '{ ...router, status',
    breaks: ['traefik-routing.api.router-error'],
  },
  {
    fault: 'items are listed without their name',
    file: documents,
    find: 'return { name: id, provider:',
    replace: 'return { name: "", provider:',
    breaks: [
      'traefik-routing.api.routers',
      'traefik-routing.api.services',
      'traefik-routing.api.middlewares',
    ],
  },
  {
    fault: 'entry points are shown without their options',
    file: documents,
    find: '    ...whatIsSet(options),\n',
    replace: '',
    breaks: ['traefik-routing.api.entry-points'],
  },
  {
    fault: 'routers that cannot be used are not counted',
    file: documents,
    find: "errors: having('disabled')",
    replace: 'errors: 0',
    breaks: ['traefik-routing.api.overview'],
  },
  {
    fault: 'the version is made up',
    file: documents,
    find: 'Version: version',
    replace: "Version: 'none'",
    breaks: ['traefik-routing.api.version'],
  },
  {
    fault: 'the lists of TCP are not there',
    file: lists,
    find: "'tcp/routers': () => [],",
    replace: '',
    breaks: ['traefik-routing.api.tcp-and-udp'],
  },
  {
    fault: 'what is not found has no message',
    file: api,
    find: 'JSON.stringify({ message: text })',
    replace: "'{}'",
    breaks: ['traefik-routing.api.missing-name'],
  },
  {
    fault: 'every page is the last one',
    file: 'reference/api/list-query.ts',
    find: 'end < items.length ? page + 1 : 1',
    replace: '1',
    breaks: ['traefik-routing.api.pages'],
  },
  {
    fault: 'the status is not looked at',
    file: lists,
    find: "(status === '' || item.status === status) &&",
    replace: '',
    breaks: ['traefik-routing.api.search'],
  },
  {
    fault: 'the API answers whatever the method is',
    file: 'reference/api/internal-answer.ts',
    find: "method === 'GET' || method === 'HEAD'",
    replace: "method !== 'never'",
    breaks: ['traefik-routing.api.read-only'],
  },
  {
    fault: 'every site may read the API',
    file: 'reference/api/internal-answer.ts',
    find: "headers: ['Content-Type', type, ",
    replace: "headers: ['Access-Control-Allow-Origin', '*', 'Content-Type', type, ",
    breaks: ['traefik-routing.api.other-sites'],
  },
  {
    fault: 'hashes of passwords are shown',
    file: 'reference/dynamic/without-secrets.ts',
    find: 'users: basicAuth.users.map(withoutHash)',
    replace: 'users: basicAuth.users',
    breaks: ['traefik-routing.api.no-secrets'],
  },

  // Dashboard.
  {
    fault: 'the dashboard is not there',
    file: internal,
    find: "['/dashboard', services",
    replace: "['/never', services",
    breaks: ['traefik-routing.dashboard.served'],
  },
  {
    fault: '/ leads nowhere',
    file: internal,
    find: "path === '/' && services",
    replace: "path === '/never' && services",
    breaks: ['traefik-routing.dashboard.redirect'],
  },
  {
    fault: 'the dashboard comes with the API in any case',
    file: internal,
    find: 'api?.dashboard === true ?',
    replace: 'api !== undefined ?',
    breaks: ['traefik-routing.dashboard.off'],
  },
  {
    fault: 'api@internal has no dashboard',
    file: internal,
    find: 'if (dashboard === undefined) return api;',
    replace: 'return api;',
    breaks: ['traefik-routing.dashboard.with-api'],
  },

  // Log.
  {
    fault: 'the log goes on in the file that was moved away',
    file: log,
    find: 'file?.reopen();',
    replace: '',
    breaks: ['traefik-routing.log.rotation'],
  },

  // Access log.
  {
    fault: 'requests are logged without being asked to',
    file: accessLogOptions,
    find: "section('optional', 'A line for every request.'",
    replace: "section('always', 'A line for every request.'",
    breaks: ['traefik-routing.access-log.off-by-default'],
  },
  {
    fault: 'the access log always goes to a file',
    file: accessLog,
    find: 'filePath === undefined ? undefined : resolve(workingDirectory, filePath)',
    replace: "resolve(workingDirectory, filePath ?? 'access.log')",
    breaks: ['traefik-routing.access-log.standard-output'],
  },
  {
    fault: 'lines have no number',
    file: 'reference/observability/common-line.ts',
    find: ' ${count} ${whereTo} ',
    replace: ' ${whereTo} ',
    breaks: ['traefik-routing.access-log.common'],
  },
  {
    fault: 'lines in common format show headers that are dropped',
    file: 'reference/observability/common-line.ts',
    find: "if (mode === 'drop') return () => undefined;\n  if (mode === 'keep')",
    replace: "if (mode !== 'redact')",
    breaks: ['traefik-routing.access-log.common-headers'],
  },
  {
    fault: 'the server is not named',
    file: 'reference/observability/json-fields.ts',
    find: 'ServiceAddr:',
    replace: 'ServiceAddress:',
    breaks: ['traefik-routing.access-log.what-happened'],
  },
  {
    fault: 'requests are kept whatever they took',
    file: accessLogFilter,
    find: 'if (minDuration > 0)',
    replace: 'if (minDuration < 0)',
    breaks: ['traefik-routing.access-log.filter-duration'],
  },
  {
    fault: 'lines are always in common format',
    file: accessLog,
    find: "format === 'json' ?",
    replace: "format !== 'json' && format !== 'common' ?",
    breaks: ['traefik-routing.access-log.json', 'traefik-routing.access-log.what-happened'],
  },
  {
    fault: 'the router is not named',
    file: 'reference/observability/json-fields.ts',
    find: 'RouterName: ({ router }) => router,',
    replace: "RouterName: () => '',",
    breaks: ['traefik-routing.access-log.what-happened'],
  },
  {
    fault: 'statuses are not filtered',
    file: accessLogFilter,
    find: 'if (ranges.length > 0) {',
    replace: 'if (ranges.length < 0) {',
    breaks: ['traefik-routing.access-log.filter-status'],
  },
  {
    fault: 'requests that were sent once count as sent again',
    file: accessLogFilter,
    find: 'retries > 0',
    replace: 'retries >= 0',
    breaks: ['traefik-routing.access-log.filter-retries'],
  },
  {
    fault: 'durations are not compared',
    file: accessLogFilter,
    find: 'duration > minDuration',
    replace: 'duration > 0',
    breaks: ['traefik-routing.access-log.filter-duration'],
  },
  {
    fault: 'all filters have to hold',
    file: accessLogFilter,
    find: 'filters.some((filter)',
    replace: 'filters.every((filter)',
    breaks: ['traefik-routing.access-log.filters-either'],
  },
  {
    fault: 'fields are kept by default, whatever the default is',
    file: jsonLine,
    find: "?? options.defaultMode) === 'keep'",
    replace: "?? 'keep') === 'keep'",
    breaks: ['traefik-routing.access-log.fields'],
  },
  {
    fault: 'headers are kept by default',
    file: accessLogOptions,
    find: "default: 'drop',",
    replace: "default: 'keep',",
    breaks: ['traefik-routing.access-log.headers-dropped', 'traefik-routing.access-log.headers'],
  },
  {
    fault: 'headers to be redacted are kept',
    file: jsonLine,
    find: "if (mode === 'redact') fields.set(field, redacted);\n      else ",
    replace: '',
    breaks: ['traefik-routing.access-log.headers'],
  },
  {
    fault: 'lines in memory are lost at the end',
    file: 'reference/observability/line-writer.ts',
    find: '    this.#flush();\n    this.#closed = true;',
    replace: '    clearTimeout(this.#timer);\n    this.#closed = true;',
    breaks: ['traefik-routing.access-log.buffered'],
  },
  {
    fault: 'what clients send is written as it is',
    file: 'reference/observability/common-line.ts',
    find: 'return needsEscape.test(text) ? text.replace(escaped, escapeOne) : text;',
    replace: 'return text;',
    breaks: ['traefik-routing.access-log.injection'],
  },
  {
    fault: 'the access log goes on in the file that was moved away',
    file: accessLog,
    find: 'reopen: () => writer.reopen(),',
    replace: 'reopen: () => {},',
    breaks: ['traefik-routing.access-log.rotation'],
  },

  // Metrics.
  {
    fault: 'metrics are there without being asked for',
    file: 'reference/configuration/options/metrics.ts',
    find: "prometheus: section('optional',",
    replace: "prometheus: section('always',",
    breaks: ['traefik-routing.metrics.off-by-default'],
  },
  {
    fault: 'requests are not counted by service',
    file: metrics,
    find: 'services.ended(service, () => serviceSubject(service), kind, record);',
    replace: '',
    breaks: ['traefik-routing.metrics.counts-requests', 'traefik-routing.metrics.durations'],
  },
  {
    fault: 'requests are counted by router where that is not wanted',
    file: metrics,
    find: 'const { buckets, addEntryPointsLabels, addRoutersLabels, addServicesLabels } = options;',
    replace:
      'const { buckets, addEntryPointsLabels, addRoutersLabels, addServicesLabels } = { ...options, addRoutersLabels: !options.addRoutersLabels };',
    breaks: ['traefik-routing.metrics.router-labels'],
  },
  {
    fault: 'entry points and services are always counted by',
    file: metrics,
    find: 'const { buckets, addEntryPointsLabels, addRoutersLabels, addServicesLabels } = options;',
    replace:
      'const { buckets, addEntryPointsLabels, addRoutersLabels, addServicesLabels } = { ...options, addEntryPointsLabels: true, addServicesLabels: true };',
    breaks: ['traefik-routing.metrics.labels-off'],
  },
  {
    fault: 'buckets are not those that were asked for',
    file: 'reference/observability/request-metrics.ts',
    find: "[...bounds, '+Inf'].entries()",
    replace: "[7, '+Inf'].entries()",
    breaks: ['traefik-routing.metrics.durations'],
  },
  {
    fault: 'bytes of requests are not counted',
    file: requestSeries,
    find: 'series.requestBytes += record.requestSize;',
    replace: '',
    breaks: ['traefik-routing.metrics.sizes'],
  },
  {
    fault: 'servers are told of as down',
    file: metrics,
    find: 'yield { labels: { service, url }, value: 1 };',
    replace: 'yield { labels: { service, url }, value: 0 };',
    breaks: ['traefik-routing.metrics.server-up'],
  },
  {
    fault: 'entry points that there are not may be named for metrics and ping',
    file: 'reference/configuration/complete.ts',
    find: '      ...checkInternal(completed, decoding),',
    replace: '',
    breaks: ['traefik-routing.metrics.entry-point-unknown'],
  },
  {
    fault: 'requests over TLS are not told apart',
    file: requestSeries,
    find: 'if (client.tls !== undefined) this.#countTls(client.tls.protocol, client.tls.cipher);',
    replace: '',
    breaks: ['traefik-routing.metrics.tls'],
  },
  {
    fault: 'requests stay under way for ever',
    file: requestSeries,
    find: 'counters.move(kind, -1);',
    replace: '',
    breaks: ['traefik-routing.metrics.under-way'],
  },
  {
    fault: 'requests that are sent again are not counted',
    file: metrics,
    find: 'if (record.retries > 0) retries.set',
    replace: 'if (record.retries < 0) retries.set',
    breaks: ['traefik-routing.metrics.retries'],
  },
  {
    fault: 'configurations are not counted',
    file: metrics,
    find: 'this.#count++;',
    replace: '',
    breaks: ['traefik-routing.metrics.configurations'],
  },
  {
    fault: 'certificates expire in 1970',
    file: 'reference/observability/certificate-expiry.ts',
    find: 'value: Math.floor(Date.parse(notAfter) / 1000)',
    replace: 'value: 0',
    breaks: ['traefik-routing.metrics.certificates'],
  },
  {
    fault: 'every method is counted by its name',
    file: 'reference/observability/methods.ts',
    find: "known.has(method) ? method : 'EXTENSION_METHOD'",
    replace: 'method',
    breaks: ['traefik-routing.metrics.methods'],
  },
];
