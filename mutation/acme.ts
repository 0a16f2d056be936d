/** Faults in how certificates are obtained from an ACME server: which, how, when, and where they are kept. */
import type { Mutation } from './mutations.ts';

const annotations = 'reference/provider/annotations.ts';
const demand = 'reference/acme/demand.ts';
const challenges = 'reference/acme/challenges.ts';
const resolver = 'reference/acme/resolver.ts';
const storage = 'reference/acme/storage.ts';
const acme = 'reference/acme/acme.ts';

export const acmeMutations: readonly Mutation[] = [
  // Which certificates are asked for.
  {
    fault: 'the annotation router.tls.certresolver is not looked at',
    file: annotations,
    find: '{ tls: { ...tls, certResolver: value } }',
    replace: '{ tls: { ...tls } }',
    breaks: [
      'traefik-provider.lets-encrypt.single-instance',
      'traefik-routing.router-tls-certresolver.certificate-obtained',
      'traefik-routing.router-tls-certresolver.unknown-resolver-reported',
    ],
  },
  {
    fault: 'only the first host that a resolver is asked for gets a certificate',
    file: demand,
    find: '        if (!this.#wanted.has(set.id)) this',
    replace: '        if (this.#wanted.size === 0) this',
    breaks: [
      'traefik-routing.router-tls-certresolver.domains-from-host',
      'traefik-routing.router-tls-domains.several',
    ],
  },
  {
    fault: 'the domains of an Ingress are not looked at',
    file: demand,
    find: '  const sets = given.length > 0 ? given : main',
    replace: '  const sets = given.length < 0 ? given : main',
    breaks: [
      'traefik-routing.router-tls-domains.main',
      'traefik-routing.router-tls-domains.sans',
      'traefik-routing.router-tls-domains.several',
      'traefik-routing.acme.entry-point-domains',
    ],
  },
  {
    fault: 'the resolver of an entry point is not looked at',
    file: demand,
    find: '    if (!tls?.certResolver || ',
    replace: '    if (tls?.certResolver || ',
    breaks: ['traefik-routing.acme.entry-point-resolver'],
  },
  {
    fault: 'alternative names are not asked for',
    file: demand,
    find: '    const set = domainsOf(main, sans);',
    replace: '    const set = domainsOf(main, []);',
    breaks: ['traefik-routing.router-tls-domains.sans'],
  },
  {
    fault: 'the hosts of the rules are asked for beside the domains',
    file: demand,
    find: '    const set = domainsOf(main, sans);',
    replace: '    const set = domainsOf(main, [...sans, ...hosts()]);',
    breaks: ['traefik-routing.router-tls-domains.main'],
  },
  {
    fault: 'what is asked of a resolver that does not exist takes the routes with it',
    file: 'reference/provider/fragment.ts',
    find: '    routers: draft.namedRouters(),',
    replace: `    routers: draft.namedRouters().filter(({ router }) => router.tls?.certResolver !== 'other'),`,
    breaks: ['traefik-routing.router-tls-certresolver.unknown-resolver'],
  },
  {
    fault: 'a resolver that does not exist is not told of',
    file: acme,
    find: '    this.#demandProblems = problems;',
    replace: '    this.#demandProblems = problems.slice(0, 0);',
    breaks: ['traefik-routing.router-tls-certresolver.unknown-resolver-reported'],
  },
  {
    fault: 'names that have a certificate are asked for again',
    file: acme,
    find: '        : Date.parse(certificate.notAfter);',
    replace: '        : Number.NEGATIVE_INFINITY;',
    breaks: ['traefik-routing.acme.covered'],
  },

  // How control of a name is shown.
  {
    fault: 'HTTP-01 is not answered',
    file: challenges,
    find: '    if (authorization === undefined) return false;',
    replace: '    if (authorization === undefined || authorization.length > 0) return false;',
    breaks: [
      'traefik-provider.lets-encrypt.single-instance',
      'traefik-routing.acme.http-challenge',
      'traefik-routing.router-tls-certresolver.certificate-obtained',
    ],
  },
  {
    fault: 'HTTP-01 is answered after the routers, on no entry point',
    file: acme,
    find: '    return this.#httpEntryPoints.has(entryPoint) ? this.challenges.handle : undefined;',
    replace: `    return this.#httpEntryPoints.has(entryPoint + '?') ? this.challenges.handle : undefined;`,
    breaks: ['traefik-routing.acme.http-challenge'],
  },
  {
    fault: 'every challenge is taken for one of the resolver',
    file: challenges,
    find: `    if (this.#authorizations.size === 0) return false;
    const { url = '', method } = request;`,
    replace: `    const { url = '', method } = request;
    if (url.startsWith(path) && !this.#authorizations.has(url.slice(path.length))) {
      response.writeHead(404).end();
      return true;
    }`,
    breaks: ['traefik-routing.acme.other-challenges'],
  },
  {
    fault: 'TLS-ALPN-01 is not answered',
    file: 'reference/proxy/tls-terminator.ts',
    find: 'hello?.alpnProtocols.includes(acmeProtocol)',
    replace: `hello?.alpnProtocols.includes(acmeProtocol + '?')`,
    breaks: ['traefik-routing.acme.tls-challenge'],
  },

  // What is kept, and what becomes of it.
  {
    fault: 'certificates are not kept',
    file: acme,
    find: '    save: (certificates) => save({ certificates }),',
    replace: '    save: async () => {},',
    breaks: ['traefik-routing.acme.storage'],
  },
  {
    fault: 'what is kept is not used',
    file: acme,
    find: '    certificates: content.certificates,',
    replace: '    certificates: [],',
    breaks: ['traefik-routing.acme.storage', 'traefik-routing.acme.renewal'],
  },
  {
    fault: 'the storage file can be read by others',
    file: storage,
    find: 'const ownerOnly = 0o600;',
    replace: 'const ownerOnly = 0o644;',
    breaks: ['traefik-routing.acme.storage-mode'],
  },
  {
    fault: 'a storage file that others can read is used',
    file: storage,
    find: '      if ((mode & ~ownerOnly) !== 0) {',
    replace: '      if (mode < 0) {',
    breaks: ['traefik-routing.acme.storage-readable'],
  },
  {
    fault: 'certificates are never renewed',
    file: resolver,
    find: '(certificate) => renewalTime(certificate, plan)',
    replace: '() => Number.POSITIVE_INFINITY',
    breaks: ['traefik-routing.acme.renewal'],
  },
  {
    fault: 'certificates are renewed at any time',
    file: resolver,
    find: '(certificate) => renewalTime(certificate, plan)',
    replace: '() => Number.NEGATIVE_INFINITY',
    breaks: ['traefik-routing.acme.renewal'],
  },
  {
    fault: 'what could not be obtained is not tried again',
    file: resolver,
    find: '      attempts.failures++;',
    replace: '      attempts.failures += 1000;',
    breaks: ['traefik-routing.acme.tried-again'],
  },
  {
    fault: 'without a certificate of the resolver the routes are not served',
    file: 'reference/provider/fragment.ts',
    find: '    routers: draft.namedRouters(),',
    replace:
      '    routers: draft.namedRouters().filter(({ router }) => router.tls?.certResolver === undefined),',
    breaks: [
      'traefik-routing.acme.away',
      'traefik-routing.router-tls-certresolver.default-certificate-meanwhile',
      'traefik-routing.acme.http-challenge',
    ],
  },
  {
    fault: 'the default certificate that is obtained is not presented',
    file: acme,
    find: 'byDefault === undefined ? parts :',
    replace: 'byDefault !== wanted ? parts :',
    breaks: ['traefik-routing.acme.default-generated'],
  },
  {
    fault: 'what is obtained is presented after a restart only',
    file: 'reference/controller.ts',
    find: '{ acme: this.#acme.parts }',
    replace: '{ acme: (Object(this).first ??= this.#acme.parts) }',
    breaks: ['traefik-routing.acme.http-challenge', 'traefik-routing.acme.renewal'],
  },
];
