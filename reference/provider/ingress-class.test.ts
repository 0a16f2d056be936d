import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { IngressClass } from '../kubernetes/objects.ts';
import { derive } from './deriver.ts';
import { defaultOptions, ingress, ingressClass, MemoryStore } from './testing.ts';

const annotated = (value: string) => ({
  metadata: { annotations: { 'kubernetes.io/ingress.class': value } },
});
const named = (ingressClassName: string, annotation = '') => ({ ingressClassName, ...annotated(annotation) });

interface Case {
  readonly title: string;
  readonly is: ReturnType<typeof annotated> | ReturnType<typeof named> | Record<string, never>;
  readonly option?: string;
  readonly classes?: readonly IngressClass[];
  readonly classesAvailable?: boolean;
  /** Undefined: it is processed. */
  readonly reason?: RegExp;
  /** It is a mistake too, rather than another controller's. */
  readonly problem?: RegExp;
}

const ours = ingressClass('ours');
const foreign = ingressClass('foreign', 'example.com/other');

const cases: Readonly<Record<string, readonly Case[]>> = {
  'no option': [
    { title: 'no annotation', is: {} },
    { title: 'an empty annotation', is: annotated('') },
    { title: 'traefik', is: annotated('traefik') },
    {
      title: 'another value',
      is: annotated('nginx'),
      reason: /annotation kubernetes.io\/ingress.class is nginx/,
    },
    { title: 'another case', is: annotated('Traefik'), reason: /is Traefik/ },
  ],
  'with the option': [
    {
      title: 'no annotation',
      is: {},
      option: 'mine',
      reason: /has no class, and this controller takes mine/,
    },
    { title: 'an empty annotation', is: annotated(''), option: 'mine', reason: /has no class/ },
    { title: 'traefik', is: annotated('traefik'), option: 'mine', reason: /is traefik/ },
    { title: 'the same value', is: annotated('mine'), option: 'mine' },
    { title: 'a longer value', is: annotated('mine2'), option: 'mine', reason: /is mine2/ },
  ],
  ingressClassName: [
    { title: 'a class of ours', is: named('ours'), classes: [ours] },
    {
      title: 'a class of another controller',
      is: named('foreign'),
      classes: [foreign],
      reason: /example.com\/other/,
    },
    {
      title: 'a class that is missing',
      is: named('ours'),
      classes: [foreign],
      reason: /no IngressClass ours/,
      problem: /no IngressClass ours/,
    },
    {
      title: 'the option’s class, missing',
      is: named('ours'),
      option: 'ours',
      reason: /no IngressClass ours/,
      problem: /no IngressClass ours/,
    },
    { title: 'an annotation for somebody else', is: named('ours', 'nginx'), classes: [ours] },
    {
      title: 'an annotation for us',
      is: named('foreign', 'traefik'),
      classes: [foreign],
      reason: /belongs to/,
    },
    { title: 'the class of the option', is: named('ours'), classes: [ours], option: 'ours' },
    {
      title: 'another class',
      is: named('ours'),
      classes: [ours],
      option: 'mine',
      reason: /takes mine alone/,
    },
    {
      title: 'another class, annotated',
      is: named('ours', 'mine'),
      classes: [ours],
      option: 'mine',
      reason: /mine/,
    },
    {
      title: 'the option’s class, foreign',
      is: named('foreign'),
      classes: [foreign],
      option: 'foreign',
      reason: /other/,
    },
  ],
  'before Kubernetes 1.18': [
    { title: 'a class that is missing', is: named('ours'), classesAvailable: false },
    { title: 'the annotation', is: named('ours', 'nginx'), classesAvailable: false, reason: /is nginx/ },
  ],
};

for (const [title, rows] of Object.entries(cases)) {
  suite(title, () => {
    for (const {
      title: row,
      is,
      option = '',
      classes = [],
      classesAvailable = true,
      reason,
      problem,
    } of rows) {
      test(`${row}${option === '' ? '' : `, option ${option}`}: ${reason === undefined ? '' : 'not '}processed`, () => {
        const store = new MemoryStore(ingress('web', is), ...classes);
        const options = {
          ...defaultOptions,
          ingressClass: option,
          ingressClassesAvailable: classesAvailable,
        };
        const { processed, unprocessed, problems } = derive(store, options);
        assert.equal(processed.length, reason === undefined ? 1 : 0);
        assert.equal(unprocessed.length, reason === undefined ? 0 : 1);
        if (reason !== undefined) assert.match(unprocessed[0]?.reason ?? '', reason);
        assert.equal(problems.length, problem === undefined ? 0 : 1);
        if (problem !== undefined) assert.match(problems[0]?.reason ?? '', problem);
      });
    }
  });
}
