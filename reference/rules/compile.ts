import type { RequestFacts } from '../runtime/runtime.ts';
import { wildcardLabel } from './matchers.ts';
import type { HostPattern, MatcherRule, PathPattern, QueryParameter, Rule } from './rule.ts';

/** True where the request is one that the rule means. Never throws; takes time linear in the request's length. */
export type Matcher = (request: RequestFacts) => boolean;

/** The rule as a function. */
export function compileRule(rule: Rule): Matcher {
  switch (rule.kind) {
    case 'and': {
      const matchers = rule.rules.map(compileRule);
      return (request) => {
        for (const matches of matchers) if (!matches(request)) return false;
        return true;
      };
    }
    case 'or': {
      const matchers = rule.rules.map(compileRule);
      return (request) => {
        for (const matches of matchers) if (matches(request)) return true;
        return false;
      };
    }
    case 'not': {
      const matches = compileRule(rule.rule);
      return (request) => !matches(request);
    }
    default:
      return compileMatcher(rule);
  }
}

/** True for a host whose first label is one that the wildcard stands for; `dot` is where that label ends. */
export function isWildcardLabel(host: string, dot: number): boolean {
  if (dot <= 0) return false;
  for (let index = 0; index < dot; index++) {
    const code = host.charCodeAt(index);
    const allowed =
      (code >= 0x61 && code <= 0x7a) || // a-z; hosts are compared in lower case
      (code >= 0x30 && code <= 0x39) || // 0-9
      code === 0x2d; // -
    if (!allowed) return false;
  }
  return true;
}

/** `*.example.com` as a value of HostRegexp. */
export function wildcardHost(parent: string): string {
  return `{subdomain:${wildcardLabel}}.${parent}`;
}

function compileMatcher(rule: MatcherRule): Matcher {
  switch (rule.kind) {
    case 'host':
      return anyOf(rule.hosts.map(hostMatcher));
    case 'path':
      return anyOf(rule.paths.map(pathMatcher));
    case 'pathPrefix':
      return anyOf(rule.paths.map(prefixMatcher));
    case 'method': {
      const { methods } = rule;
      return (request) => methods.includes(request.method);
    }
    case 'header': {
      const { name, value } = rule;
      return (request) => someHeader(request, name, (found) => found === value);
    }
    case 'headerRegexp': {
      const { name, regexp } = rule;
      return (request) => someHeader(request, name, (found) => regexp.test(found));
    }
    case 'query': {
      const { parameters } = rule;
      return (request) => request.query !== '' && hasParameters(request.query, parameters);
    }
    case 'clientIP': {
      const { addresses } = rule;
      return (request) => addresses(request.clientAddress);
    }
  }
}

function anyOf(matchers: readonly Matcher[]): Matcher {
  const [only] = matchers;
  if (matchers.length === 1 && only !== undefined) return only;
  return (request) => {
    for (const matches of matchers) if (matches(request)) return true;
    return false;
  };
}

function hostMatcher(pattern: HostPattern): Matcher {
  switch (pattern.kind) {
    case 'literal': {
      const { host } = pattern;
      return (request) => request.host === host;
    }
    case 'wildcard': {
      const suffix = `.${pattern.parent}`;
      return ({ host }) => host.endsWith(suffix) && isWildcardLabel(host, host.length - suffix.length);
    }
    case 'regexp': {
      const { regexp } = pattern;
      return (request) => regexp.testExact(request.host);
    }
  }
}

function pathMatcher(pattern: PathPattern): Matcher {
  if (pattern.kind === 'literal') {
    const { path } = pattern;
    return (request) => request.path === path;
  }
  const { regexp } = pattern;
  return (request) => regexp.testExact(request.path);
}

function prefixMatcher(pattern: PathPattern): Matcher {
  if (pattern.kind === 'literal') {
    const { path } = pattern;
    return (request) => request.path.startsWith(path);
  }
  const { regexp } = pattern;
  return (request) => regexp.test(request.path);
}

function someHeader(request: RequestFacts, name: string, test: (value: string) => boolean): boolean {
  // Header names come from clients: `constructor` must not find what every object inherits.
  const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined;
  if (value === undefined) return false;
  return typeof value === 'string' ? test(value) : value.some(test);
}

function hasParameters(query: string, parameters: readonly QueryParameter[]): boolean {
  const given = new URLSearchParams(query);
  return parameters.every(({ name, value }) =>
    value === undefined ? given.has(name) : given.getAll(name).includes(value),
  );
}
