/** Faults in what is said of the parts of Ingresses that are left out. */
import type { Mutation } from './mutations.ts';

const controller = 'reference/controller.ts';
const fragment = 'reference/provider/fragment.ts';
const ruleText = 'reference/provider/rule-text.ts';
const backend = 'reference/provider/backend.ts';
const decodeIngress = 'reference/kubernetes/decode-ingress.ts';
const objectStore = 'reference/kubernetes/object-store.ts';

const statement = (name: string) => `traefik-provider.routing-configuration.${name}`;
const everyReason = statement('every-reason');
const unreadable = statement('unreadable-object');

export const problemMutations: readonly Mutation[] = [
  {
    fault: 'a problem is logged each time that problems are found',
    file: 'reference/log/problem-log.ts',
    find: '      if (known.has(key)) continue;\n',
    replace: '',
    breaks: [statement('problem-logged-once'), everyReason, unreadable],
  },
  {
    fault: 'problems are known before they are logged',
    file: 'reference/log/problem-log.ts',
    find: '      if (known.has(key)) continue;\n',
    replace: '      if (known !== undefined) continue;\n',
    breaks: [
      statement('problem-logged'),
      statement('problem-logged-once'),
      everyReason,
      unreadable,
      'traefik-provider.allow-external-name-services.not-allowed-reported',
    ],
  },
  {
    fault: 'problems with certificates are not told',
    file: fragment,
    find: 'problems: [...draft.problems, ...problems],',
    replace: 'problems: draft.problems,',
    breaks: [statement('problem-logged'), statement('problem-shown'), everyReason],
  },
  {
    fault: 'problems with rules are not told',
    file: fragment,
    find: 'problems: [...draft.problems, ...problems],',
    replace: 'problems,',
    breaks: [statement('problem-logged'), statement('problem-shown'), everyReason],
  },
  {
    fault: 'what is wrong with a pattern is told without the pattern',
    file: fragment,
    find: '{mistake}.`,',
    replace: `{mistake && 'The path is not a pattern'}.\`,`,
    breaks: [statement('problem-logged')],
  },
  {
    fault: 'problems with classes are not told',
    file: fragment,
    find: 'problems: problem === undefined ? [] : [problem]',
    replace: 'problems: []',
    breaks: [statement('problem-logged'), everyReason, 'traefik-provider.ingress-class.class-not-readable'],
  },
  {
    fault: 'values of annotations that can not be read are taken for true',
    file: 'reference/provider/annotations.ts',
    find: '  return undefined;\n}',
    replace: '  return make(true);\n}',
    breaks: [everyReason],
  },
  {
    fault: 'problems of Ingresses are not shown',
    file: controller,
    find: '      ...(this.#derivation?.problems ?? []),\n',
    replace: '',
    breaks: [statement('problem-shown'), everyReason],
  },
  {
    fault: 'problems of routers are not shown',
    file: controller,
    find: '      ...(this.#runtime?.problems ?? []),\n',
    replace: '',
    breaks: [everyReason, unreadable],
  },
  {
    fault: 'problems of objects that cannot be read are not shown',
    file: controller,
    find: '      ...(this.#source?.store.problems ?? []),\n',
    replace: '',
    breaks: [unreadable],
  },
  {
    fault: 'nobody looks whether certificates have expired',
    file: 'reference/tls/validity.ts',
    find: 'if (moment > notAfter) {',
    replace: `if (notAfter === '') {`,
    breaks: [everyReason],
  },
  {
    fault: 'an object that could not be read and is deleted is a problem for ever',
    file: objectStore,
    find: '    if (this.#malformed.delete(key)) this.#changed(key);\n    this.#drop(',
    replace: '    this.#drop(',
    breaks: [unreadable],
  },
  {
    fault: 'an object that cannot be read is the end of all reading',
    file: 'reference/kubernetes/decode.ts',
    find: '    if (!(error instanceof Malformed)) throw error;',
    replace: `    if (error instanceof Malformed) return { kind: 'malformed', problem: { severity: 'error', object: { kind, namespace: '', name: '' }, field: '', reason: '', remedy: '' } };\n    if (!(error instanceof Malformed)) throw error;`,
    breaks: [unreadable],
  },
  {
    fault: 'whatever stands there is a path type',
    file: decodeIngress,
    find: `      throw new Malformed(field, 'Exact, Prefix or ImplementationSpecific');`,
    replace: '      return undefined;',
    breaks: [unreadable],
  },
  {
    fault: 'whatever stands there is a host',
    file: ruleText,
    find: `return host === '' || hostName.test(host);`,
    replace: 'return true;',
    breaks: [unreadable],
  },
  {
    fault: 'whatever stands there is a path',
    file: fragment,
    find: `if (path.path !== '' && !path.path.startsWith('/')) {`,
    replace: `if (path.path === '.') {`,
    breaks: [unreadable],
  },
  {
    fault: 'nothing is said of a default backend beside rules',
    file: fragment,
    find: 'if (rules.length > 0 && !this.#sources.options.strictPrefixMatching) {',
    replace: 'if (rules.length > 0) return;\n    if (rules.length > 0) {',
    breaks: [everyReason],
  },
  {
    fault: 'nothing is said of an older Ingress with the same path',
    file: 'reference/provider/shared-rules.ts',
    find: 'return older === undefined ? [] : [problemOf(holder, older)];',
    replace: 'return [];',
    breaks: [everyReason],
  },
  {
    fault: 'nothing is said of an older default backend',
    file: 'reference/provider/default-backends.ts',
    find: 'if (oldest === undefined) return [];',
    replace: 'return [];\n  if (oldest === undefined) return [];',
    breaks: [everyReason],
  },
  {
    fault: 'a port for UDP is taken for one for TCP',
    file: backend,
    find: `return protocol === 'TCP' || protocol === '';`,
    replace: `return protocol !== 'never';`,
    breaks: [everyReason],
  },
];
