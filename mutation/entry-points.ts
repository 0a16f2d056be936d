// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in what entry points do before requests are routed: the PROXY protocol, redirections. */
import type { Mutation } from './mutations.ts';

const header = 'reference/proxy/proxy-protocol/header.ts';
const version1 = 'reference/proxy/proxy-protocol/version-1.ts';
const senders = 'reference/proxy/proxy-protocol/senders.ts';
const listener = 'reference/proxy/listener.ts';
const handler = 'reference/proxy/handler.ts';
const redirections = 'reference/redirections.ts';
const complete = 'reference/configuration/complete.ts';

export const entryPointMutations: readonly Mutation[] = [
  // The PROXY protocol.
  {
    fault: 'headers of version 1 are taken for what clients send',
    file: header,
    find: 'if (mayBegin(bytes, signature1)) {',
    replace: 'if (bytes.length < 0) {',
    breaks: ['traefik-routing.proxy-protocol.version-1', 'traefik-routing.proxy-protocol.insecure'],
  },
  {
    fault: 'headers of version 2 are taken for what clients send',
    file: header,
    find: 'if (mayBegin(bytes, signature2)) {',
    replace: 'if (bytes.length < 0) {',
    breaks: ['traefik-routing.proxy-protocol.version-2'],
  },
  {
    fault: 'every sender is trusted with whom it passes on',
    file: senders,
    find: ': ipRanges(options.trustedIPs)',
    replace: ': () => ipRanges([]) !== undefined',
    breaks: ['traefik-routing.proxy-protocol.trusted-ips'],
  },
  {
    fault: 'insecure trusts no sender',
    file: senders,
    find: 'options.insecure ? () => true',
    replace: 'options.insecure ? () => false',
    breaks: [
      'traefik-routing.proxy-protocol.insecure',
      'traefik-routing.proxy-protocol.counts-in-access-log',
      'traefik-routing.proxy-protocol.counts-in-middlewares',
    ],
  },
  {
    fault: 'every sender has to send a header',
    file: senders,
    find: "if (header.kind === 'malformed') {",
    replace: "if (header.kind !== 'header') {",
    breaks: ['traefik-routing.proxy-protocol.no-header'],
  },
  {
    fault: 'senders may not speak for themselves',
    file: version1,
    find: "return { kind: 'header', length, source: undefined };",
    replace: 'return malformed;',
    breaks: ['traefik-routing.proxy-protocol.for-itself'],
  },
  {
    fault: 'what is no header is read as a request',
    file: senders,
    find: '        socket.destroy();\n        return;',
    replace: '        next();\n        return;',
    breaks: ['traefik-routing.proxy-protocol.malformed'],
  },
  {
    fault: 'senders may take as long as they like to send their header',
    file: senders,
    find: 'peek(socket, timeout,',
    replace: 'peek(socket, timeout * 1_000,',
    breaks: ['traefik-routing.proxy-protocol.slow'],
  },
  {
    fault: 'whom a sender passes on is forgotten in the handshake',
    file: listener,
    find: 'this.#connection(socket, { ...terms, client }, carrier)',
    replace: 'this.#connection(socket, { ...terms, client }, carrier && socket)',
    breaks: ['traefik-routing.proxy-protocol.before-all'],
  },
  {
    fault: 'rules see who has connected',
    file: handler,
    find: 'clientAddress: connection.clientAddress,',
    replace: "clientAddress: request.socket.remoteAddress ?? '',",
    breaks: ['traefik-routing.proxy-protocol.counts-in-rules'],
  },

  // Redirections.
  {
    fault: 'redirections lead to the port of their scheme',
    file: redirections,
    find: "port: port ?? String(portOf(to) ?? '')",
    replace: "port: port === '' ? String(portOf(to)) : ''",
    breaks: ['traefik-routing.entry-point-redirection.to'],
  },
  {
    fault: 'redirections lead to HTTPS always',
    file: redirections,
    find: 'redirectScheme: { scheme, port',
    replace: "redirectScheme: { scheme: scheme && 'https', port",
    breaks: ['traefik-routing.entry-point-redirection.scheme'],
  },
  {
    fault: 'redirections are temporary',
    file: redirections,
    find: 'permanent },\n    };',
    replace: 'permanent: permanent && false },\n    };',
    breaks: ['traefik-routing.entry-point-redirection.permanent'],
  },
  {
    fault: 'redirections have the priority of their rule',
    file: redirections,
    find: '      priority,\n    };',
    replace: '      priority: priority * 0,\n    };',
    breaks: [
      'traefik-routing.entry-point-redirection.priority',
      'traefik-routing.entry-point-redirection.names',
    ],
  },
  {
    fault: 'redirections may lead to entry points that do not exist',
    file: complete,
    find: '      ...checkRedirections(completed, decoding),\n',
    replace: '',
    breaks: ['traefik-routing.entry-point-redirection.unknown'],
  },
  {
    fault: 'what the process answers itself is routed',
    file: handler,
    find: 'if (input.internal?.(request, response)) return;',
    replace: '',
    breaks: ['traefik-routing.entry-point-redirection.own-answers'],
  },

  // Bodies that are too large to be kept.
  {
    fault: 'what clients send is kept',
    file: 'reference/proxy/transmission.ts',
    find: 'else if (!this.#outgoing.write(chunk))',
    replace: 'else if (!this.#outgoing.write((globalThis.kept ??= []).push(Buffer.from(chunk)) && chunk))',
    breaks: ['traefik-routing.proxying.bodies-not-kept'],
  },
  {
    fault: 'what pods answer is kept',
    file: 'reference/proxy/client-answer.ts',
    find: 'return this.#writer.write(chunk);',
    replace: 'return this.#writer.write((globalThis.kept ??= []).push(Buffer.from(chunk)) && chunk);',
    breaks: ['traefik-routing.proxying.bodies-not-kept'],
  },

  // The process.
  {
    fault: 'a process that was told to stop ends as if it had failed',
    file: 'reference/main.ts',
    find: '  await reference.stop();\n  process.exit(0);',
    replace: '  await reference.stop();\n  process.exit(1);',
    breaks: ['traefik-routing.transport.clean-exit'],
  },
  {
    fault: 'a process that was told to stop ends at once',
    file: 'reference/main.ts',
    find: '  await reference.stop();\n  process.exit(0);',
    replace: '  process.exit(0);',
    breaks: ['traefik-routing.transport.clean-exit'],
  },
  {
    fault: 'the entry point that is there by itself is at another port',
    file: complete,
    find: "http: entryPointAt(':80')",
    replace: "http: entryPointAt(':8000')",
    breaks: ['traefik-routing.entry-point-address.default'],
  },

  // HTTP/2.
  {
    fault: 'an authority over HTTP/2 may have another host beside it',
    file: 'reference/proxy/request-head.ts',
    find: "return refused(400, 'an :authority and another Host');",
    replace: 'host = named;',
    breaks: ['traefik-routing.refused-requests.http2'],
  },

  // Queries.
  {
    fault: 'semicolons in queries are left as they are',
    file: 'reference/proxy/request-head.ts',
    find: "target.includes(';') ?",
    replace: "target.includes(';') && options.serverName === '' ?",
    breaks: [
      'traefik-routing.entry-point-query-semicolons.default',
      'traefik-routing.entry-point-query-semicolons.encoded',
    ],
  },

  // Pipelining.
  {
    fault: 'pipelined requests are all taken up at once',
    file: 'reference/proxy/request-order.ts',
    find: 'return this.#underWay === 0 || (safe && !this.#unsafe);',
    replace: 'return this.#underWay >= 0 || (safe && !this.#unsafe);',
    breaks: ['traefik-routing.proxying.pipelining-unsafe'],
  },
];
