// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in how connections to pods are made, and in what goes over them. */
import type { Mutation } from './mutations.ts';

const podTls = 'reference/proxy/pod-tls.ts';
const connectPod = 'reference/proxy/connect-pod.ts';
const upstream = 'reference/proxy/upstream.ts';
const upstreams = 'reference/proxy/upstreams.ts';
const failure = 'reference/proxy/upstream-failure.ts';
const session = 'reference/proxy/h2-session.ts';
const transmission = 'reference/proxy/h2-transmission.ts';
const resolve = 'reference/runtime/resolve.ts';
const registry = 'reference/runtime/server-registry.ts';
const build = 'reference/runtime/build.ts';
const backend = 'reference/provider/backend.ts';
const staticTransport = 'reference/servers-transport.ts';

export const podMutations: readonly Mutation[] = [
  // Which scheme, and which certificate.
  {
    fault: 'pods: no port means HTTPS',
    file: backend,
    find: "const secure = port.port === 443 || port.name.startsWith('https');",
    replace: 'const secure = port.port < 0;',
    breaks: ['traefik-routing.tls-to-pods.port-443', 'traefik-routing.tls-to-pods.port-name'],
  },
  {
    fault: 'pods: a port means HTTPS if it has https anywhere in its name',
    file: backend,
    find: "port.name.startsWith('https')",
    replace: "port.name.includes('https')",
    breaks: ['traefik-routing.tls-to-pods.port-name'],
  },
  {
    fault: 'pods: the scheme annotation has no effect',
    file: backend,
    find: 'annotations.serversScheme ?? (',
    replace: '(annotations.serversScheme && undefined) ?? (',
    breaks: [
      'traefik-routing.service-serversscheme.https',
      'traefik-routing.service-serversscheme.h2c',
      'traefik-routing.service-serversscheme.http',
      'traefik-routing.tls-to-pods.scheme-annotation',
      'traefik-routing.grpc.over-tls',
      'traefik-routing.proxying.grpc',
    ],
  },
  {
    fault: 'pods: what signed a certificate is not looked at',
    file: podTls,
    find: 'if (!socket.authorized) {',
    replace: 'if (socket.destroyed) {',
    breaks: [
      'traefik-routing.tls-to-pods.verified',
      'traefik-routing.tls-to-pods.certificate-error-is-500',
      'traefik-routing.tls-to-pods.web-socket',
      'traefik-routing.servers-transports.insecure-skip-verify',
      'traefik-routing.servers-transports.root-cas',
      'traefik-routing.service-serverstransport.others-unaffected',
    ],
  },
  {
    fault: 'pods: whom a certificate is for is not looked at',
    file: podTls,
    find: '!insecureSkipVerify && !isFor(certificate, name)',
    replace: '!isFor(certificate, name) && name.length === 0',
    breaks: ['traefik-routing.tls-to-pods.verified', 'traefik-routing.servers-transports.server-name'],
  },
  {
    fault: 'pods: no certificate is good enough',
    file: podTls,
    find: 'if (!verifies(this.#transport)) return undefined;',
    replace: '',
    breaks: [
      'traefik-routing.tls-to-pods.not-verified-on-demand',
      'traefik-routing.servers-transports.insecure-skip-verify',
      'traefik-routing.service-serverstransport.used',
    ],
  },
  {
    fault: 'pods: a certificate that cannot be verified is told as any other failure',
    file: failure,
    find: 'if (error instanceof CertificateError) return 500;',
    replace: '',
    breaks: ['traefik-routing.tls-to-pods.certificate-error-is-500'],
  },
  {
    fault: 'pods: any failure of TLS is told as one of a certificate',
    file: failure,
    find: 'if (error instanceof CertificateError) return 500;',
    replace: "if (error instanceof CertificateError || 'library' in error) return 500;",
    breaks: ['traefik-routing.tls-to-pods.failure-is-502'],
  },
  {
    fault: 'pods: WebSockets do not follow the transport',
    file: upstreams,
    find: 'new ConnectingAgent(origin, connectorTo(origin, this.#inputFor(server)),',
    replace: 'new ConnectingAgent(origin, connectorTo("http:", this.#inputFor(server)),',
    breaks: ['traefik-routing.tls-to-pods.web-socket'],
  },

  // The static transport.
  {
    fault: 'pods: the static insecureSkipVerify has no effect',
    file: staticTransport,
    find: '    insecureSkipVerify,\n',
    replace: '',
    breaks: [
      'traefik-routing.tls-to-pods.not-verified-on-demand',
      'traefik-routing.transport-configuration.insecure-skip-verify',
    ],
  },
  {
    fault: 'pods: the static rootCAs have no effect',
    file: staticTransport,
    find: 'serversTransport.rootCAs.map(',
    replace: 'serversTransport.rootCAs.slice(0, 0).map(',
    breaks: [
      'traefik-routing.tls-to-pods.port-443',
      'traefik-routing.grpc.tls-to-pods',
      'traefik-routing.transport-configuration.root-cas',
    ],
  },
  {
    fault: 'pods: the static maxIdleConnsPerHost has no effect',
    file: staticTransport,
    find: '    maxIdleConnsPerHost,\n',
    replace: '',
    breaks: ['traefik-routing.transport-configuration.max-idle-conns-per-host'],
  },
  {
    fault: 'pods: the static forwardingTimeouts have no effect',
    file: staticTransport,
    find: '{ ...defaultTransport.forwardingTimeouts, ...forwardingTimeouts }',
    replace: '{ ...forwardingTimeouts, ...defaultTransport.forwardingTimeouts }',
    breaks: [
      'traefik-routing.transport-configuration.dial-timeout',
      'traefik-routing.transport-configuration.response-header-timeout',
      'traefik-routing.transport-configuration.idle-conn-timeout',
    ],
  },

  // Transports of Services.
  {
    fault: 'pods: the transport of a service is not used',
    file: resolve,
    find: 'servers.take(url, used)',
    replace: 'servers.take(url)',
    breaks: ['traefik-routing.service-serverstransport.used', 'traefik-routing.servers-transports.http2'],
  },
  {
    fault: 'pods: all servers of an address have one transport',
    file: registry,
    find: 'transport === undefined ? origin :',
    replace: 'transport === undefined || origin !== "" ? origin :',
    breaks: ['traefik-routing.service-serverstransport.changed'],
  },
  {
    fault: 'pods: services do not follow a transport that changes',
    file: build,
    find: 'if (transports.size === 0) return services;',
    replace: 'if (transports.size >= 0) return services;',
    breaks: [
      'traefik-routing.service-serverstransport.changed',
      'traefik-routing.service-serverstransport.missing',
    ],
  },
  {
    fault: 'pods: every service follows the last transport',
    file: resolve,
    find: 'if (name === undefined || name === defaultTransport) return undefined;',
    replace: "if (name === undefined) return find('mine@file');",
    breaks: ['traefik-routing.service-serverstransport.others-unaffected'],
  },
  {
    fault: 'pods: a transport that does not exist is the default one',
    file: resolve,
    find: 'if (transport === undefined) {\n    faults.error(',
    replace: 'if (transport === undefined) {\n    faults.warn(',
    breaks: ['traefik-routing.service-serverstransport.missing'],
  },
  {
    fault: 'pods: a transport that does not exist is not named',
    file: resolve,
    find: '`There is no serversTransport ${qualified}.`',
    replace: "'There is no such serversTransport.'",
    breaks: ['traefik-routing.service-serverstransport.missing-reported'],
  },
  {
    fault: 'pods: serverName has no effect',
    file: podTls,
    find: "return serverName === '' ? host : serverName;",
    replace: "return serverName === '' ? host : host;",
    breaks: ['traefik-routing.servers-transports.server-name'],
  },
  {
    fault: 'pods: serverName is verified, and not asked for',
    file: podTls,
    find: "servername: isIP(name) === 0 ? name : '',",
    replace: "servername: '',",
    breaks: ['traefik-routing.servers-transports.server-name'],
  },
  {
    fault: 'pods: rootCAs have no effect',
    file: podTls,
    find: 'rootCAs.length > 0 || !verifies(transport) ? [...rootCAs] : systemAuthorities()',
    replace: 'systemAuthorities()',
    breaks: ['traefik-routing.servers-transports.root-cas'],
  },
  {
    fault: 'pods: no client certificate is shown',
    file: podTls,
    find: 'cert: certificates.map(({ certificate }) => certificate),\n    key: certificates.map(({ privateKey }) => privateKey),',
    replace: '...(certificates.length < 0 && {}),',
    breaks: ['traefik-routing.servers-transports.certificates'],
  },
  {
    fault: 'pods: peerCertURI has no effect',
    file: podTls,
    find: "peerCertURI !== '' && !urisOf(certificate).includes(peerCertURI)",
    replace: 'urisOf(certificate).length < 0',
    breaks: ['traefik-routing.servers-transports.peer-cert-uri'],
  },
  {
    fault: 'pods: peerCertURI may be the beginning of a URI',
    file: podTls,
    find: '!urisOf(certificate).includes(peerCertURI)',
    replace: '!urisOf(certificate).some((uri) => uri.startsWith(peerCertURI))',
    breaks: ['traefik-routing.servers-transports.peer-cert-uri'],
  },
  {
    fault: 'pods: idle connections are not limited',
    file: upstream,
    find: ': Math.max(maxIdleConnsPerHost, 0);',
    replace: ': Math.max(maxIdleConnsPerHost, 200);',
    breaks: ['traefik-routing.servers-transports.max-idle-conns-per-host'],
  },
  {
    fault: 'pods: dialTimeout has no effect',
    file: upstream,
    find: 'timeout: transport.forwardingTimeouts.dialTimeout',
    replace: 'timeout: 30_000',
    breaks: ['traefik-routing.servers-transports.dial-timeout'],
  },
  {
    fault: 'pods: responseHeaderTimeout has no effect',
    file: upstream,
    find: 'responseHeader: responseHeaderTimeout,',
    replace: 'responseHeader: responseHeaderTimeout && 0,',
    breaks: ['traefik-routing.servers-transports.response-header-timeout'],
  },
  {
    fault: 'pods: responseHeaderTimeout has no effect over HTTP/2',
    file: transmission,
    find: 'if (responseHeaderTimeout === 0 ||',
    replace: 'if (responseHeaderTimeout >= 0 ||',
    breaks: ['traefik-routing.servers-transports.response-header-timeout'],
  },
  {
    fault: 'pods: idleConnTimeout has no effect',
    file: upstream,
    find: 'idle: idleConnTimeout };',
    replace: 'idle: idleConnTimeout && 90_000 };',
    breaks: ['traefik-routing.servers-transports.idle-conn-timeout'],
  },
  {
    fault: 'pods: idleConnTimeout has no effect over HTTP/2',
    file: session,
    find: 'if (idleTimeout === 0 ||',
    replace: 'if (idleTimeout >= 0 ||',
    breaks: ['traefik-routing.servers-transports.idle-conn-timeout'],
  },
  {
    fault: 'pods: readIdleTimeout has no effect',
    file: session,
    find: 'if (readIdleTimeout === 0) return;',
    replace: 'if (readIdleTimeout >= 0) return;',
    breaks: [
      'traefik-routing.servers-transports.read-idle-timeout',
      'traefik-routing.servers-transports.ping-timeout',
    ],
  },
  {
    fault: 'pods: the answer to a ping is waited for without end',
    file: session,
    find: 'if (pingTimeout !== 0)',
    replace: 'if (pingTimeout < 0)',
    breaks: ['traefik-routing.servers-transports.ping-timeout'],
  },
  {
    fault: 'pods: HTTP/2 is not offered',
    file: upstream,
    find: "['h2', 'http/1.1']",
    replace: "['http/1.1']",
    breaks: ['traefik-routing.servers-transports.http2', 'traefik-routing.grpc.tls-to-pods'],
  },
  {
    fault: 'pods: disableHTTP2 has no effect',
    file: upstream,
    find: "origin.startsWith('http:') || transport.disableHTTP2",
    replace: "origin.startsWith('http:')",
    breaks: ['traefik-routing.servers-transports.disable-http2'],
  },
  {
    fault: 'pods: a certificate is not verified where HTTP/2 is agreed on',
    file: connectPod,
    find: 'const fault = tls.fault(socket, hostname);',
    replace: "const fault = socket.alpnProtocol === 'h2' ? undefined : tls.fault(socket, hostname);",
    breaks: ['traefik-routing.tls-to-pods.verified'],
  },

  // What goes over HTTP/2.
  {
    fault: 'pods: trailers of requests are lost over HTTP/2',
    file: transmission,
    find: 'this.#guard(() => stream.sendTrailers(http2Fields(trailers)));',
    replace: 'this.#guard(() => stream.sendTrailers({}));',
    breaks: ['traefik-routing.service-serversscheme.h2c'],
  },
  {
    fault: 'pods: trailers of answers are lost over HTTP/2',
    file: transmission,
    find: 'this.rawTrailers = raw;',
    replace: 'this.rawTrailers = raw && [];',
    breaks: ['traefik-routing.service-serversscheme.h2c', 'traefik-routing.grpc.status'],
  },
  {
    fault: 'pods: the body of an answer goes on before its reader has caught up, and some of it is lost',
    file: transmission,
    find: '    this.#stream?.resume();',
    replace: '    this.#stream?.pause();',
    breaks: ['traefik-routing.service-serversscheme.h2c'],
  },
  {
    fault: 'pods: a request whose client has left goes on over HTTP/2',
    file: transmission,
    find: '    this.#stream?.close(constants.NGHTTP2_CANCEL);\n    this.handler',
    replace: '    this.handler',
    breaks: [
      'traefik-routing.service-serversscheme.h2c',
      'traefik-routing.grpc.cancellation',
      'traefik-routing.grpc.deadline',
    ],
  },
  {
    fault: 'pods: a body is sent over HTTP/2 when it is there as a whole',
    file: transmission,
    find: 'if (this.#stream?.write(chunk) === false) this.request.body?.from.pause();',
    replace: 'this.#stream?.cork();\n    this.#stream?.write(chunk);',
    breaks: ['traefik-routing.grpc.streams', 'traefik-routing.proxying.grpc'],
  },
  {
    fault: 'pods: only some headers go over HTTP/2',
    file: transmission,
    find: "if (name !== 'host') fields.push(name, value);",
    replace: "if (name !== 'host' && !name.startsWith('x-o')) fields.push(name, value);",
    breaks: ['traefik-routing.grpc.metadata'],
  },
  {
    fault: 'pods: one that has died is told of as an answer of its own',
    file: failure,
    find: '      return 502;',
    replace: '      return 500;',
    breaks: ['traefik-routing.grpc.no-pod'],
  },
];
