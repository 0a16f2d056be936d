// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in how requests are passed on, refused, or answered without a pod. */
import type { Mutation } from './mutations.ts';

const requestHead = 'reference/proxy/request-head.ts';
const responseHead = 'reference/proxy/response-head.ts';
const headerNames = 'reference/proxy/header-names.ts';
const listener = 'reference/proxy/listener.ts';
const handler = 'reference/proxy/handler.ts';
const forwarding = 'reference/proxy/forwarding.ts';
const clientAnswer = 'reference/proxy/client-answer.ts';
const transmission = 'reference/proxy/transmission.ts';
const answerWriter = 'reference/proxy/answer-writer.ts';
const answers = 'reference/proxy/answers.ts';
const failure = 'reference/proxy/upstream-failure.ts';

export const trafficMutations: readonly Mutation[] = [
  {
    fault: 'a 100 Continue that nobody has asked for is an error',
    file: 'reference/proxy/upstream-failure.ts',
    find: "error.message === 'bad response'",
    replace: "error.message === ''",
    breaks: ['traefik-routing.proxying.unasked-continue'],
  },
  {
    fault: 'clients may spell otherwise what a server is asked about',
    file: 'reference/middlewares/auth/forward-auth.ts',
    find: "(name.includes('_') && (",
    replace: "(name.includes(' ') && (",
    breaks: ['traefik-routing.middleware-authentication.forward-response-headers-spelling'],
  },
  // Forwarded headers.
  {
    fault: 'the client itself is left out of X-Forwarded-For',
    file: requestHead,
    find: "forwardedFor === '' ? connection.clientAddress : `${forwardedFor}, ${connection.clientAddress}`",
    replace: 'forwardedFor',
    breaks: ['traefik-routing.forwarded-headers.for'],
  },
  {
    fault: 'X-Forwarded-Host is not set',
    file: requestHead,
    find: "headers.push('X-Forwarded-Host', authority);",
    replace: 'headers.length += 0;',
    breaks: ['traefik-routing.forwarded-headers.host'],
  },
  {
    fault: 'X-Forwarded-Port is always 80',
    file: requestHead,
    find: "'X-Forwarded-Port', portOf(authority, proto)",
    replace: "'X-Forwarded-Port', '80'",
    breaks: ['traefik-routing.forwarded-headers.port'],
  },
  {
    fault: 'the scheme of WebSockets is that of other requests',
    file: requestHead,
    find: "=== 'websocket') return connection.tls",
    replace: "=== 'never') return connection.tls",
    breaks: ['traefik-routing.forwarded-headers.proto-web-socket'],
  },
  {
    fault: 'X-Forwarded-Server is made up',
    file: requestHead,
    find: "'X-Forwarded-Server', options.serverName",
    replace: "'X-Forwarded-Server', 'proxy.invalid'",
    breaks: ['traefik-routing.forwarded-headers.server'],
  },
  {
    fault: 'X-Real-Ip is not set',
    file: requestHead,
    find: "if (!realIp) headers.push('X-Real-Ip', connection.clientAddress);",
    replace: '',
    breaks: ['traefik-routing.forwarded-headers.real-ip'],
  },
  {
    fault: 'every client is trusted',
    file: listener,
    find: 'trusted: this.#trust(clientAddress)',
    replace: 'trusted: true',
    breaks: [
      'traefik-routing.forwarded-headers.untrusted-removed',
      'traefik-routing.forwarded-headers.trusted-ips',
    ],
  },
  {
    fault: 'no client is trusted',
    file: listener,
    find: 'trusted: this.#trust(clientAddress)',
    replace: 'trusted: false',
    breaks: ['traefik-routing.forwarded-headers.insecure', 'traefik-routing.forwarded-headers.trusted-ips'],
  },

  // Answers of the proxy itself.
  {
    fault: 'a request without a router is answered with 503',
    file: handler,
    find: 'answer.refuse(404,',
    replace: 'answer.refuse(503,',
    breaks: ['traefik-routing.error-answers.no-route'],
  },
  {
    fault: 'a service without servers is answered with 404',
    file: forwarding,
    find: 'tellStatus(answer, 503)',
    replace: 'tellStatus(answer, 404)',
    breaks: ['traefik-routing.error-answers.no-server', 'traefik-routing.error-answers.no-server-text'],
  },
  {
    fault: 'a pod that cannot be reached is answered with 500',
    file: failure,
    find: 'return 502;',
    replace: 'return 500 as 502;',
    breaks: ['traefik-routing.error-answers.unreachable', 'traefik-routing.error-answers.unreachable-text'],
  },
  {
    fault: 'a pod that takes too long is answered for with 502',
    file: failure,
    find: 'return 504;',
    replace: 'return 502;',
    breaks: ['traefik-routing.error-answers.timeout', 'traefik-routing.error-answers.timeout-text'],
  },
  {
    fault: 'the page of 404 has another text',
    file: answers,
    find: '404 page not found',
    replace: 'Not Found',
    breaks: ['traefik-routing.error-answers.no-route-text'],
  },
  {
    fault: 'errors are told by their number alone',
    file: answers,
    find: 'return bodies[status] ?? STATUS_CODES[status] ?? String(status);',
    replace: 'return bodies[status] ?? String(status);',
    breaks: [
      'traefik-routing.error-answers.unreachable-text',
      'traefik-routing.error-answers.no-server-text',
    ],
  },

  // Requests that are refused.
  {
    fault: 'the parser lets through what could be understood in two ways',
    file: listener,
    find: 'insecureHTTPParser: false',
    replace: 'insecureHTTPParser: true',
    breaks: ['traefik-routing.refused-requests.bare-line-ends'],
  },
  {
    fault: 'what does not parse is answered with 500',
    file: listener,
    find: '    default:\n      return 400;',
    replace: '    default:\n      return 500;',
    breaks: [
      'traefik-routing.refused-requests.content-lengths',
      'traefik-routing.refused-requests.content-length-malformed',
      'traefik-routing.refused-requests.folded-header',
      'traefik-routing.refused-requests.bare-carriage-return',
      'traefik-routing.refused-requests.nul-in-header',
    ],
  },
  {
    fault: 'what follows a request that does not parse is read on',
    file: listener,
    find: 'answerAndClose(socket, status);',
    replace: "socket.write('HTTP/1.1 400 Bad\\r\\nContent-Length: 0\\r\\n\\r\\n');",
    breaks: [
      'traefik-routing.refused-requests.chunk-size-overflow',
      'traefik-routing.refused-requests.content-lengths',
      'traefik-routing.refused-requests.length-and-encoding',
    ],
  },
  {
    fault: 'the last of several Host headers counts',
    file: requestHead,
    find: "if (host !== undefined) return refused(400, 'several Host headers');",
    replace: '',
    breaks: ['traefik-routing.refused-requests.several-hosts'],
  },
  {
    fault: 'headers may be as large as clients like',
    file: listener,
    find: 'headerSize: 64 * 1024,',
    replace: 'headerSize: 64 * 1024 * 1024,',
    breaks: ['traefik-routing.refused-requests.headers-too-large'],
  },
  {
    fault: 'clients may take as long as they like to ask',
    file: listener,
    find: '      headersTimeout,\n      requestTimeout: readTimeout,',
    replace: '      headersTimeout: 0,\n      requestTimeout: 0,',
    breaks: [
      'traefik-routing.refused-requests.slow-headers',
      'traefik-routing.refused-requests.slow-body',
      'traefik-routing.transport.read-timeout',
    ],
  },
  {
    fault: 'tunnels are opened',
    file: listener,
    find: "answerAndClose(socket, 405, ['Allow', ''])",
    replace: "socket.write('HTTP/1.1 200 OK\\r\\n\\r\\n')",
    breaks: ['traefik-routing.refused-requests.connect'],
  },

  // Requests that are passed on.
  {
    fault: 'Keep-Alive is passed on',
    file: headerNames,
    find: "  'keep-alive': 'hop-by-hop',\n",
    replace: '',
    breaks: ['traefik-routing.proxying.hop-by-hop'],
  },
  {
    fault: 'Connection takes away the Host',
    file: requestHead,
    find: "  const place = readTarget(request.url ?? '', host);",
    replace:
      "  if (listed?.includes('host')) host = undefined;\n  const place = readTarget(request.url ?? '', host);",
    breaks: ['traefik-routing.proxying.host-listed'],
  },
  {
    fault: 'nobody is asked for trailers',
    file: requestHead,
    find: "  if (trailers) headers.push('TE', 'trailers');",
    replace: '',
    breaks: ['traefik-routing.proxying.te-trailers'],
  },
  {
    fault: 'what Connection names is passed on',
    file: requestHead,
    find: 'listed.filter((name) => !isKept(name))',
    replace: '[]',
    breaks: ['traefik-routing.proxying.hop-by-hop'],
  },
  {
    fault: 'an answer is given up where its client is slower than its pod',
    file: forwarding,
    find: 'controller.pause();',
    replace: "controller.abort(new Error('too much'));",
    breaks: ['traefik-routing.proxying.large-bodies'],
  },
  {
    fault: 'chunked bodies of requests are dropped',
    file: requestHead,
    find: "        framing = 'open';",
    replace: '',
    breaks: ['traefik-routing.proxying.chunked-bodies', 'traefik-routing.proxying.trailers'],
  },
  {
    fault: 'trailers of pods are dropped',
    file: forwarding,
    find: 'Array.isArray(raw) ? readTrailers(raw) : []',
    replace: '[]',
    breaks: ['traefik-routing.proxying.trailers'],
  },
  {
    fault: 'nobody is told to go on',
    file: clientAnswer,
    find: 'this.#writer.goOn();',
    replace: '',
    breaks: ['traefik-routing.proxying.expect-continue'],
  },
  {
    fault: 'the length of answers is not passed on',
    file: responseHead,
    find: '        delimited = true;\n        headers.push(name, text(raw[at + 1]));',
    replace: '        delimited = true;',
    breaks: ['traefik-routing.proxying.head'],
  },
  {
    fault: 'every answer is said to come in the chunks that the pod sent',
    file: responseHead,
    find: "      case 'transfer-encoding':\n      case 'hop-by-hop':",
    replace:
      "      case 'transfer-encoding':\n        headers.push(name, text(raw[at + 1]));\n        break;\n      case 'hop-by-hop':",
    breaks: ['traefik-routing.proxying.http-1-0'],
  },
  {
    fault: 'answers wait for the end of their request',
    file: transmission,
    find: ".once('response', (answer) => this.#receive(answer))",
    replace: ".once('response', (answer) => body.from.once('end', () => this.#receive(answer)))",
    breaks: ['traefik-routing.proxying.early-answer'],
  },
  {
    fault: 'encoded slashes are decoded on the way',
    file: requestHead,
    find: 'withPlainQuery(target, options) : target,',
    replace: "withPlainQuery(target, options) : target.replaceAll('%2F', '/'),",
    breaks: ['traefik-routing.proxying.target-untouched'],
  },
  {
    fault: 'the Host header counts before an absolute target',
    file: requestHead,
    find: '    authority = named;',
    replace: '',
    breaks: ['traefik-routing.proxying.absolute-target'],
  },
  {
    fault: 'OPTIONS * is taken for a malformed target',
    file: handler,
    find: "request.url === '*' && request.method === 'OPTIONS'",
    replace: "request.url === '*' && request.method === 'NEVER'",
    breaks: ['traefik-routing.proxying.options-asterisk'],
  },
  {
    fault: 'headers of requests are turned around',
    file: requestHead,
    find: "        headers.push(name, value);\n        break;\n      case 'host':",
    replace: "        headers.unshift(name, value);\n        break;\n      case 'host':",
    breaks: ['traefik-routing.proxying.header-names', 'traefik-routing.proxying.header-order'],
  },
  {
    fault: 'no protocol is switched to',
    file: listener,
    find: 'shouldUpgradeCallback: isUpgrade',
    replace: 'shouldUpgradeCallback: () => false',
    breaks: ['traefik-routing.proxying.websocket', 'traefik-routing.proxying.upgrade'],
  },
  {
    fault: 'what a pod has sent waits for more',
    file: answerWriter,
    find: '    process.nextTick(flush, this);\n',
    replace: '',
    breaks: ['traefik-routing.proxying.server-sent-events', 'traefik-routing.proxying.large-bodies'],
  },
  {
    fault: 'a pod goes on working for a client that has left',
    file: clientAnswer,
    find: '      this.#ended = true;\n      this.#flow?.abort();',
    replace: '      this.#ended = true;',
    breaks: ['traefik-routing.proxying.client-leaves'],
  },
  {
    fault: 'half an answer is passed off as a whole one',
    file: clientAnswer,
    find: 'this.#cut();\n    else tellStatus(this, error',
    replace: 'this.end([]);\n    else tellStatus(this, error',
    breaks: ['traefik-routing.proxying.pod-dies', 'traefik-routing.proxying.pod-dies-without-length'],
  },
  {
    fault: 'Connection takes away what is said of clients',
    file: requestHead,
    find: "  return kind === 'content-length' || kind.startsWith('x-forwarded-') || kind === 'x-real-ip';",
    replace: "  return kind === 'content-length';",
    breaks: ['traefik-routing.forwarded-headers.not-listed-away'],
  },
  {
    fault: 'the user may be named in another spelling',
    file: 'reference/middlewares/auth/user-header.ts',
    find: "(own !== '' && asRead(name) === own),",
    replace: '(name === headerField.toLowerCase()),',
    breaks: ['traefik-routing.middleware-authentication.basic-header-field-spelling'],
  },
];
