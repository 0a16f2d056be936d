/** What an implementation must have that comes from outside: each problem names the field, what is expected, and what is there. */
import { capabilities } from '../../reports/catalogue/catalogue.ts';
import { nearest } from '../../reports/catalogue/nearest.ts';

/** Of the implementation; none where it is one. */
export function problemsOf(given: unknown): readonly string[] {
  if (typeof given !== 'object' || given === null) {
    return [`it must be an object with the fields of Implementation, and is ${told(given)}`];
  }
  return problemsIn(given, {
    name: required('a string that is not empty', isName),
    version: required('a string', isText),
    kind: optional('a string that is not empty', isName),
    ingressClass: required('an object with the strings "controller" and "annotation"', isIngressClass),
    documentOptions: optional('a Map of options by ids of documents', (value) => value instanceof Map),
    command: optional('a list of strings, the program first', isCommand),
    start: required('a function', isFunction),
    capabilities: capabilitiesField,
  });
}

/** Of what `start` gave. */
export function problemsOfRunning(given: unknown): readonly string[] {
  if (typeof given !== 'object' || given === null) {
    return [`it must be an object with the methods of Running, and is ${told(given)}`];
  }
  const method = required('a function', isFunction);
  return problemsIn(given, {
    address: method,
    dynamicConfiguration: method,
    log: method,
    reopenLogs: method,
    stop: method,
  });
}

/** What is wrong with a value, as the end of "x must …"; undefined where nothing is. */
type Field = (value: unknown) => string | undefined;

function problemsIn(given: object, fields: Readonly<Record<string, Field>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const problem = field((given as Readonly<Record<string, unknown>>)[name]);
    return problem === undefined ? [] : [`"${name}" must ${problem}`];
  });
}

function required(expected: string, accepts: (value: unknown) => boolean): Field {
  return (value) => (accepts(value) ? undefined : `be ${expected}, and is ${told(value)}`);
}

function optional(expected: string, accepts: (value: unknown) => boolean): Field {
  const field = required(expected, accepts);
  return (value) => (value === undefined ? undefined : field(value));
}

function capabilitiesField(value: unknown): string | undefined {
  if (!(value instanceof Set || Array.isArray(value))) {
    return `be a Set of names of capabilities, and is ${told(value)}`;
  }
  const unknown = [...value].find((name) => !(typeof name === 'string' && Object.hasOwn(capabilities, name)));
  if (unknown === undefined) return undefined;
  const known = Object.keys(capabilities);
  const meant = typeof unknown === 'string' ? nearest(unknown, known) : undefined;
  const remedy = meant === undefined ? `those are ${known.join(', ')}` : `did you mean "${meant}"?`;
  return `hold names of capabilities, and holds ${told(unknown)}: ${remedy}`;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isCommand(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

function isIngressClass(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'controller' in value && isText(value.controller) && 'annotation' in value && isText(value.annotation)
  );
}

/** What is there, briefly: it may be anything. */
function told(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'function') return 'a function';
  return Array.isArray(value) ? 'a list' : `an object of ${value.constructor?.name ?? 'no class'}`;
}
