import type { Assignment } from './assignments.ts';
import { type ConfigurationIssue, notImplementedOption, type Origin, unknownOption } from './issues.ts';
import { environmentName, resolveName, showName, suggestName } from './names.ts';
import type { Members } from './schema.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the variables `TRAEFIK_*` ask for; all others are somebody else's. */
export interface EnvironmentOptions {
  readonly configFile: { readonly path: string; readonly origin: Origin } | undefined;
  readonly assignments: readonly Assignment[];
  readonly issues: readonly ConfigurationIssue[];
}

/**
 * Reads `TRAEFIK_PROVIDERS_KUBERNETESINGRESS_ENDPOINT=…`, in any case. Names of entry points come out in lower
 * case, as variables are upper case by custom and cannot tell.
 */
export function parseEnvironment(members: Members, environment: Environment): EnvironmentOptions {
  let configFile: EnvironmentOptions['configFile'];
  const assignments: Assignment[] = [];
  const issues: ConfigurationIssue[] = [];
  const seen = new Map<string, string>();
  for (const [variable, text] of Object.entries(environment)) {
    const name = /^TRAEFIK_(.+)$/is.exec(variable)?.[1];
    if (name === undefined || text === undefined || isServiceLink(variable, text)) {
      continue;
    }
    const origin: Origin = { kind: 'environment', variable: showName(variable) };
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) {
      const reason = `The same is set by ${twin}: names ignore case.`;
      issues.push({ option: '', origin, reason, remedy: 'Unset one of the two.', suggestion: undefined });
    }
    seen.set(name.toLowerCase(), showName(variable));
    const parts = name.toLowerCase().split('_');
    const meaning = resolveName(members, parts, '_');
    if (meaning.kind === 'unknown') {
      issues.push({ ...unknownOption('', origin), suggestion: suggestName(members, parts, environmentName) });
    } else if (meaning.kind === 'not-implemented') {
      issues.push(notImplementedOption('', origin));
    } else if (meaning.kind === 'locator') {
      configFile = text === '' ? undefined : { path: text, origin };
    } else {
      const target = meaning.node.kind === 'option' ? 'option' : 'section';
      assignments.push({ path: meaning.path, target, text, origin });
    }
  }
  return { configFile, assignments, issues };
}

/**
 * Whether Kubernetes has set the variable: beside a Service named `traefik`, or `traefik-…`, every container of
 * the namespace gets `TRAEFIK_SERVICE_HOST`, `TRAEFIK_PORT_80_TCP` and the like. They are no options.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
function isServiceLink(variable: string, text: string): boolean {
  return (
    /^TRAEFIK_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?)$/.test(variable) ||
    /^TRAEFIK_(?:[A-Z0-9_]+_)?PORT_\d+_(?:TCP|UDP|SCTP)_(?:PROTO|PORT|ADDR)$/.test(variable) ||
    (/^TRAEFIK_(?:[A-Z0-9_]+_)?PORT(?:_\d+_(?:TCP|UDP|SCTP))?$/.test(variable) &&
      /^(?:tcp|udp|sctp):\/\//.test(text))
  );
}
