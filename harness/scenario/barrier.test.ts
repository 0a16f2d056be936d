import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { labelsMatching } from './barrier.ts';

describe('labels that a selector lets through', () => {
  const cases: readonly (readonly [selector: string, labels: Record<string, string>])[] = [
    ['', {}],
    ['app=traefik', { app: 'traefik' }],
    ['app == traefik', { app: 'traefik' }],
    ['app=', { app: '' }],
    ['app!=traefik', {}],
    ['app != traefik', {}],
    ['app in (a, b)', { app: 'a' }],
    ['app notin (a,b)', {}],
    ['app', { app: 'any' }],
    ['!app', {}],
    ['example.com/app=a,tier in (x,y),!legacy,team', { 'example.com/app': 'a', tier: 'x', team: 'any' }],
    ['app,app=a', { app: 'a' }],
    ['app=a,app', { app: 'a' }],
  ];
  for (const [selector, labels] of cases) {
    test(`"${selector}"`, () => assert.deepEqual(labelsMatching(selector), labels));
  }
});
