/** Faults in middlewares that refuse requests, repeat them, or change bodies. */
import type { Mutation } from './mutations.ts';

const basic = 'reference/middlewares/auth/basic-auth.ts';
const worker = 'reference/middlewares/auth/password-worker.ts';
const userHeader = 'reference/middlewares/auth/user-header.ts';
const digest = 'reference/middlewares/auth/digest-auth.ts';
const nonces = 'reference/middlewares/auth/nonces.ts';
const forward = 'reference/middlewares/auth/forward-auth.ts';
const authServer = 'reference/middlewares/auth/auth-server.ts';
const source = 'reference/middlewares/source.ts';
const whiteList = 'reference/middlewares/ip-white-list.ts';
const rate = 'reference/middlewares/rate-limit.ts';
const inFlight = 'reference/middlewares/in-flight-req.ts';
const answering = 'reference/middlewares/answering.ts';
const retry = 'reference/middlewares/retry.ts';
const breaker = 'reference/middlewares/circuit-breaker/circuit-breaker.ts';
const errors = 'reference/middlewares/errors.ts';
const compress = 'reference/middlewares/compress.ts';
const buffering = 'reference/middlewares/buffering/buffering.ts';
const buffered = 'reference/middlewares/buffering/buffered-exchange.ts';
const spool = 'reference/middlewares/buffering/spool.ts';
const contentType = 'reference/middlewares/content-type.ts';
const clientCert = 'reference/middlewares/pass-tls-client-cert.ts';
const table = 'reference/runtime/middleware-table.ts';

