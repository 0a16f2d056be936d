/** What can be shown: each a list of the API, with how an item of it looks. */
import { code, element, moment, pill, tag } from './elements.js';

const anyStatus = ['', 'Any status'];

/** How many problems, or addresses, stand in a row before one has to look for more. */
const shownAtOnce = 3;

export const views = [
  {
    name: 'ingresses',
    title: 'Ingresses',
    path: 'ingresses',
    explanation: 'Whether and how each Ingress is served; and if it is not, why, and what to do.',
    empty: 'No Ingress. Either there is none, or nothing matches the filter.',
    statuses: [
      anyStatus,
      ['enabled', 'Served'],
      ['warning', 'With problems'],
      ['disabled', 'Not served'],
      ['ignored', 'Not ours'],
    ],
    key: ({ namespace, name }) => `${namespace}/${name}`,
    columns: [
      { title: 'Ingress', cell: ({ namespace, name }) => [element('span', { class: 'quiet' }, `${namespace}/`), name] },
      { title: 'Status', cell: ({ status }) => pill(status) },
      { title: 'Host and path', cell: ({ paths }) => limited(paths.map(pathLine)) },
      { title: 'TLS', cell: tlsOf },
      { title: 'Address', cell: ({ addresses }) => (addresses.length > 0 ? limited(addresses.map(code)) : '–') },
    ],
    notes: (ingress) => [
      ingress.ignored && element('p', { class: 'quiet' }, ingress.ignored),
      ...ingress.problems.slice(0, shownAtOnce).map(problemLine),
    ].filter(Boolean),
    more: ingressMore,
  },
  {
    name: 'problems',
    title: 'Problems',
    path: 'problems',
    explanation: 'What was asked for and is not served, or not as it was meant, for as long as that lasts.',
    empty: 'No problem.',
    statuses: [anyStatus, ['error', 'Errors'], ['warning', 'Warnings']],
    key: ({ object, field, reason }) => `${object.kind} ${object.namespace}/${object.name} ${field} ${reason}`,
    columns: [
      { title: 'Object', cell: ({ object }) => [element('span', { class: 'quiet' }, `${object.kind} `), objectName(object)] },
      { title: 'Severity', cell: ({ severity }) => pill(severity, { warning: 'warning' }) },
      { title: 'Field', cell: ({ field }) => (field === '' ? '–' : code(field)) },
      { title: 'What is wrong, and what to do', cell: ({ reason, remedy }) => [reason, element('p', { class: 'remedy' }, remedy)] },
    ],
  },
  {
    name: 'routers',
    title: 'Routers',
    path: 'http/routers',
    explanation: 'Rules in force, and those that can’t be.',
    statuses: [anyStatus, ['enabled', 'In force'], ['warning', 'With problems'], ['disabled', 'Disabled']],
    key: ({ name }) => name,
    columns: [
      { title: 'Router', cell: ({ name }) => name },
      { title: 'Status', cell: ({ status }) => pill(status, inForce) },
      { title: 'Rule', cell: ({ rule }) => code(rule) },
      { title: 'Entry points', cell: ({ using = [] }) => list(using) },
      { title: 'Service', cell: ({ service }) => service },
    ],
    notes: errorLines,
    more: (router) =>
      facts([
        ['TLS', router.tls === undefined ? 'no' : 'yes'],
        ['Priority', router.priority ?? `${router.rule.length} (length of the rule)`],
        ['Middlewares', list(router.middlewares)],
        ['Provider', router.provider],
      ]),
  },
  {
    name: 'services',
    title: 'Services',
    path: 'http/services',
    explanation: 'Where requests go.',
    statuses: [anyStatus, ['enabled', 'In force'], ['warning', 'With problems'], ['disabled', 'Disabled']],
    key: ({ name }) => name,
    columns: [
      { title: 'Service', cell: ({ name }) => name },
      { title: 'Status', cell: ({ status }) => pill(status, inForce) },
      { title: 'Servers', cell: ({ loadBalancer }) => limited(loadBalancer.servers.map(({ url }) => code(url))) },
      { title: 'Used by', cell: ({ usedBy = [] }) => limited(usedBy.map((name) => element('div', {}, name))) },
    ],
    notes: errorLines,
    more: ({ loadBalancer, usedBy = [] }) =>
      facts([
        ['Passes the client’s Host on', loadBalancer.passHostHeader ? 'yes' : 'no'],
        ['Sticky cookie', loadBalancer.sticky === undefined ? 'no' : (loadBalancer.sticky.cookie.name ?? 'yes')],
        ['Servers', list(loadBalancer.servers.map(({ url }) => url))],
        ['Used by', list(usedBy)],
      ]),
  },
  {
    name: 'middlewares',
    title: 'Middlewares',
    path: 'http/middlewares',
    explanation: 'What changes or refuses requests on their way.',
    statuses: [anyStatus, ['enabled', 'In force'], ['warning', 'With problems'], ['disabled', 'Disabled']],
    key: ({ name }) => name,
    columns: [
      { title: 'Middleware', cell: ({ name }) => name },
      { title: 'Kind', cell: ({ type }) => tag(type) },
      { title: 'Status', cell: ({ status }) => pill(status, inForce) },
      { title: 'Used by', cell: ({ usedBy = [] }) => limited(usedBy.map((name) => element('div', {}, name))) },
    ],
    notes: errorLines,
    more: ({ name, provider, type, status, usedBy, error, ...definition }) =>
      element('pre', {}, JSON.stringify(definition, undefined, 2)),
  },
  {
    name: 'certificates',
    title: 'Certificates',
    path: 'certificates',
    explanation: 'What can be presented in handshakes; never the keys.',
    statuses: [anyStatus, ['enabled', 'Valid'], ['warning', 'Expires soon'], ['disabled', 'Not valid now']],
    key: ({ origin, notAfter, names }) => `${origin} ${notAfter} ${names}`,
    columns: [
      { title: 'Names', cell: ({ names }) => limited(names.map((name) => element('div', {}, code(name)))) },
      { title: 'Status', cell: ({ status }) => pill(status, { enabled: 'valid', warning: 'expires soon', disabled: 'not valid' }) },
      { title: 'From', cell: ({ origin }) => origin },
      { title: 'Expires', cell: ({ notAfter }) => moment(notAfter) },
      { title: 'Valid since', cell: ({ notBefore }) => moment(notBefore) },
    ],
  },
  {
    name: 'entrypoints',
    title: 'Entry points',
    path: 'entrypoints',
    explanation: 'Where the process listens, and the options that hold there.',
    statuses: [anyStatus],
    key: ({ name }) => name,
    columns: [
      { title: 'Entry point', cell: ({ name }) => name },
      { title: 'Address', cell: ({ address }) => code(address) },
      { title: 'TLS', cell: ({ http = {} }) => (http.tls === undefined ? 'where a router says so' : 'for every router') },
    ],
    more: ({ name, address, ...options }) => element('pre', {}, JSON.stringify(options, undefined, 2)),
  },
];

