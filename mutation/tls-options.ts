/** Faults in how TLS and HTTP/2 are spoken with clients: options, whose they are, the default certificate. */
import type { Mutation } from './mutations.ts';

const profile = 'reference/runtime/tls-profile.ts';
const options = 'reference/runtime/tls-options.ts';
const bindings = 'reference/runtime/tls-bindings.ts';
const claims = 'reference/runtime/tls-claims.ts';
const state = 'reference/runtime/tls-state.ts';
const terminator = 'reference/proxy/tls-terminator.ts';
const handshakes = 'reference/proxy/handshake-server.ts';
const clientCertificates = 'reference/proxy/client-certificates.ts';
const takenHosts = 'reference/proxy/taken-hosts.ts';
const sessions = 'reference/proxy/http2-sessions.ts';
const opening = 'reference/proxy/opening.ts';

export const tlsOptionMutations: readonly Mutation[] = [
  // Versions and algorithms.
  {
    fault: 'TLS 1.0 is spoken by default',
    file: profile,
    find: "  const { minVersion, maxVersion = 'VersionTLS13' } = options;",
    replace: `  const { maxVersion = 'VersionTLS13' } = options;
  const minVersion = options.minVersion === 'VersionTLS12' ? 'VersionTLS10' : options.minVersion;`,
    breaks: ['traefik-routing.tls-options.min-version-default'],
  },
  {
    fault: 'minVersion is not looked at',
    file: profile,
    find: '    minVersion: nameOf[minVersion],',
    replace: "    minVersion: nameOf[minVersion] && 'TLSv1.2',",
    breaks: ['traefik-routing.tls-options.min-version', 'traefik-routing.router-tls-options.by-server-name'],
  },
  {
    fault: 'maxVersion is not looked at',
    file: profile,
    find: '    maxVersion: nameOf[maxVersion],',
    replace: "    maxVersion: nameOf[maxVersion] && 'TLSv1.3',",
    breaks: ['traefik-routing.tls-options.max-version'],
  },
  {
    fault: 'cipherSuites are not looked at',
    file: profile,
    find: '    ciphers: cipherList(suites, old),',
    replace: '    ciphers: cipherList(suites.slice(0, 0), old),',
    breaks: ['traefik-routing.tls-options.cipher-suites'],
  },
  {
    fault: 'curvePreferences are not looked at',
    file: profile,
    find: "    curves: curves.length === 0 ? undefined : curves.join(':'),",
    replace: '    curves: curves.length === 0 ? undefined : undefined,',
    breaks: ['traefik-routing.tls-options.curve-preferences'],
  },
  {
    fault: 'nothing is said of options of no use',
    file: profile,
    find: '  return { profile: faults.some(({ fatal }) => fatal) ? undefined : profile, faults };',
    replace: '  return { profile: faults.some(({ fatal }) => fatal) ? undefined : profile, faults: [] };',
    breaks: ['traefik-routing.tls-options.unusable-reported'],
  },
  {
    fault: 'options of no use are taken for what is left of them',
    file: profile,
    find: '  return { profile: faults.some(({ fatal }) => fatal) ? undefined : profile, faults };',
    replace: "  return { profile: { ...profile, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' }, faults };",
    breaks: ['traefik-routing.tls-options.unusable'],
  },

  // Who is admitted.
  {
    fault: 'sniStrict is not looked at',
    file: terminator,
    find: 'profile.sniStrict && ',
    replace: 'profile.sniStrict && serverName === "never" && ',
    breaks: ['traefik-routing.tls-options.sni-strict'],
  },
  {
    fault: 'clients without a certificate are admitted',
    file: clientCertificates,
    find: "return certificate === 'optional';",
    replace: 'return true;',
    breaks: ['traefik-routing.tls-options.client-auth'],
  },
  {
    fault: 'certificates of clients are not verified',
    file: clientCertificates,
    find: '  return !verified || socket.authorized;',
    replace: '  return !verified || socket !== undefined;',
    breaks: ['traefik-routing.tls-options.client-auth'],
  },
  {
    fault: 'every client must have a certificate that is verified',
    file: handshakes,
    find: "      rejectUnauthorized: certificate === 'required' && verified,",
    replace: "      rejectUnauthorized: certificate !== 'none' || verified,",
    breaks: ['traefik-routing.tls-options.client-auth'],
  },
  {
    fault: 'connections go on after certificates have been asked for',
    file: takenHosts,
    find: "  return now.clientAuth.certificate === 'none' || ",
    replace: "  return now.clientAuth.certificate !== 'never' || ",
    breaks: ['traefik-routing.tls-options.client-auth-added'],
  },

  // Whose options they are.
  {
    fault: 'the options of an Ingress are not bound to its hosts',
    file: bindings,
    find: '    if (exact !== undefined) return exact.options;',
    replace: '    if (exact !== undefined) return defaultOptions;',
    breaks: [
      'traefik-routing.router-tls-options.by-server-name',
      'traefik-routing.router-tls-options.unknown',
      'traefik-routing.tls-options.entry-point',
    ],
  },
  {
    fault: 'of different options for a host the first ones apply',
    file: bindings,
    find: 'others.length > 0 ? defaultOptions : options',
    replace: 'others.length > 99 ? defaultOptions : options',
    breaks: ['traefik-routing.router-tls-options.conflict'],
  },
  {
    fault: 'of different options for a host the last ones apply',
    file: bindings,
    find: 'others.length > 0 ? defaultOptions : options',
    replace: 'others.at(-1) ?? options',
    breaks: ['traefik-routing.router-tls-options.conflict'],
  },
  {
    fault: 'different options for a host are not told of',
    file: bindings,
    find: 'if (optionsIn(claims).size > 1)',
    replace: 'if (optionsIn(claims).size > 99)',
    breaks: ['traefik-routing.router-tls-options.conflict-reported'],
  },
  {
    fault: 'a request for a host with other options is served',
    file: takenHosts,
    find: '  return (host) => {\n',
    replace: '  return (host) => {\n    if (host !== terms.serverName) return true;\n',
    breaks: ['traefik-routing.router-tls-options.misdirected'],
  },
  {
    fault: 'options that do not exist are the default ones',
    file: options,
    find: 'return this.#options.get(name)?.profile;\n    return',
    replace:
      'return this.#options.has(name) ? this.#options.get(name)?.profile : builtInProfile;\n    return',
    breaks: ['traefik-routing.router-tls-options.unknown'],
  },
  {
    fault: 'options that do not exist are not told of',
    file: claims,
    find: '  if (surroundings.tlsOptions.has(options)) return;',
    replace: "  if (surroundings.tlsOptions.has(options) || options !== '') return;",
    breaks: ['traefik-routing.router-tls-options.unknown-reported'],
  },
  {
    fault: 'options called default are like any other',
    file: options,
    find: '    this.#default = defaultsAmong(options)[0];',
    replace: '    this.#default = defaultsAmong(options)[99];',
    breaks: ['traefik-routing.tls-options.default'],
  },
  {
    fault: 'the options of an entry point are not looked at',
    file: claims,
    find: 'optionsName(entryPointTlsOptions[entryPoint], id)',
    replace: 'optionsName(entryPointTlsOptions[entryPoint] && undefined, id)',
    breaks: ['traefik-routing.tls-options.entry-point', 'traefik-routing.tls-options.min-version'],
  },
  {
    fault: 'the options of an entry point are those of its routers with TLS of their own too',
    file: claims,
    find: 'const options = own ?? general;',
    replace: 'const options = general ?? own;',
    breaks: ['traefik-routing.tls-options.entry-point'],
  },

  // The default certificate.
  {
    fault: 'the default certificate of the store is not presented',
    file: terminator,
    find: 'table.defaultCertificate ?? selfSigned',
    replace: 'selfSigned',
    breaks: ['traefik-routing.default-certificate.from-store'],
  },
  {
    fault: 'the default certificate is that of the beginning',
    file: state,
    find: '  return before !== undefined && before.fingerprint === now?.fingerprint ? before : now;',
    replace: '  return before ?? now;',
    breaks: ['traefik-routing.default-certificate.from-store'],
  },
  {
    fault: 'the default certificate of the store comes before those that have the name',
    file: terminator,
    find: '          return certificate && ',
    replace: '          return this.#input.table().defaultCertificate === undefined && certificate && ',
    breaks: ['traefik-routing.default-certificate.others-first'],
  },

  // HTTP/2.
  {
    fault: 'HTTP/2 is not agreed on',
    file: handshakes,
    find: '.filter((protocol) => protocol !==',
    replace: ".filter((protocol) => protocol !== 'h2' && protocol !==",
    breaks: ['traefik-routing.tls-options.alpn', 'traefik-routing.http2.over-tls'],
  },
  {
    fault: 'alpnProtocols are not looked at',
    file: profile,
    find: '    alpnProtocols: spoken(options.alpnProtocols, faults),',
    replace: "    alpnProtocols: ['h2', 'http/1.1'].concat(spoken(options.alpnProtocols, faults)),",
    breaks: ['traefik-routing.tls-options.alpn-protocols'],
  },
  {
    fault: 'HTTP/2 is not recognised without TLS',
    file: opening,
    find: '  return length < preface.length ? bytes.length + 1 : http2;',
    replace: '  return length < preface.length ? bytes.length + 1 : http1;',
    breaks: ['traefik-routing.http2.prior-knowledge'],
  },
  {
    fault: 'maxConcurrentStreams is not looked at',
    file: sessions,
    find: '        maxConcurrentStreams: input.maxConcurrentStreams,',
    replace: '        maxConcurrentStreams: input.maxConcurrentStreams && 77,',
    breaks: ['traefik-routing.http2.max-concurrent-streams'],
  },
  {
    fault: 'HTTP/2 is cut when the controller stops',
    file: sessions,
    find: 'for (const session of this.#sessions.keys()) leave(session);',
    replace: 'for (const session of this.#sessions.keys()) session.destroy();',
    breaks: ['traefik-routing.http2.graceful-end'],
  },
  {
    fault: 'only the first protocol of a list is looked at',
    file: 'reference/proxy/upgrade-request.ts',
    find: '/(?:^|,)\\s*(?:h2|http\\/|tls\\/)/i',
    replace: '/^\\s*(?:h2|http\\/|tls\\/)/i',
    breaks: ['traefik-routing.http2.no-upgrade-in-list'],
  },
];