export const middlewareTrafficMutations: readonly Mutation[] = [
  // Who asks.
  {
    fault: 'any password is right',
    file: basic,
    find: '(await check({ password, hash }, isWanted)) && own !== undefined;',
    replace: '(await check({ password, hash }, isWanted)) || own !== undefined || hash !== undefined;',
    breaks: ['traefik-routing.middleware-authentication.basic-refused'],
  },
  {
    fault: 'passwords that are hashed with MD5 are never right',
    file: worker,
    find: "if (hash.startsWith('$apr1$')) return areEqual(apacheMd5(password, hash), hash);",
    replace: "if (hash.startsWith('$apr1$')) return areEqual(apacheMd5(password, hash), '');",
    breaks: ['traefik-routing.middleware-authentication.basic-hashes'],
  },
  {
    fault: 'files of users are not read',
    file: 'reference/file/convert-middleware.ts',
    find: '[...users, ...inFile].map',
    replace: '[...users, ...inFile.slice(0, 0)].map',
    breaks: [
      'traefik-routing.middleware-authentication.basic-users-file',
      'traefik-routing.middleware-authentication.basic-users-file-first',
    ],
  },
  {
    fault: 'another realm is asked for',
    file: basic,
    find: "const realm = quotedRealm(options.realm, 'basicAuth');",
    replace: "const realm = quotedRealm('realm', 'basicAuth');",
    breaks: ['traefik-routing.middleware-authentication.basic-realm'],
  },
  {
    fault: 'the user is named in another field',
    file: userHeader,
    find: "    if (headerField !== '') headers.push(headerField, fieldText(user));",
    replace: "    if (headerField !== '') headers.push('X-Nobody', fieldText(user));",
    breaks: ['traefik-routing.middleware-authentication.basic-header-field'],
  },
  {
    fault: 'credentials are kept, and others removed',
    file: userHeader,
    find: "  if (!removeHeader && headerField === '') return (request) => request;\n",
    replace: "  if (removeHeader && headerField === '') return (request) => request;\n",
    breaks: ['traefik-routing.middleware-authentication.basic-remove-header'],
  },
  {
    fault: 'any digest is right',
    file: digest,
    find: "      return 'unknown';\n",
    replace: "      return 'fresh';\n",
    breaks: ['traefik-routing.middleware-authentication.digest-refused'],
  },
  {
    fault: 'no digest is right',
    file: digest,
    find: '    if (proof !== undefined && use ===',
    replace: '    if (proof === undefined && use ===',
    breaks: ['traefik-routing.middleware-authentication.digest-users'],
  },
  {
    fault: 'digests may be used again',
    file: nonces,
    find: "    return mark(uses, count) ? 'fresh' : 'stale';",
    replace: "    return mark(uses, count) ? 'fresh' : 'fresh';",
    breaks: ['traefik-routing.middleware-authentication.digest-replayed'],
  },
  {
    fault: 'digests are asked for in one realm only',
    file: digest,
    find: "  const realm = quotedRealm(options.realm, 'digestAuth');",
    replace: "  const realm = quotedRealm('traefik', 'digestAuth');",
    breaks: ['traefik-routing.middleware-authentication.digest-options'],
  },
  {
    fault: 'the server that is asked is never told what a proxy before says',
    file: forward,
    find: '      options.trustForwardHeader ? fieldValue(headers, name) : undefined;',
    replace: '      options.trustForwardHeader ? undefined : undefined;',
    breaks: ['traefik-routing.middleware-authentication.forward-trusted'],
  },
  {
    fault: 'the server that is asked never lets pass',
    file: authServer,
    find: '    if (status < 300) {',
    replace: '    if (status < 200) {',
    breaks: [
      'traefik-routing.middleware-authentication.forward-accepted',
      'traefik-routing.middleware-authentication.forward-response-headers',
    ],
  },
  {
    fault: 'the server that is asked always lets pass',
    file: authServer,
    find: '    if (status < 300) {',
    replace: '    if (status < 600) {',
    breaks: ['traefik-routing.middleware-authentication.forward-refused'],
  },
  {
    fault: 'the server that is asked is told what the client says',
    file: forward,
    find: '      options.trustForwardHeader ? fieldValue(headers, name) : undefined;',
    replace: "      fieldValue(headers, name) ?? '';",
    breaks: ['traefik-routing.middleware-authentication.forward-told'],
  },
  {
    fault: 'the server that is asked gets every header',
    file: forward,
    find: 'passed.size === 0 || passed.has(name)',
    replace: 'passed.size >= 0 || passed.has(name)',
    breaks: ['traefik-routing.middleware-authentication.forward-request-headers'],
  },
  {
    fault: 'headers of clients stay beside those of the server that was asked',
    file: forward,
    find: '        ...withoutFields(request.headers, isForged),',
    replace: '        ...request.headers,',
    breaks: [
      'traefik-routing.middleware-authentication.forward-response-headers',
      'traefik-routing.middleware-authentication.forward-response-headers-missing',
    ],
  },
  {
    fault: 'expressions find no header of the server that was asked',
    file: forward,
    find: 'regexp.test(canonical(name))',
    replace: "regexp.test(canonical('never'))",
    breaks: ['traefik-routing.middleware-authentication.forward-response-headers-regex'],
  },

  // How many, and from where.
  {
    fault: 'nobody is in a white list',
    file: whiteList,
    find: '    allowed(source(request)) ? next(request, answer) : respondWith(answer, 403);',
    replace: "    allowed('') ? next(request, answer) : respondWith(answer, 403);",
    breaks: ['traefik-routing.middleware-limits.ip-white-list'],
  },
  {
    fault: 'everybody is in a white list',
    file: whiteList,
    find: '    allowed(source(request)) ? next(request, answer) : respondWith(answer, 403);',
    replace: '    allowed(source(request)) ? next(request, answer) : next(request, answer);',
    breaks: [
      'traefik-routing.middleware-limits.ip-white-list-refused',
      'traefik-routing.middleware-limits.ip-depth',
      'traefik-routing.middleware-limits.ip-excluded',
    ],
  },
  {
    fault: 'depths are counted from the beginning',
    file: source,
    find: 'forwardedFor(request).at(-depth)',
    replace: 'forwardedFor(request).at(depth - 1)',
    breaks: ['traefik-routing.middleware-limits.ip-depth'],
  },
  {
    fault: 'the first address that is not excluded counts',
    file: source,
    find: 'forwardedFor(request).findLast(',
    replace: 'forwardedFor(request).find(',
    breaks: ['traefik-routing.middleware-limits.ip-excluded'],
  },
  {
    fault: 'rates have no limit',
    file: rate,
    find: '    const taken = tokens >= 1;',
    replace: '    const taken = tokens >= -1_000;',
    breaks: [
      'traefik-routing.middleware-limits.rate',
      'traefik-routing.middleware-limits.rate-sources',
      'traefik-routing.middleware-limits.rate-outlives',
    ],
  },
  {
    fault: 'buckets are never filled again',
    file: rate,
    find: '(at - bucket.at) * perMillisecond',
    replace: '(at - bucket.at) * perMillisecond * 0',
    breaks: ['traefik-routing.middleware-limits.rate'],
  },
  {
    fault: 'nobody is told when to come again',
    file: rate,
    find: "['Retry-After', String(Math.ceil(wait / 1_000))]",
    replace: "['Retry-After', String(Math.floor(wait / 1_000_000))]",
    breaks: ['traefik-routing.middleware-limits.rate-retry-after'],
  },
  {
    fault: 'sources are not told apart',
    file: rate,
    find: '    const wait = takeToken(source(request));',
    replace: '    const wait = takeToken(String(source === undefined));',
    breaks: ['traefik-routing.middleware-limits.rate-sources'],
  },
  {
    fault: 'middlewares are made anew whenever another one changes',
    file: table,
    find: '    const all = new Map(this.#all);',
    replace: `    const all = new Map(
      [...this.#all].map(([name, { definition }]) => [
        name,
        'chain' in definition ? unresolved(definition) : made(name, definition),
      ]),
    );`,
    breaks: ['traefik-routing.middleware-limits.rate-outlives'],
  },
  {
    fault: 'any number of requests may be under way',
    file: inFlight,
    find: '    if (count >= amount) return respondWith(answer, 429);',
    replace: '    if (count < 0) return respondWith(answer, 429);',
    breaks: ['traefik-routing.middleware-limits.in-flight'],
  },
  {
    fault: 'all hosts are counted together',
    file: inFlight,
    find: '    const key = source(request);',
    replace: '    const key = source(request).slice(0, 0);',
    breaks: ['traefik-routing.middleware-limits.in-flight-hosts'],
  },
  {
    fault: 'the end of requests is not noticed',
    file: answering,
    find: '    over = true;\n    ended();',
    replace: '    over = true;',
    breaks: ['traefik-routing.middleware-limits.in-flight-ended'],
  },

  // What fails.
  {
    fault: 'nothing is tried again',
    file: retry,
    find: '        if (begun || !this.#mayTryAgain(error)) answer.fail(error);',
    replace: '        if (!begun || !this.#mayTryAgain(error)) answer.fail(error);',
    breaks: [
      'traefik-routing.middleware-failures.retry',
      'traefik-routing.middleware-failures.retry-gives-up',
    ],
  },
  {
    fault: 'what has a body is never tried again',
    file: retry,
    find: 'return this.#body === undefined || this.#body.isWhole;',
    replace: 'return this.#body === undefined;',
    breaks: ['traefik-routing.middleware-failures.retry'],
  },
  {
    fault: 'errors are tried again',
    file: retry,
    find: '        begun = true;\n        answer.begin(head);',
    replace: `        if (head.status >= 500) {
          this.#tryAgain();
          return;
        }
        begun = true;
        answer.begin(head);`,
    breaks: ['traefik-routing.middleware-failures.retry-answer'],
  },
  {
    fault: 'circuits never open',
    file: breaker,
    find: '    if (this.#isUnwell(this.#metrics)) {',
    replace: '    if (this.#isUnwell(this.#metrics) && now < 0) {',
    breaks: [
      'traefik-routing.middleware-failures.circuit-open',
      'traefik-routing.middleware-failures.circuit-closed',
      'traefik-routing.middleware-failures.circuit-per-router',
    ],
  },
  {
    fault: 'answers take no time',
    file: 'reference/middlewares/circuit-breaker/metrics.ts',
    find: '    const at = latencyClass(latency);',
    replace: '    const at = latencyClass(Math.min(latency, 1));',
    breaks: ['traefik-routing.middleware-failures.circuit-open'],
  },
  {
    fault: 'circuits stay open',
    file: breaker,
    find: "    if (this.#state.kind === 'open' && now >= this.#state.until) {",
    replace: "    if (this.#state.kind === 'open' && now < 0) {",
    breaks: ['traefik-routing.middleware-failures.circuit-closed'],
  },
  {
    fault: 'all routers share a circuit',
    file: breaker,
    find: '    const breaker = breakers.get(router) ?? new Breaker(isUnwell, options, now);\n    breakers.set(router, breaker);',
    replace: `    const breaker = breakers.get('') ?? new Breaker(isUnwell, options, now);
    breakers.set(router.slice(0, 0), breaker);`,
    breaks: ['traefik-routing.middleware-failures.circuit-per-router'],
  },
  {
    fault: 'errors have no page of another service',
    file: errors,
    find: '      const handler = services.handler(service);',
    replace: '      const handler = services.handler(service.toUpperCase());',
    breaks: [
      'traefik-routing.middleware-failures.errors',
      'traefik-routing.middleware-failures.errors-query',
    ],
  },
  {
    fault: 'pages of errors are given under their own status',
    file: errors,
    find: '({ ...head, status, reason: ',
    replace: '({ ...head, status: head.status, reason: ',
    breaks: ['traefik-routing.middleware-failures.errors-status'],
  },
  {
    fault: 'pages of errors are asked for with nothing filled in',
    file: errors,
    find: "    .replaceAll('{status}', String(status))\n",
    replace: "    .replaceAll('{code}', String(status))\n",
    breaks: ['traefik-routing.middleware-failures.errors-query'],
  },
  {
    fault: 'pages of errors are asked for at another host',
    file: errors,
    find: "    method: request.method === 'HEAD' ? 'HEAD' : 'GET',",
    replace: "    method: request.method === 'HEAD' ? 'HEAD' : 'GET',\n    authority: 'errors',",
    breaks: ['traefik-routing.middleware-failures.errors-host'],
  },
  {
    fault: 'every answer is replaced by a page',
    file: errors,
    find: 'ranges.some(([from, to]) => status >= from && status <= to);',
    replace: 'ranges.some(([from, to]) => from <= to && status > 0);',
    breaks: ['traefik-routing.middleware-failures.errors-other'],
  },

  // Bodies.
  {
    fault: 'nothing is compressed',
    file: compress,
    find: "  return preferred.encodings(['gzip', 'identity'])[0] === 'gzip';",
    replace: "  return preferred.encodings(['gzip', 'identity'])[0] === 'never';",
    breaks: [
      'traefik-routing.middleware-bodies.compress',
      'traefik-routing.middleware-bodies.compress-short',
    ],
  },
  {
    fault: 'whoever names gzip is taken to want it',
    file: compress,
    find: "return preferred.encodings(['gzip', 'identity'])[0] === 'gzip';",
    replace: "return preferred !== undefined && accepted.includes('gzip');",
    breaks: ['traefik-routing.middleware-bodies.compress-unwanted'],
  },
  {
    fault: 'everything is compressed, whoever accepts what',
    file: compress,
    find: '    if (!accepts || isTooShort) {',
    replace: '    if (accepts && isTooShort && minimum < 0) {',
    breaks: [
      'traefik-routing.middleware-bodies.compress-unasked',
      'traefik-routing.middleware-bodies.compress-short',
    ],
  },
  {
    fault: 'what is encoded is compressed again',
    file: compress,
    find: "      fieldValue(headers, 'content-encoding') === undefined &&\n",
    replace: '',
    breaks: ['traefik-routing.middleware-bodies.compress-encoded'],
  },
  {
    fault: 'no type is excluded from being compressed',
    file: compress,
    find: 'const excluded = new Set(options.excludedContentTypes.map((type) => mediaType(type)));',
    replace:
      'const excluded = new Set(options.excludedContentTypes.map((type) => mediaType(type).slice(1)));',
    breaks: ['traefik-routing.middleware-bodies.compress-excluded'],
  },
  {
    fault: 'answers do not say that they depend on what is accepted',
    file: compress,
    find: "withMember(head.headers, 'Vary', 'Accept-Encoding')",
    replace: "withMember(head.headers, 'Vary', 'Accept')",
    breaks: ['traefik-routing.middleware-bodies.compress-vary'],
  },
  {
    fault: 'what is not to be compressed waits for enough that would be',
    file: compress,
    find: '    if (!this.#isCompressible(head)) {\n      this.#beginPlain(head);',
    replace:
      "    if (!this.#isCompressible(head)) {\n      this.#stage = { kind: 'held', head, chunks: [], length: 0 };",
    breaks: ['traefik-routing.middleware-bodies.compress-streams'],
  },
  {
    fault: 'requests of any size are buffered',
    file: spool,
    find: '    if (maximum > 0 && this.#length > maximum)',
    replace: '    if (maximum < 0 && this.#length > maximum)',
    breaks: [
      'traefik-routing.middleware-bodies.buffering-request',
      'traefik-routing.middleware-bodies.buffering-response',
    ],
  },
  {
    fault: 'what stands in a file is not read',
    file: spool,
    find: '      if (bytesRead === 0) return;',
    replace: '      if (bytesRead >= 0) return;',
    breaks: ['traefik-routing.middleware-bodies.buffering-large'],
  },
  {
    fault: 'the expression for retries is not looked at',
    file: buffering,
    find: "  if (expression.trim() === '') return () => false;",
    replace: "  if (expression.trim() !== 'x') return () => false;",
    breaks: ['traefik-routing.middleware-bodies.buffering-retry'],
  },
  {
    fault: 'clients that wait are not told to send what is to be buffered',
    file: buffered,
    find: '    if (this.#request.expectsContinue) this.#answer.inform(100, []);',
    replace: '    if (this.#request.expectsContinue) this.#answer.inform(102, []);',
    breaks: ['traefik-routing.middleware-bodies.buffering-request'],
  },
  {
    fault: 'types are not guessed',
    file: contentType,
    find: '    autoDetect ? new TypedAnswer(answer) : new UntypedAnswer(answer);',
    replace: '    autoDetect ? new UntypedAnswer(answer) : new TypedAnswer(answer);',
    breaks: [
      'traefik-routing.middleware-bodies.content-type',
      'traefik-routing.middleware-bodies.content-type-off',
    ],
  },
  {
    fault: 'types are not guessed where nobody asks for it',
    file: 'reference/proxy/client-answer.ts',
    find: "    if (mayBeGuessed(head) && this.#request.method !== 'HEAD') this.#untyped = head;",
    replace: "    if (mayBeGuessed(head) && this.#request.method === 'HEAD') this.#untyped = head;",
    breaks: ['traefik-routing.middleware-bodies.content-type-default'],
  },
  {
    fault: 'types are guessed of nothing, and of what is encoded',
    file: 'reference/proxy/client-answer.ts',
    find: "    if (mayBeGuessed(head) && this.#request.method !== 'HEAD') this.#untyped = head;\n    else this.#begin(head);",
    replace: `    if (head.headers.some((name) => name.toLowerCase() === 'content-type')) this.#begin(head);
    else this.#begin(withGuessedType(head, Buffer.of()));`,
    breaks: ['traefik-routing.middleware-bodies.content-type-nothing'],
  },

  // Certificates of clients.
  {
    fault: 'pods are told nothing of certificates of clients',
    file: clientCert,
    find: '    const certificate = request.client.tls?.certificate();',
    replace: '    const certificate = request.upgrade ? request.client.tls?.certificate() : undefined;',
    breaks: [
      'traefik-routing.middleware-client-certificate.pem',
      'traefik-routing.middleware-client-certificate.info',
    ],
  },
  {
    fault: 'clients may say what certificate they have',
    file: clientCert,
    find: 'withoutFields(request.headers, (name) => isOwnField(name))',
    replace: 'withoutFields(request.headers, (name) => isOwnField(name.slice(1)))',
    breaks: ['traefik-routing.middleware-client-certificate.forged'],
  },
];
