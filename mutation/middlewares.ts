/** Faults in middlewares that change where requests go and what is said in them. */
import type { Mutation } from './mutations.ts';

const create = 'reference/middlewares/create.ts';
const paths = 'reference/middlewares/paths.ts';
const path = 'reference/middlewares/path.ts';
const regexp = 'reference/middlewares/regexp.ts';
const redirects = 'reference/middlewares/redirects.ts';
const headers = 'reference/middlewares/headers/headers.ts';
const custom = 'reference/middlewares/headers/custom.ts';
const cors = 'reference/middlewares/headers/cors.ts';
const ssl = 'reference/middlewares/headers/ssl.ts';
const security = 'reference/middlewares/headers/security.ts';
const table = 'reference/runtime/middleware-table.ts';
const pipeline = 'reference/proxy/pipeline.ts';

export const middlewareMutations: readonly Mutation[] = [
  // All of them.
  {
    fault: 'chains are applied the other way round',
    file: pipeline,
    find: '    return [...this.#input.middlewares, ...middlewares].reduceRight(',
    replace: '    return [...this.#input.middlewares, ...middlewares].reverse().reduceRight(',
    breaks: ['traefik-routing.middlewares.chain', 'traefik-routing.router-middlewares.in-order'],
  },
  {
    fault: 'middlewares that can not be made are left out',
    file: table,
    find: '    return { definition: given, middlewares: undefined, problems: faults.problems };',
    replace: '    return { definition: given, middlewares: [], problems: [] };',
    breaks: [
      'traefik-routing.middlewares.broken',
      'traefik-routing.middlewares.broken-reported',
      'traefik-routing.middlewares.useless',
    ],
  },
  {
    fault: 'middlewares are not applied',
    file: pipeline,
    find: '      (next, middleware) => middleware(next, services),',
    replace: '      (next) => next,',
    breaks: ['traefik-routing.middlewares.web-socket', 'traefik-routing.middlewares.http2'],
  },

  // Paths.
  {
    fault: 'a prefix is put behind the path',
    file: paths,
    find: 'target: writeTarget({ path: added + path, query })',
    replace: 'target: writeTarget({ path: path + added, query })',
    breaks: ['traefik-routing.middleware-paths.add-prefix'],
  },
  {
    fault: 'only the first prefix is stripped',
    file: paths,
    find: '    for (const prefix of prefixes) {',
    replace: '    for (const prefix of prefixes.slice(0, 1)) {',
    breaks: [
      'traefik-routing.middleware-paths.strip-prefix',
      'traefik-routing.middleware-paths.strip-prefix-told',
    ],
  },
  {
    fault: 'paths may lose their slash',
    file: path,
    find: "{path.startsWith('/') ? '' : '/'}",
    replace: "{path === '' ? '/x' : ''}",
    breaks: ['traefik-routing.middleware-paths.strip-prefix-root'],
  },
  {
    fault: 'prefixes are stripped from wherever they stand',
    file: path,
    find: '  if (path.startsWith(prefix)) return prefix.length;',
    replace: '  if (path.includes(prefix)) return path.indexOf(prefix) + prefix.length;',
    breaks: ['traefik-routing.middleware-paths.strip-prefix-other'],
  },
  {
    fault: 'what expressions find is not stripped',
    file: paths,
    find: "      const prefix = matcher.group() ?? '';",
    replace: "      const prefix = matcher.group()?.slice(1) ?? '';",
    breaks: ['traefik-routing.middleware-paths.strip-prefix-regex'],
  },
  {
    fault: 'nobody is told what was stripped',
    file: paths,
    find: `    headers: [...request.headers, 'X-Forwarded-Prefix', fieldText(withoutControls(prefix))],`,
    replace: `    headers: [...request.headers, fieldText(withoutControls('X-Nothing')), ''],`,
    breaks: [
      'traefik-routing.middleware-paths.strip-prefix-told',
      'traefik-routing.middleware-paths.strip-prefix-regex-told',
    ],
  },
  {
    fault: 'paths are not replaced',
    file: paths,
    find: '    target: writeTarget({ path, query }),\n    headers: withField(',
    replace: '    headers: withField(',
    breaks: [
      'traefik-routing.middleware-paths.replace-path',
      'traefik-routing.middleware-paths.replace-path-regex',
    ],
  },
  {
    fault: 'nobody is told what was replaced',
    file: paths,
    find: `    headers: withField(request.headers, 'X-Replaced-Path', former),`,
    replace: `    headers: withField(request.headers, 'X-Former-Path', former),`,
    breaks: [
      'traefik-routing.middleware-paths.replace-path-told',
      'traefik-routing.middleware-paths.replace-path-regex-told',
    ],
  },
  {
    fault: 'queries are taken for a part of the path',
    file: path,
    find: "  const mark = target.indexOf('?');",
    replace: "  const mark = target.indexOf('#');",
    breaks: ['traefik-routing.middleware-paths.query'],
  },
  {
    fault: 'prefixes are looked for as they are written',
    file: path,
    find: '  if (path.startsWith(prefix)) return prefix.length;',
    replace: '  if (path !== "") return path.startsWith(prefix) ? prefix.length : undefined;',
    breaks: ['traefik-routing.middleware-paths.escaped-prefix'],
  },
  {
    fault: 'escapes are decoded',
    file: path,
    find: 'export function readTarget(target: string): Target {',
    replace:
      'export function readTarget(escaped: string): Target {\n  const target = decodeURIComponent(escaped);',
    breaks: ['traefik-routing.middleware-paths.escapes'],
  },
  {
    fault: 'groups of expressions are empty',
    file: regexp,
    find: "text += match[Number(part.group)] ?? '';",
    replace: "text += '';",
    breaks: [
      'traefik-routing.middleware-paths.replace-path-regex',
      'traefik-routing.middleware-redirects.regex',
    ],
  },

  // Redirections.
  {
    fault: 'redirections to another scheme forget the path',
    file: redirects,
    find: '{request.target}`, permanent);',
    replace: '{request.target.slice(0, 1)}`, permanent);',
    breaks: ['traefik-routing.middleware-redirects.scheme'],
  },
  {
    fault: 'ports are not redirected to',
    file: redirects,
    find: "const suffix = port === '' || port === defaultPorts[wanted] ?",
    replace: 'const suffix = port !== defaultPorts[wanted] ?',
    breaks: ['traefik-routing.middleware-redirects.scheme-port'],
  },
  {
    fault: 'redirections make a GET of every request',
    file: redirects,
    find: "request.method !== 'GET' && request.method !== 'HEAD';",
    replace: "request.method === 'never';",
    breaks: ['traefik-routing.middleware-redirects.method-kept'],
  },
  {
    fault: 'redirections are permanent where that is not said',
    file: redirects,
    find: '  const status = permanent ?',
    replace: '  const status = !permanent ?',
    breaks: [
      'traefik-routing.middleware-redirects.scheme-permanent',
      'traefik-routing.middleware-redirects.regex-permanent',
    ],
  },
  {
    fault: 'requests are redirected to the scheme that they have',
    file: redirects,
    find: "    if (clientScheme(request) === wanted || host === '') return next(request, answer);",
    replace: "    if (host === '') return next(request, answer);",
    breaks: ['traefik-routing.middleware-redirects.scheme-satisfied'],
  },
  {
    fault: 'no proxy is believed which scheme it was',
    file: redirects,
    find: "  const told = fieldValue(request.headers, 'x-forwarded-proto')?.toLowerCase();",
    replace: "  const told = fieldValue([], 'x-forwarded-proto')?.toLowerCase();",
    breaks: ['traefik-routing.middleware-redirects.scheme-forwarded'],
  },
  {
    fault: 'redirections lead to where nothing was found',
    file: redirects,
    find: '    if (location === undefined || location === url) return next(request, answer);',
    replace: "    if (location === undefined) return redirect(request, answer, '/', false);",
    breaks: ['traefik-routing.middleware-redirects.regex-no-match'],
  },

  // Headers.
  {
    fault: 'headers are added to those of the same name',
    file: custom,
    find: '  return (headers) => [...withoutFields(headers, isDropped), ...added];',
    replace: '  return (headers) => [...withoutFields(headers, () => false), ...added];',
    breaks: [
      'traefik-routing.middleware-headers.request-set',
      'traefik-routing.middleware-headers.request-removed',
      'traefik-routing.middleware-headers.response-set',
      'traefik-routing.middleware-headers.response-removed',
    ],
  },
  {
    fault: 'security headers are not added',
    file: security,
    find: '  return (headers, secure) => (secure ? whenSecure(headers) : whenPlain(headers));',
    replace: '  return (headers, secure) => (secure && whenSecure === whenPlain ? [] : headers);',
    breaks: ['traefik-routing.middleware-headers.security', 'traefik-routing.middleware-headers.sts-plain'],
  },
  {
    fault: 'transport security is asked for over HTTP as well',
    file: security,
    find: '...(options.forceSTSHeader ? transport : [])',
    replace: '...transport',
    breaks: ['traefik-routing.middleware-headers.sts-plain'],
  },
  {
    fault: 'any host is allowed',
    file: headers,
    find: 'hosts.size > 0 && !options.isDevelopment',
    replace: 'hosts.size < 0 && !options.isDevelopment',
    breaks: ['traefik-routing.middleware-headers.allowed-hosts'],
  },
  {
    fault: 'no other header names the host that must be allowed',
    file: headers,
    find: 'const host = (told ?? request.authority).toLowerCase();',
    replace: 'const host = request.authority.toLowerCase().slice(told?.length === 0 ? 1 : 0);',
    breaks: ['traefik-routing.middleware-headers.allowed-hosts-proxied'],
  },
  {
    fault: 'no other header says that it was HTTPS',
    file: ssl,
    find: 'fieldValue(request.headers, name) === value',
    replace: 'fieldValue([], name) === value',
    breaks: ['traefik-routing.middleware-headers.ssl-proxy'],
  },
  {
    fault: 'nothing is redirected to HTTPS',
    file: ssl,
    find: 'const mayRedirect = sslRedirect && !isDevelopment;',
    replace: 'const mayRedirect = sslRedirect && isDevelopment;',
    breaks: [
      'traefik-routing.middleware-headers.ssl-redirect',
      'traefik-routing.middleware-headers.ssl-proxy',
      'traefik-routing.middleware-headers.development',
    ],
  },
  {
    fault: 'credentials are never allowed',
    file: cors,
    find: "const common = credentials ? ['Access-Control-Allow-Credentials', 'true'] : [];",
    replace: "const common = credentials ? ['Access-Control-Allow-Credentials', 'false'] : [];",
    breaks: ['traefik-routing.middleware-headers.cors-credentials'],
  },
  {
    fault: 'pages may see no headers',
    file: cors,
    find: "...optional('Access-Control-Expose-Headers', exposed)",
    replace: "...optional('Access-Control-Expose-Headers', '')",
    breaks: ['traefik-routing.middleware-headers.cors-expose'],
  },
  {
    fault: 'no origin is allowed',
    file: cors,
    find: '    return allowed ? origin : undefined;',
    replace: '    return allowed ? undefined : undefined;',
    breaks: [
      'traefik-routing.middleware-headers.cors-origin',
      'traefik-routing.middleware-headers.cors-origin-regex',
      'traefik-routing.middleware-headers.cors-overwritten',
      'traefik-routing.middleware-headers.cors-preflight',
    ],
  },
  {
    fault: 'every origin is allowed',
    file: cors,
    find: '    return allowed ? origin : undefined;',
    replace: '    return allowed ? origin : origin;',
    breaks: ['traefik-routing.middleware-headers.cors-other'],
  },
  {
    fault: 'pods are asked what browsers may do',
    file: headers,
    find: '    if (preflight !== undefined) return respondEmpty(answer, 200, preflight);',
    replace: '    if (preflight?.length === 0) return respondEmpty(answer, 200, preflight);',
    breaks: ['traefik-routing.middleware-headers.cors-preflight'],
  },
  {
    fault: 'answers do not say that they depend on the origin',
    file: cors,
    find: "options.addVaryHeader && allowed !== '*'",
    replace: "options.addVaryHeader && allowed === '*'",
    breaks: ['traefik-routing.middleware-headers.cors-vary'],
  },
  {
    fault: 'redirections by expressions are not made',
    file: create,
    find: "  if ('redirectRegex' in definition) return redirectRegex(definition.redirectRegex);",
    replace: "  if ('redirectRegex' in definition) return (next) => next;",
    breaks: [
      'traefik-routing.middleware-redirects.regex',
      'traefik-routing.middleware-redirects.regex-permanent',
    ],
  },
];
