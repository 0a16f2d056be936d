// biome-ignore-all lint/suspicious/noTemplateCurlyInString: source text, not a template
/** Faults in where the process listens, how it ends, what it shows of itself, and which requests rules match. */
import type { Mutation } from './mutations.ts';

const listener = 'reference/proxy/listener.ts';
const proxy = 'reference/proxy/proxy.ts';
const log = 'reference/log/log.ts';
const options = 'reference/configuration/options/operations.ts';
const controller = 'reference/controller.ts';
const throttle = 'reference/throttle.ts';
const facts = 'reference/runtime/facts.ts';
const ruleText = 'reference/provider/rule-text.ts';

export const operationMutations: readonly Mutation[] = [
  // Where it listens.
  {
    fault: 'it listens on every address',
    file: listener,
    find: "address.host === '' ? undefined : address.host",
    replace: "address.host === '' ? undefined : undefined",
    breaks: ['traefik-routing.entry-point-address.host-and-port'],
  },
  {
    fault: 'it listens on loopback where it is given a port alone',
    file: listener,
    find: "address.host === '' ? undefined : address.host",
    replace: "address.host === '' ? '127.0.0.1' : address.host",
    breaks: ['traefik-routing.entry-point-address.port'],
  },
  {
    fault: 'one entry point alone has routes',
    file: proxy,
    find: 'for (const entryPoint of entryPoints.values()) entryPoint.use(runtime);',
    replace: "entryPoints.get('web')?.use(runtime);",
    breaks: ['traefik-routing.entry-point-address.several'],
  },
  {
    fault: 'an entry point that cannot listen is not named',
    file: 'reference/start-faults.ts',
    find: 'new StartError(what, `${option} (${error.address})`, remedy',
    replace: 'new StartError(what, error.address, remedy',
    breaks: ['traefik-routing.entry-point-address.port-taken'],
  },

  // How long it waits, and how it ends.
  {
    fault: 'clients may take as long as they like to read',
    file: listener,
    find: 'if (this.#writeTimeout > 0) {',
    replace: 'if (this.#writeTimeout < 0) {',
    breaks: ['traefik-routing.transport.write-timeout'],
  },
  {
    fault: 'idle connections are kept',
    file: listener,
    find: 'keepAliveTimeout: idleTimeout,',
    replace: 'keepAliveTimeout: 0,',
    breaks: ['traefik-routing.transport.idle-timeout'],
  },
  {
    fault: 'no new requests are taken from the signal on',
    file: proxy,
    find: 'if (requestAcceptGraceTimeout > 0) await delay(requestAcceptGraceTimeout);',
    replace: '',
    breaks: ['traefik-routing.transport.accept-grace', 'traefik-routing.ping.terminating'],
  },
  {
    fault: 'requests under way are cut at the end',
    file: proxy,
    find: 'await listener.drain(graceTimeOut);',
    replace: 'await listener.drain(0);',
    breaks: ['traefik-routing.transport.grace'],
  },

  // What it logs.
  {
    fault: 'everything is logged',
    file: log,
    find: 'level: levels[options.level]',
    replace: "level: 'debug'",
    breaks: ['traefik-routing.log.level', 'traefik-routing.log.level-default'],
  },
  {
    fault: 'INFO is logged by default',
    file: options,
    find: "default: 'ERROR',",
    replace: "default: 'INFO',",
    breaks: ['traefik-routing.log.level-default'],
  },
  {
    fault: 'the log is always for people',
    file: log,
    find: "options.format === 'json' ? lines",
    replace: "options.filePath === 'json' ? lines",
    breaks: ['traefik-routing.log.format'],
  },
  {
    fault: 'the log goes to standard output',
    file: log,
    find: 'options.filePath === undefined ? undefined :',
    replace: "options.filePath !== 'never' ? undefined :",
    breaks: ['traefik-routing.log.file'],
  },

  // How often configurations change.
  {
    fault: 'every configuration is put in force at once',
    file: controller,
    find: '    const interval = configuration.providers.providersThrottleDuration;',
    replace: '    const interval = 0;',
    breaks: [
      'traefik-routing.providers-throttle-duration.spacing',
      'traefik-routing.providers-throttle-duration.default',
      'traefik-routing.providers-throttle-duration.last-state',
    ],
  },
  {
    fault: 'configurations are put in force at once by default',
    file: 'reference/configuration/options/providers.ts',
    find: 'default: 2000,',
    replace: 'default: 0,',
    breaks: ['traefik-routing.providers-throttle-duration.default'],
  },
  {
    fault: 'what comes within the duration is lost',
    file: throttle,
    find: 'else cancel = clock.schedule(start, wait);',
    replace: '',
    breaks: ['traefik-routing.providers-throttle-duration.last-state'],
  },

  // Rules.
  {
    fault: 'letters of hosts are compared with their case',
    file: facts,
    find: 'const host = name.toLowerCase();',
    replace: 'const host = name;',
    breaks: ['traefik-routing.rules.host-case'],
  },
  {
    fault: 'a host with a port is none',
    file: facts,
    find: '(?::\\d{0,5})?$/',
    replace: '$/',
    breaks: ['traefik-routing.rules.host-port'],
  },
  {
    fault: 'a dot at the end is part of a host',
    file: facts,
    find: "return header.endsWith('.') ? withoutFinalDot(header) : header;",
    replace: 'return header;',
    breaks: ['traefik-routing.rules.host-final-dot', 'traefik-routing.rules.host-final-dot-in-rule'],
  },
  {
    fault: 'letters of paths are made small',
    file: facts,
    find: '  return decodePath(path);',
    replace: '  return decodePath(path).toLowerCase();',
    breaks: ['traefik-routing.rules.path-case'],
  },
  {
    fault: 'hosts of Ingresses are not looked at',
    file: ruleText,
    find: "else if (host !== '') matchers.push(`Host(${quote(host)})`);",
    replace: '',
    breaks: ['traefik-routing.rules.host-and-path', 'traefik-routing.rules.host-alone'],
  },
  {
    fault: 'paths of Ingresses are not looked at',
    file: ruleText,
    find: 'matchers.push(`PathPrefix(${quote(withoutGroups(path))})`)',
    replace: 'matchers.push(`PathPrefix(\\`/\\`)`)',
    breaks: ['traefik-routing.rules.host-and-path', 'traefik-routing.rules.path-alone'],
  },
  {
    fault: 'a wildcard is taken by its word',
    file: ruleText,
    find: "if (host.startsWith('*.')) matchers.push(`HostRegexp(${quote(wildcardHost(host.slice(2)))})`);",
    replace: "if (host.startsWith('*.')) matchers.push(`Host(${quote(host)})`);",
    breaks: ['traefik-routing.rules.wildcard-host'],
  },
];
