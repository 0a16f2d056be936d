import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { boundedWork } from '../bounded-work.fixture.ts';
import type { RequestFacts } from '../runtime/runtime.ts';
import { compileRule } from './compile.ts';
import { parseRule } from './parser.ts';
import { RuleError } from './rule-error.ts';

/** Milliseconds that a rule may take to be read, compiled and matched. */
const most = 50;

const requests: readonly RequestFacts[] = ['/', '/aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '*'].map((path) => ({
  method: 'GET',
  host: 'aaaaaaaaaaaaaaaa.example.com',
  path,
  query: 'a=1&b=%zz&a',
  headers: { 'x-kind': 'a'.repeat(40) },
  clientAddress: '127.0.0.1',
}));

const words = [
  ...['Host', 'HostHeader', 'HostRegexp', 'Path', 'PathPrefix', 'Method', 'Headers', 'HeadersRegexp'],
  ...['Query', 'ClientIP', 'Hots', '(', ')', '(`', '`)', '`,`', '`', '"', '("', '")', '\\', ',', '&&', '||'],
  ...[
    '!',
    '{',
    '}',
    '{a:',
    ':',
    '/',
    '(a*)*',
    '[a-z]+',
    '{2,3}',
    '{1000}',
    '*',
    '.*',
    '|',
    'é',
    '\u{1f600}',
    ' ',
  ],
  ...[
    '10.0.0.0/8',
    '::1',
    'example.com',
    'GET',
    'a=1',
    'x-kind',
    '\u0000',
    '\ud800',
    '\n',
    "'",
    '&',
    '\\x41',
  ],
];

const calls = [
  ...['Host(`example.com`)', 'HostRegexp(`{a:[a-z]+}.example.com`)', 'Path(`/{a:.*}`)', 'Query(`a=1`)'],
  ...[
    'PathPrefix(`/{a:(a*)*}`)',
    'HeadersRegexp(`x-kind`, `^(a+)+$`)',
    'ClientIP(`127.0.0.1`)',
    'Method("GET")',
  ],
];

/** Texts by themselves, what is nearly a rule, and rules with a fault in them. */
const text = fc.oneof(
  fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc
    .array(fc.constantFrom(...calls, '&&', '||', '!', '(', ')', ' '), { maxLength: 9 })
    .map((pieces) => pieces.join('')),
  fc
    .tuple(fc.constantFrom(...calls), fc.nat(40), fc.constantFrom(...words), fc.nat(2))
    .map(([call, at, word, length]) => call.slice(0, at) + word + call.slice(at + length)),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

test('any text is a rule that can be matched, or a RuleError with a place in it, soon', () => {
  let rules = 0;
  fc.assert(
    fc.property(text, (rule) => {
      if (boundedWork(most, () => judge(rule), rule)) rules++;
    }),
    { numRuns: 100_000 },
  );
  // What is never a rule would prove little.
  assert.ok(rules > 3_000, `only ${rules} texts were rules`);
});

test('long rules are read soon as well', () => {
  const filled = (start: string, unit: string, end: string, length: number): string =>
    start + unit.repeat((length - start.length - end.length) / unit.length) + end;
  for (const [start, unit, end] of [
    ['Host(`a`', ',`a.b`', ')'],
    ['HostRegexp(`a`', ',`{x:a*}`', ')'],
    ['PathPrefix(`/`', ',`/{x:(a{30}){10}}`', ')'],
    ['PathPrefix(`/{x:', '(a{1000}b){2}', '}`)'],
    ['Path(`/{x:a', '\\pL', '}`)'],
    ['HostRegexp(`{x:a', '(?i)[\\pL\\pN]', '}`)'],
    ['Path(`/{x:a', '|a', '}`)'],
    ['Path(`/{x:', '(', '}`)'],
    ['Path(`/', '{a}', '`)'],
    ['Path(`/', '{a:{', '`)'],
    ['HeadersRegexp(`a`, `', '.*', '`)'],
    ['ClientIP(`::1`', ',`::1`', ')'],
    ['Query(`a=1`', ',`a=1`', ')'],
    ['Method(`GET`) ', '&& Method(`GET`)', ''],
    ['', '!', 'Method(`GET`)'],
    ['', '(', ''],
    ['"', '\\u0041', '"'],
  ] as const) {
    for (const length of [2_000, 16_000, 65_536]) {
      const rule = filled(start, unit, end, length);
      boundedWork(most, () => judge(rule), `${start}${unit}… of ${length} characters`);
    }
  }
});

/** Whether it is a rule. */
function judge(rule: string): boolean {
  try {
    const matches = compileRule(parseRule(rule));
    for (const request of requests) matches(request);
    return true;
  } catch (error) {
    assert.ok(error instanceof RuleError, String(error));
    assert.ok(error.position >= 0 && error.position <= rule.length);
    return false;
  }
}
