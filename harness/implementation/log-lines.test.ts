import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { says } from './log-lines.ts';

describe('a line of a log', () => {
  const line =
    'time="2026-11-24T22:59:46.281Z" level=error msg="The Service default/app-2 has no port 80, on websecure: `/{a:(`." field="spec.rules[0].http.paths[0].path"';

  for (const words of [
    ['error'],
    ['default/app-2', '80'],
    ['app-2'],
    ['/{a:('],
    ['spec.rules[0].http.paths[0].path'],
    [],
  ]) {
    test(`says ${words.join(' and ') || 'nothing at all'}`, () => assert.ok(says(line, words)));
  }

  for (const [words, reason] of [
    [['81'], 'it is only in the time'],
    [['2026'], 'it is only in the time'],
    [['web'], 'it is part of a word'],
    [['default/app'], 'it is part of a name'],
    [['pp-2'], 'it is part of a name'],
    [['error', 'default/missing'], 'one of them is missing'],
    [['.....'], 'it is no pattern'],
  ] as const) {
    test(`does not say ${words.join(' and ')}: ${reason}`, () => assert.ok(!says(line, words)));
  }
});
