/** Faults in TLS: which certificate is presented, which routers are for HTTPS, and what instances share. */
import type { Mutation } from './mutations.ts';

const index = 'reference/runtime/certificate-index.ts';
const placements = 'reference/runtime/placements.ts';
const resolve = 'reference/runtime/resolve.ts';
const fragment = 'reference/provider/fragment.ts';
const secrets = 'reference/provider/certificates.ts';
const annotations = 'reference/provider/annotations.ts';
const schema = 'reference/provider/annotation-schema.ts';
const proxy = 'reference/proxy/proxy.ts';
const terminator = 'reference/proxy/tls-terminator.ts';

export const tlsMutations: readonly Mutation[] = [
  {
    fault: 'keys that TLS does not take are presented',
    file: 'reference/tls/certificate.ts',
    find: '  if (!isAccepted(certificate, privateKey)) {',
    replace: `  if (!isAccepted(certificate, privateKey) && certificate === '') {`,
    breaks: ['traefik-routing.certificates-management.secret-too-weak'],
  },
  // Which certificate is presented.
  {
    fault: 'no certificate is found by its name',
    file: index,
    find: '    const name = normaliseServerName(serverName);',
    replace: `    const name = normaliseServerName(serverName) + '.never';`,
    breaks: [
      'traefik-provider.enabling.secret-followed',
      'traefik-provider.lets-encrypt.certificate-used',
      'traefik-provider.lets-encrypt.certificate-renewed',
      'traefik-routing.certificates-management.loaded',
      'traefik-routing.tls-by-annotation.certificate',
    ],
  },
  {
    fault: 'the certificate that a name was given first is presented for ever',
    file: terminator,
    find: '    const certificate = this.#input.certificates().find(serverName);',
    replace: `    const seen = (Object(this).seen ??= new Map());
    const certificate = seen.get(serverName) ?? this.#input.certificates().find(serverName);
    seen.set(serverName, certificate);`,
    breaks: [
      'traefik-provider.enabling.secret-followed',
      'traefik-provider.lets-encrypt.certificate-renewed',
      'traefik-routing.certificates-management.changed',
    ],
  },
  {
    fault: 'Secrets are not followed',
    file: 'reference/provider/deriver.ts',
    find: '      for (const dependent of this.#dependents.of(key)) outdated.add(dependent);',
    replace: `      if (key.startsWith('Secret/')) continue;
      for (const dependent of this.#dependents.of(key)) outdated.add(dependent);`,
    breaks: [
      'traefik-provider.enabling.secret-followed',
      'traefik-provider.lets-encrypt.certificate-used',
      'traefik-provider.lets-encrypt.certificate-renewed',
      'traefik-routing.certificates-management.changed',
    ],
  },
  {
    fault: 'wildcards of certificates are not looked at',
    file: index,
    find: '    return wildcard === undefined ? undefined : this.#byName.get(wildcard)?.[0];',
    replace: '    return undefined;',
    breaks: [
      'traefik-routing.certificates-management.wildcard',
      'traefik-routing.certificates-management.shared',
      'traefik-routing.certificates-management.exact-name-first',
    ],
  },
  {
    fault: 'wildcards of certificates cover any number of labels',
    file: index,
    find: '    return wildcard === undefined ? undefined : this.#byName.get(wildcard)?.[0];',
    replace: `    if (wildcard === undefined) return undefined;
    return this.#byName.get(wildcard)?.[0] ?? this.find(name.slice(name.indexOf('.') + 1));`,
    breaks: ['traefik-routing.certificates-management.wildcard'],
  },
  {
    fault: 'wildcards of certificates come before exact names',
    file: index,
    find: '    if (exact !== undefined) return exact;',
    replace: `    if (exact !== undefined && !this.#byName.has(wildcardFor(name) ?? '')) return exact;`,
    breaks: ['traefik-routing.certificates-management.exact-name-first'],
  },
  {
    fault: 'any certificate does where none has the name',
    file: index,
    find: '    return wildcard === undefined ? undefined : this.#byName.get(wildcard)?.[0];',
    replace: `    return this.#byName.get(wildcard ?? '')?.[0] ?? [...this][0];`,
    breaks: [
      'traefik-provider.enabling.secret-followed',
      'traefik-routing.certificates-management.default-certificate',
    ],
  },
  {
    fault: 'the default certificate has another name',
    file: 'reference/tls/default-certificate.ts',
    find: `'TRAEFIK DEFAULT CERT'`,
    replace: `'DEFAULT'`,
    breaks: ['traefik-routing.certificates-management.default-certificate-name'],
  },

  // What Secrets are read, and what becomes of those that are of no use.
  {
    fault: 'a Secret is looked for in another namespace too',
    file: secrets,
    find: `reader.get('Secret', ingress.metadata.namespace, secretName)`,
    replace: `reader.get('Secret', ingress.metadata.namespace, secretName) ?? reader.get('Secret', 'production', secretName)`,
    breaks: ['traefik-routing.certificates-management.own-namespace'],
  },
  {
    fault: 'a Secret of no use takes the routes with it',
    file: fragment,
    find: '    routers: draft.namedRouters(),',
    replace: '    routers: problems.length > 0 ? [] : draft.namedRouters(),',
    breaks: [
      'traefik-routing.certificates-management.secret-missing',
      'traefik-routing.certificates-management.secret-incomplete',
      'traefik-routing.certificates-management.secret-unparsable',
    ],
  },
  {
    fault: 'what is wrong with a Secret is not told',
    file: fragment,
    find: 'problems: [...draft.problems, ...problems],',
    replace: 'problems: draft.problems,',
    breaks: ['traefik-routing.certificates-management.secret-fault-reported'],
  },
  {
    fault: 'naming a Secret makes an Ingress an HTTPS one',
    file: fragment,
    find: '      ...(tls !== undefined && { tls }),',
    replace: '      ...((tls !== undefined || this.#ingress.tls.length > 0) && { tls: tls ?? {} }),',
    breaks: ['traefik-routing.certificates-management.not-https-by-itself'],
  },

  // Which routers are for HTTPS.
  {
    fault: 'http.tls of entry points is not looked at',
    file: placements,
    find: ' || httpsEntryPoints.includes(entryPoint)',
    replace: '',
    breaks: [
      'traefik-routing.tls-by-entry-point.every-router',
      'traefik-routing.tls-by-entry-point.https-only',
    ],
  },
  {
    fault: 'http.tls of one entry point is that of all',
    file: placements,
    find: ' || httpsEntryPoints.includes(entryPoint)',
    replace: ' || httpsEntryPoints.length > 0',
    breaks: ['traefik-routing.tls-by-entry-point.other-entry-points'],
  },
  {
    fault: 'the annotation router.tls is not looked at',
    file: annotations,
    find: '({ tls: on ? tls : undefined })',
    replace: '({ tls: on ? undefined : undefined })',
    breaks: [
      'traefik-routing.router-tls.https-served',
      'traefik-routing.router-tls.https-only',
      'traefik-routing.tls-by-annotation.this-ingress',
      'traefik-routing.routers-tls.one-port',
    ],
  },
  {
    fault: 'the annotation router.tls makes a router one for HTTPS whatever its value',
    file: annotations,
    find: '({ tls: on ? tls : undefined })',
    replace: '({ tls: on ? tls : {} })',
    breaks: ['traefik-routing.router-tls.false-is-http'],
  },
  {
    fault: 'routers with and without TLS answer requests of both kinds',
    file: proxy,
    find: '        table: (overTls) => (overTls ? tls : plain),',
    replace: `        table: () => ({ find: (request) => plain.find(request) ?? tls.find(request) }),`,
    breaks: [
      'traefik-routing.router-tls.https-only',
      'traefik-routing.tls-by-entry-point.https-only',
      'traefik-routing.tls-by-annotation.https-only',
      'traefik-routing.tls-by-annotation.others-stay-http',
      'traefik-routing.routers-tls.https-router',
      'traefik-routing.routers-tls.http-router',
    ],
  },
  {
    fault: 'TLS is not told from plain HTTP',
    file: 'reference/proxy/opening.ts',
    find: 'bytes[0] === tlsHandshake',
    replace: 'bytes[0] === 0',
    breaks: ['traefik-routing.routers-tls.one-port', 'traefik-provider.lets-encrypt.certificate-used'],
  },

  // Entry points of an Ingress.
  {
    fault: 'the annotation router.entrypoints is not looked at',
    file: annotations,
    find: '({ entryPoints: list(value) })',
    replace: '({ entryPoints: value === value ? undefined : [] })',
    breaks: [
      'traefik-routing.router-entrypoints.listed-only',
      'traefik-routing.router-entrypoints.unknown-reported',
      'traefik-routing.router-entrypoints.none-left',
    ],
  },
  {
    fault: 'without a list the first entry point alone is used',
    file: resolve,
    find: 'router.entryPoints.length === 0) return entryPoints;',
    replace: 'router.entryPoints.length === 0) return entryPoints.slice(0, 1);',
    breaks: ['traefik-routing.router-entrypoints.default-all'],
  },
  {
    fault: 'an entry point that does not exist disables the router',
    file: resolve,
    find: `faults.omit('entryPoints',`,
    replace: `faults.error('entryPoints',`,
    breaks: ['traefik-routing.router-entrypoints.unknown-beside-known'],
  },
  {
    fault: 'a router without an entry point that exists is on all of them',
    file: resolve,
    find: `  if (using.length === 0) faults.error(`,
    replace: `  if (using.length === 0) return entryPoints;\n  if (using.length < 0) faults.error(`,
    breaks: ['traefik-routing.router-entrypoints.none-left'],
  },

  // Annotations that are mistaken.
  {
    fault: 'annotations that are mistaken are passed over',
    file: schema,
    find: '  if (first !== undefined) return',
    replace: '  if (first !== undefined && others.length > 99) return',
    breaks: [
      'traefik-routing.annotations-on-ingress.invalid-value',
      'traefik-routing.annotations-on-ingress.invalid-value-reported',
      'traefik-routing.annotations-on-ingress.unknown-annotation',
    ],
  },
  {
    fault: 'names of annotations have case',
    file: schema,
    find: 'const whole = annotation.toLowerCase();',
    replace: 'const whole = annotation;',
    breaks: ['traefik-routing.annotations-on-ingress.names-ignore-case'],
  },

  // Several instances, one after the other, and what cert-manager needs.
  {
    fault: 'one instance of a process follows the cluster, the others do not',
    file: 'reference/controller.ts',
    find: '    if (cluster === undefined) return;',
    replace: `    if (cluster === undefined || (Object(globalThis).followers = (Object(globalThis).followers ?? 0) + 1) > 1) return;`,
    breaks: ['traefik-provider.lets-encrypt.same-routes-on-each-instance'],
  },
  {
    fault: 'when one instance of a process has stopped, the others follow the cluster no more',
    file: 'reference/controller.ts',
    find: `    await this.#operations?.close();
  }

  #putInForce(): void {
`,
    replace: `    await this.#operations?.close();
    Object(globalThis).stopped = true;
  }

  #putInForce(): void {
    if (Object(globalThis).stopped) return;
`,
    breaks: ['traefik-provider.lets-encrypt.instances-independent'],
  },
  {
    fault: 'what is there at the start is not served until it changes',
    file: 'reference/provider/deriver.ts',
    find: `      return new Set([...store.list('Ingress')].map(keyOf));`,
    replace: `      return new Set([...store.list('Ingress')].slice(0, 0).map(keyOf));`,
    breaks: ['traefik-provider.lets-encrypt.nothing-kept', 'traefik-provider.enabling.existing-ingress'],
  },
  {
    fault: 'the shortest rule of a host serves it',
    file: 'reference/runtime/candidate.ts',
    find: '  if (a.priority !== b.priority) return a.priority > b.priority;',
    replace: '  if (a.priority !== b.priority) return a.priority < b.priority;',
    breaks: ['traefik-provider.lets-encrypt.solver-ingress'],
  },
];