const inForce = { enabled: 'in force', disabled: 'disabled' };

function pathLine({ host, path, backend }) {
  const where = `${host === '' ? '*' : host}${path}`;
  return element('div', { class: 'path' }, code(where), element('span', { class: 'quiet' }, ` → ${backend}`));
}

function tlsOf({ tls, routers }) {
  const lines = tls.map(({ secretName }) =>
    element('div', {}, secretName === '' ? 'no Secret named' : tag(secretName, 'Secret')),
  );
  const schemes = new Set(routers.flatMap((router) => router.schemes));
  if (schemes.has('https')) lines.push(element('div', { class: 'quiet' }, schemes.has('http') ? 'HTTP and HTTPS' : 'HTTPS only'));
  else if (schemes.has('http')) lines.push(element('div', { class: 'quiet' }, 'HTTP only'));
  return lines.length > 0 ? lines : '–';
}

function problemLine({ severity, field, reason, remedy, object }) {
  const where = object.kind === 'Ingress' ? field : `${object.kind} ${objectName(object)} ${field}`.trim();
  return element(
    'div',
    { class: `problem ${severity}` },
    element('p', {}, reason, where !== '' && [' ', code(where)]),
    element('p', { class: 'remedy' }, remedy),
  );
}

function errorLines({ error = [] }) {
  return error.map((reason) => element('div', { class: 'problem error' }, element('p', {}, reason)));
}

function ingressMore({ paths, routers, problems, class: ingressClass, created }) {
  return [
    facts([
      ['Class', ingressClass === '' ? 'none' : ingressClass],
      ['Created', created === '' ? 'unknown' : moment(created)],
    ]),
    element('h3', {}, 'Paths'),
    small(
      ['Host', 'Path', 'Type', 'Backend'],
      paths.map(({ host, path, pathType, backend }) => [host || 'any', path || 'any', pathType || '–', backend]),
    ),
    element('h3', {}, 'Routers'),
    routers.length === 0
      ? element('p', { class: 'quiet' }, 'No router came of it.')
      : small(
          ['Router', 'Status', 'Rule', 'Entry points', 'Over', 'Service', 'Servers', 'Middlewares'],
          routers.map((router) => [
            router.name,
            pill(router.status, inForce),
            code(router.rule),
            list(router.entryPoints),
            list(router.schemes),
            router.service,
            router.servers,
            list(router.middlewares),
          ]),
        ),
    problems.length > shownAtOnce && [element('h3', {}, 'Further problems'), problems.slice(shownAtOnce).map(problemLine)],
  ];
}

function small(titles, rows) {
  return element(
    'table',
    { class: 'small' },
    element('thead', {}, element('tr', {}, titles.map((title) => element('th', { scope: 'col' }, title)))),
    element('tbody', {}, rows.map((cells) => element('tr', {}, cells.map((cell) => element('td', {}, cell))))),
  );
}

function facts(pairs) {
  return element('dl', {}, pairs.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

function limited(items) {
  if (items.length === 0) return '–';
  const rest = items.length - shownAtOnce;
  return rest > 0 ? [...items.slice(0, shownAtOnce), element('div', { class: 'quiet' }, `and ${rest} more`)] : items;
}

function list(names = []) {
  return names.length === 0 ? '–' : names.join(', ');
}

function objectName({ namespace, name }) {
  return namespace === '' ? name : `${namespace}/${name}`;
}
