/** What stands between the words of a step: names of objects, values, versions. */
import { defineParameterType } from '@cucumber/cucumber';
import { parse } from 'yaml';

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

/** `"service1"` in the namespace `default`, or `"production/service1"`. */
defineParameterType({
  name: 'object',
  regexp: /"([^"]*)"/,
  transformer: namespacedName,
  useForSnippets: false,
});

/** `1.21`, or `"v1.27.4+k3s1"` as a distribution reports it. */
defineParameterType({
  name: 'version',
  regexp: /\d+\.\d+|"v[^"]+"/,
  transformer: (text: string) => text.replaceAll('"', ''),
});

/** A value as YAML writes it: `true`, `10s`, `[a, b]`, `"a: b"`. */
defineParameterType({
  name: 'value',
  regexp: /.+/,
  transformer: (text: string) => parse(text),
  useForSnippets: false,
  preferForRegexpMatch: false,
});

/** Whether a pod is ready. */
defineParameterType({
  name: 'ready',
  regexp: /ready|unready/,
  transformer: (text: string) => text === 'ready',
});

/** An instance of several, as the session calls it. */
defineParameterType({
  name: 'ordinal',
  regexp: /first|second/,
  transformer: (text: string) => (text === 'first' ? 'controller' : text),
});

/** One of the four forms of the static configuration. */
defineParameterType({
  name: 'form',
  regexp: /YAML|TOML|flags|environment/,
  transformer: (text: string) => text,
});

export function namespacedName(text: string): NamespacedName {
  const [first = '', second] = text.split('/');
  return second === undefined ? { namespace: 'default', name: first } : { namespace: first, name: second };
}
