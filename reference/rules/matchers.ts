import { isIP } from 'node:net';
import { RE2JS } from 're2js';
import { type IpRanges, ipRanges } from '../addresses/ip-ranges.ts';
import { decodePath, normaliseHost } from '../runtime/facts.ts';
import type { HostPattern, MatcherRule, PathPattern, QueryParameter } from './rule.ts';
import { RuleError } from './rule-error.ts';
import { compileRegexp, cutTemplate, templateRegexp } from './template.ts';

/** `Name(value, …)` as the parser found it. */
export interface MatcherCall {
  /** The whole rule, for errors. */
  readonly rule: string;
  readonly name: string;
  readonly position: number;
  readonly values: readonly Argument[];
  /** Of all regular expressions of the rule so far: see `estimateSize`. */
  readonly expressions: { size: number };
}

export interface Argument {
  readonly text: string;
  readonly position: number;
}

/**
 * What `*` in an Ingress host stands for. Traefik v2 writes it as a group of a HostRegexp; the routing table
 * knows the group by this regexp.
 */
export const wildcardLabel = '[a-zA-Z0-9-]+';

/** @throws {RuleError} where there is no matcher of that name, or a value is not of its kind */
export function readMatcher(call: MatcherCall): MatcherRule {
  switch (call.name) {
    case 'Host':
    case 'HostHeader':
      return { kind: 'host', hosts: someValues(call).map((value) => literalHost(call, value)) };
    case 'HostRegexp':
      return { kind: 'host', hosts: someValues(call).map((value) => hostPattern(call, value)) };
    case 'Path':
      return { kind: 'path', paths: someValues(call).map((value) => pathPattern(call, value)) };
    case 'PathPrefix':
      return { kind: 'pathPrefix', paths: someValues(call).map((value) => pathPattern(call, value)) };
    case 'Method':
      return { kind: 'method', methods: someValues(call).map((value) => method(call, value)) };
    case 'Headers': {
      const [name, value] = nameAndValue(call);
      return { kind: 'header', name: headerName(call, name), value: value.text };
    }
    case 'HeadersRegexp': {
      const [name, value] = nameAndValue(call);
      return {
        kind: 'headerRegexp',
        name: headerName(call, name),
        regexp: compileRegexp(call, value, value.text),
      };
    }
    case 'Query':
      return { kind: 'query', parameters: someValues(call).map((value) => queryParameter(call, value)) };
    case 'ClientIP':
      return { kind: 'clientIP', addresses: clientAddresses(call) };
    default:
      throw new RuleError(call.rule, call.position, unknownMatcher(call.name));
  }
}

const matcherNames = [
  'Host',
  'HostHeader',
  'HostRegexp',
  'Path',
  'PathPrefix',
  'Method',
  'Headers',
  'HeadersRegexp',
  'Query',
  'ClientIP',
];

function unknownMatcher(name: string): string {
  const loose = (text: string) => text.toLowerCase().replace(/s$/, '');
  const near = matcherNames.find((known) => loose(known) === loose(name));
  const advice = near === undefined ? `known are ${matcherNames.join(', ')}` : `write \`${near}\``;
  return `there is no matcher \`${name}\`: ${advice}`;
}

function someValues(call: MatcherCall): readonly Argument[] {
  if (call.values.length === 0) throw new RuleError(call.rule, call.position, `${call.name} needs a value`);
  return call.values;
}

function nameAndValue(call: MatcherCall): [Argument, Argument] {
  const [name, value] = call.values;
  if (name === undefined || value === undefined || call.values.length > 2) {
    throw new RuleError(
      call.rule,
      call.position,
      `${call.name} needs two values, the header's name and its value, and has ${call.values.length}`,
    );
  }
  return [name, value];
}

function literalHost(call: MatcherCall, value: Argument): HostPattern {
  requireAsciiHost(call, value);
  const host = normaliseHost(value.text);
  if (host === undefined || host === '' || /\*|:\d*$/.test(isIP(host) ? '' : value.text)) {
    throw new RuleError(
      call.rule,
      value.position,
      `\`${value.text}\` is not a host name: write it without port, and patterns as HostRegexp`,
    );
  }
  return { kind: 'literal', host };
}

function hostPattern(call: MatcherCall, value: Argument): HostPattern {
  requireAsciiHost(call, value);
  const parts = cutTemplate(call, value);
  const [first, second] = parts;
  if (parts.length <= 1 && first?.kind !== 'group') return literalHost(call, value);
  const parent =
    second?.kind === 'text' ? /^\.([A-Za-z0-9_.-]*[A-Za-z0-9_-])\.?$/.exec(second.text)?.[1] : undefined;
  if (
    parts.length === 2 &&
    first?.kind === 'group' &&
    first.regexp === wildcardLabel &&
    parent !== undefined
  ) {
    return { kind: 'wildcard', parent: parent.toLowerCase() };
  }
  const regexp = templateRegexp(call, value, parts, '[^.]+', RE2JS.CASE_INSENSITIVE);
  return { kind: 'regexp', regexp };
}

function requireAsciiHost(call: MatcherCall, value: Argument): void {
  if (/\P{ASCII}/u.test(value.text)) {
    throw new RuleError(
      call.rule,
      value.position,
      `\`${value.text}\` has characters outside ASCII: write the host in Punycode, as clients send it`,
    );
  }
}

function pathPattern(call: MatcherCall, value: Argument): PathPattern {
  if (!value.text.startsWith('/') && !value.text.startsWith('{')) {
    throw new RuleError(call.rule, value.position, `the path \`${value.text}\` does not start with a slash`);
  }
  const parts = cutTemplate(call, value).map((part) =>
    part.kind === 'text' ? { ...part, text: decodePath(part.text) } : part,
  );
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return { kind: 'literal', path: first.text };
  return { kind: 'regexp', regexp: templateRegexp(call, value, parts, '[^/]+') };
}

/** RFC 9110, section 5.6.2: what methods and header names are made of. */
const httpToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function method(call: MatcherCall, value: Argument): string {
  if (!httpToken.test(value.text)) {
    throw new RuleError(call.rule, value.position, `\`${value.text}\` is not an HTTP method`);
  }
  return value.text.toUpperCase();
}

function headerName(call: MatcherCall, value: Argument): string {
  if (!httpToken.test(value.text)) {
    throw new RuleError(call.rule, value.position, `\`${value.text}\` is not the name of a header`);
  }
  return value.text.toLowerCase();
}

function queryParameter(call: MatcherCall, value: Argument): QueryParameter {
  const equals = value.text.indexOf('=');
  const name = equals < 0 ? value.text : value.text.slice(0, equals);
  if (name === '') {
    throw new RuleError(
      call.rule,
      value.position,
      `\`${value.text}\` is no query parameter: write \`name=value\``,
    );
  }
  return { name, value: equals < 0 ? undefined : value.text.slice(equals + 1) };
}

function clientAddresses(call: MatcherCall): IpRanges {
  const values = someValues(call);
  const wrong = values.find(({ text }) => !/^[0-9A-Fa-f:./]+$/.test(text));
  if (wrong !== undefined) throw noRange(call, wrong);
  try {
    return ipRanges(values.map(({ text }) => text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw noRange(call, values.find(({ text }) => !isRange(text)) ?? { text: '', position: call.position });
  }
}

function noRange(call: MatcherCall, { text, position }: Argument): RuleError {
  const reason = `\`${text}\` is neither an IP address nor a range such as 10.0.0.0/8`;
  return new RuleError(call.rule, position, reason);
}

function isRange(text: string): boolean {
  try {
    ipRanges([text]);
    return true;
  } catch {
    return false;
  }
}
