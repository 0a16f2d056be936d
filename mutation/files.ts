/** Faults in what is taken from files, in how middlewares are named, and in the language of rules. */
import type { Mutation } from './mutations.ts';

const provider = 'reference/file/index.ts';
const listing = 'reference/file/list-files.ts';
const watching = 'reference/file/watch.ts';
const reading = 'reference/file/read-file.ts';
const resolve = 'reference/runtime/resolve.ts';
const middlewares = 'reference/runtime/middleware-table.ts';
const compile = 'reference/rules/compile.ts';
const matchers = 'reference/rules/matchers.ts';

export const fileMutations: readonly Mutation[] = [
  // Which files are read, and when.
  {
    fault: 'folders inside of the directory are not looked into',
    file: listing,
    find: '      if (stats?.isDirectory()) await visit(path, depth + 1);',
    replace: '      if (stats?.isDirectory()) continue;',
    breaks: ['traefik-routing.file-provider.directory'],
  },
  {
    fault: 'hidden files are read',
    file: listing,
    find: `      if (name.startsWith('.')) continue;`,
    replace: '',
    breaks: ['traefik-routing.file-provider.directory'],
  },
  {
    fault: 'files are not watched',
    file: watching,
    find: '      timer = undefined;\n      changed();',
    replace: '',
    breaks: ['traefik-routing.file-provider.watch', 'traefik-routing.file-provider.config-map'],
  },
  {
    fault: 'files are watched always',
    file: provider,
    find: '    if (this.#input.options.watch) {',
    replace: '    if (this.#input !== undefined) {',
    breaks: ['traefik-routing.file-provider.unwatched'],
  },
  {
    fault: 'the last file of a name counts',
    file: provider,
    find: '    const merged = mergeFiles(read);',
    replace: '    const merged = mergeFiles(read.toReversed());',
    breaks: ['traefik-routing.file-provider.same-name'],
  },
  {
    fault: 'files of the same name for something are not told of',
    file: 'reference/file/merge-files.ts',
    find: '        else problems.push(',
    replace: '        else void String(',
    breaks: ['traefik-routing.file-provider.same-name-reported'],
  },
  {
    fault: 'the file provider may have both of its options, or neither',
    file: 'reference/configuration/file-provider.ts',
    find: `  if (file === undefined || (file.filename === '') !== (file.directory === '')) return [];`,
    replace: '  if (file !== null) return [];',
    breaks: ['traefik-routing.file-provider.one-of-both'],
  },

  // What becomes of mistakes.
  {
    fault: 'a file with mistakes takes what was there before away',
    file: provider,
    find: '    if (refused) return { problems: [...problems, keptProblem(path)] };',
    replace: '    if (refused) return { configuration: emptyConfiguration, problems };',
    breaks: ['traefik-routing.file-provider.broken-file', 'traefik-routing.file-provider.removed'],
  },
  {
    fault: 'the other files of the directory are put in force without one that is broken',
    file: provider,
    find: '      else refused = true;',
    replace: '',
    breaks: ['traefik-routing.file-provider.broken-file'],
  },
  {
    fault: 'only the first mistake is named',
    file: reading,
    find: "  const problems = issues.slice(0, mostProblems).map((issue) => problemOf(path, issue, 'error'));",
    replace: "  const problems = issues.slice(0, 1).map((issue) => problemOf(path, issue, 'error'));",
    breaks: ['traefik-routing.file-provider.mistakes-named'],
  },
  {
    fault: 'problems with a file stay when it is mended',
    file: provider,
    find: '      this.problems = problems;',
    replace: '      this.problems = [...this.problems, ...problems];',
    breaks: ['traefik-routing.file-provider.mended-shown'],
  },

  {
    fault: 'a file that has been refused is never read again',
    file: provider,
    find: '      if (!this.#stopped) await this.#read();',
    replace: '      if (!this.#stopped && this.problems.length === 0) await this.#read();',
    breaks: ['traefik-routing.file-provider.mended'],
  },
  {
    fault: 'a file with mistakes keeps the process from starting',
    file: provider,
    find: '    this.#readSoon();\n    await this.#reading;',
    replace: `    this.#readSoon();
    await this.#reading;
    if (this.problems.length > 0) throw new Error('There are mistakes.');`,
    breaks: ['traefik-routing.file-provider.broken-from-the-start'],
  },
  {
    fault: 'a router without its service ends the building of routes',
    file: resolve,
    find: '  if (resolved === undefined) {',
    replace: "  if (resolved === undefined && id === '') {",
    breaks: [
      'traefik-routing.file-provider.missing-service',
      'traefik-routing.file-provider.missing-service-reported',
    ],
  },

  // What stands in files.
  {
    fault: 'services of files have no servers',
    file: 'reference/file/convert-routing.ts',
    find: '      servers,\n',
    replace: '      servers: [],\n',
    breaks: [
      'traefik-routing.file-provider.filename',
      'traefik-routing.file-provider.routers-and-services',
      'traefik-routing.rules.host',
    ],
  },
  {
    fault: 'middlewares of files are left out',
    file: 'reference/file/convert.ts',
    find: `      middlewares: await all('http.middlewares', http.middlewares, convertMiddleware),`,
    replace: '      middlewares: {},',
    breaks: [
      'traefik-routing.file-provider.middlewares',
      'traefik-routing.file-provider.names',
      'traefik-routing.router-middlewares.applied',
      'traefik-routing.router-middlewares.in-order',
      'traefik-routing.entry-point-middlewares.every-router',
    ],
  },
  {
    fault: 'certificates of files are left out',
    file: 'reference/file/convert.ts',
    find: '(await Promise.all(certificates)).filter((certificate) => certificate !== undefined)',
    replace: '[]',
    breaks: [
      'traefik-routing.file-provider.tls-certificates',
      'traefik-routing.file-provider.unreadable-certificate',
    ],
  },
  {
    fault: 'transports of files do not say whom they trust',
    file: 'reference/file/convert-tls.ts',
    find: 'rootCAs: rootCAs.filter((pem) => pem !== undefined)',
    replace: 'rootCAs: []',
    breaks: ['traefik-routing.file-provider.servers-transports'],
  },
  {
    fault: 'TLS options and stores of files are left out',
    file: 'reference/file/merge-files.ts',
    find: `      options: merge('tls.options', ({ tls }) => tls.options),
      stores: merge('tls.stores', ({ tls }) => tls.stores),`,
    replace: '      options: {}, stores: {},',
    breaks: ['traefik-routing.file-provider.tls-options', 'traefik-routing.file-provider.tls-stores'],
  },
  {
    fault: 'one certificate whose file can not be read takes the others with it',
    file: 'reference/file/convert.ts',
    find: '(await Promise.all(certificates)).filter((certificate) => certificate !== undefined)',
    replace: `(await Promise.all(certificates)).some((certificate) => certificate === undefined) ? []
        : (await Promise.all(certificates)).filter((certificate) => certificate !== undefined)`,
    breaks: ['traefik-routing.file-provider.unreadable-certificate'],
  },
  {
    fault: 'a transport is used without the authorities whose files can not be read',
    file: 'reference/file/convert-tls.ts',
    find: '  if (rootCAs.includes(undefined)) return undefined;',
    replace: '',
    breaks: ['traefik-routing.file-provider.unreadable-transport'],
  },
  {
    fault: 'files that can not be read are not told of',
    file: 'reference/file/references.ts',
    find: "    return { kind: 'unreadable', reason, remedy: 'Name a file that this process may read.' };",
    replace: "    return { kind: 'unreadable', reason: 'There is none.', remedy: 'Name another.' };",
    breaks: ['traefik-routing.file-provider.unreadable-reported'],
  },

  {
    fault: 'of a default certificate that is of no use nothing is told',
    file: 'reference/file/convert-tls.ts',
    find: "  const field = reading.part === 'certificate' ? 'certFile' : 'keyFile';",
    replace: `  const field = reading.part === 'certificate' ? 'certFile' : 'keyFile';
  if (option.endsWith('defaultCertificate')) return undefined;`,
    breaks: ['traefik-routing.default-certificate.unusable-reported'],
  },

  // How middlewares are named.
  {
    fault: 'a middleware that is missing is done without',
    file: resolve,
    find: `    if (fault !== undefined) faults.error('middlewares', fault.reason, fault.remedy);`,
    replace: `    if (fault !== undefined) faults.warn('middlewares', fault.reason, fault.remedy);`,
    breaks: [
      'traefik-routing.router-middlewares.missing-disables',
      'traefik-routing.router-middlewares.unqualified',
    ],
  },
  {
    fault: 'members of a chain that are missing are done without',
    file: middlewares,
    find: '        if (fault !== undefined) faults.error(field, fault.reason, fault.remedy);',
    replace: '        if (fault !== undefined) continue;',
    breaks: ['traefik-routing.middlewares.broken'],
  },
  {
    fault: 'middlewares are applied from the last to the first',
    file: resolve,
    find: '  const middlewares = (router.middlewares ?? []).map((name) => qualify(name, id));',
    replace: '  const middlewares = (router.middlewares ?? []).map((name) => qualify(name, id)).reverse();',
    breaks: ['traefik-routing.router-middlewares.in-order'],
  },
  {
    fault: 'an entry point has no middlewares',
    file: 'reference/runtime/built-runtime.ts',
    find: '    return this.state.entryPointMiddlewares.get(entryPoint)?.middlewares ?? [];',
    replace: '    return [].slice(entryPoint.length);',
    breaks: [
      'traefik-routing.entry-point-middlewares.every-router',
      'traefik-routing.entry-point-middlewares.before-own',
    ],
  },
  {
    fault: 'routers are served where a middleware of the entry point is missing',
    file: resolve,
    find: '  const using = listening.filter((name) => !isBroken(name, surroundings));',
    replace: '  const using = listening.filter((name) => !isBroken(name, surroundings) || true);',
    breaks: ['traefik-routing.entry-point-middlewares.missing'],
  },
  {
    fault: 'of middlewares of an entry point that are missing nothing is told',
    file: 'reference/runtime/entry-point-middlewares.ts',
    find: "faults.error('http.middlewares', fault.reason, fault.remedy);",
    replace: "faults.error('http.middlewares', 'Something is missing.', 'Look for it.');",
    breaks: ['traefik-routing.entry-point-middlewares.missing-reported'],
  },

  // Rules.
  {
    fault: 'only the first value of a host matcher counts',
    file: matchers,
    find: `      return { kind: 'host', hosts: someValues(call).map((value) => literalHost(call, value)) };`,
    replace: `      return { kind: 'host', hosts: someValues(call).slice(0, 1).map((value) => literalHost(call, value)) };`,
    breaks: ['traefik-routing.rules.host', 'traefik-routing.rules.host-header'],
  },
  {
    fault: 'one query parameter of several is enough',
    file: compile,
    find: "      return (request) => request.query !== '' && hasParameters(request.query, parameters);",
    replace: `      return (request) =>
        request.query !== '' && parameters.some((parameter) => hasParameters(request.query, [parameter]));`,
    breaks: ['traefik-routing.rules.query'],
  },
  {
    fault: 'headers are compared without case',
    file: compile,
    find: '      return (request) => someHeader(request, name, (found) => found === value);',
    replace: `      return (request) =>
        someHeader(request, name, (found) => found.toLowerCase() === value.toLowerCase());`,
    breaks: ['traefik-routing.rules.headers'],
  },
  {
    fault: 'a header is matched by an expression for nothing but its name',
    file: compile,
    find: '      return (request) => someHeader(request, name, (found) => regexp.test(found));',
    replace: '      return (request) => someHeader(request, name, () => regexp !== undefined);',
    breaks: ['traefik-routing.rules.headers-regexp'],
  },
  {
    fault: 'every client is taken for one that is meant',
    file: compile,
    find: '      return (request) => addresses(request.clientAddress);',
    replace: `      return (request) => addresses(request.clientAddress) || request.method === 'GET';`,
    breaks: ['traefik-routing.rules.client-ip'],
  },
  {
    fault: 'every method is taken for one that is meant',
    file: compile,
    find: '      return (request) => methods.includes(request.method);',
    replace: '      return (request) => methods.length > 0 && request.method.length > 0;',
    breaks: [
      'traefik-routing.rules.method',
      'traefik-routing.rules.and-or',
      'traefik-routing.rules.parentheses',
      'traefik-routing.rules.not',
    ],
  },
  {
    fault: 'an exclamation mark has no effect',
    file: compile,
    find: '      return (request) => !matches(request);',
    replace: '      return (request) => matches(request);',
    breaks: ['traefik-routing.rules.not'],
  },
  {
    fault: 'a rule that does not parse ends the building of routes',
    file: resolve,
    find: '    if (!(error instanceof RuleError)) throw error;',
    replace: '    throw error;',
    breaks: ['traefik-routing.rules.syntax-error'],
  },
];
