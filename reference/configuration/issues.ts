/** Where in the user's input something stands. */
export type Origin =
  | { readonly kind: 'file'; readonly path: string; readonly line: number; readonly column: number }
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'environment'; readonly variable: string }
  /** Nobody wrote it: a default, or something that is missing. */
  | { readonly kind: 'none' };

/** One thing that is wrong with, or remarkable about, the static configuration. Never holds a secret. */
export interface ConfigurationIssue {
  /** The option's name as in a file (`providers.kubernetesIngress.endpoint`); empty where it is about no one option. */
  readonly option: string;
  readonly origin: Origin;
  /** What is wrong: a whole sentence. */
  readonly reason: string;
  /** What to do about it: a whole sentence. */
  readonly remedy: string;
  /** The known name that was probably meant, spelled as in the source at hand. */
  readonly suggestion: string | undefined;
}

/** The static configuration cannot be used. `message` is made for a terminal; `issues` hold the same as data. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly issues: readonly ConfigurationIssue[];

  constructor(issues: readonly ConfigurationIssue[]) {
    super(headline(issues.length) + issues.map((issue) => `\n\n${describeIssue(issue)}`).join(''));
    this.issues = issues;
  }
}

/** An issue as a paragraph for a terminal: where, what is wrong, what to do. */
export function describeIssue(issue: ConfigurationIssue): string {
  const where = [issue.option, describeOrigin(issue.origin)].filter((part) => part !== '').join(', ');
  const suggestion = issue.suggestion === undefined ? [] : [`Did you mean ${issue.suggestion}?`];
  const lines = [issue.reason, ...suggestion, issue.remedy].filter((line) => line !== '');
  return where === '' ? lines.join('\n') : [`${where}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

/** `/etc/traefik/traefik.yml:3:5`, `flag --ping`, `environment variable TRAEFIK_PING`, or nothing. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return `${origin.path}:${origin.line}:${origin.column}`;
    case 'flag':
      return `flag ${origin.flag}`;
    case 'environment':
      return `environment variable ${origin.variable}`;
    case 'none':
      return '';
  }
}

/** Text from the user as it may stand in a message: quoted, control characters escaped, cut short. */
export function quote(text: string): string {
  const limit = 120;
  return JSON.stringify(text.length > limit ? `${text.slice(0, limit)}…` : text);
}

/** Where all options of the static configuration are told. */
export const staticList = '--help lists all options';

/**
 * The issue of a name that is in no schema; the suggestion is the caller's.
 *
 * @param list where all options are told
 */
export function unknownOption(option: string, origin: Origin, list = staticList): ConfigurationIssue {
  const remedy = `Correct the name or take it out; ${list}.`;
  return { option, origin, reason: 'There is no such option.', remedy, suggestion: undefined };
}

/** The issue of a name that Traefik would know. */
export function notImplementedOption(option: string, origin: Origin, list = staticList): ConfigurationIssue {
  return {
    option,
    origin,
    reason: 'This option is known to Traefik v2.10, but not implemented by this reference.',
    remedy: `Take it out; ${list} that are implemented.`,
    suggestion: undefined,
  };
}

function headline(count: number): string {
  return count === 1
    ? 'The static configuration cannot be used.'
    : `The static configuration cannot be used: ${count} problems.`;
}
