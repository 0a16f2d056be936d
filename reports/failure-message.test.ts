import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestStepResultStatus } from '@cucumber/messages';
import { failureMessage } from './failure-message.ts';

function messageOf(type: string, message: string, stackTrace: string): string {
  return failureMessage(
    {
      status: TestStepResultStatus.FAILED,
      duration: { seconds: 0, nanos: 0 },
      message: stackTrace,
      exception: { type, message, stackTrace },
    },
    '/home/me/project',
  );
}

describe('the message of a failure', () => {
  it("is the error's, with the first place in the project", () => {
    const trace = [
      'AssertionError: Expected 200',
      '    + expected - actual',
      '    at check (node:internal/assert:1:2)',
      '    at request (/home/me/project/node_modules/undici/index.js:3:4)',
      '    at World.<anonymous> (file:///home/me/project/steps/traffic.ts:41:11)',
      '    at other (file:///home/me/project/steps/world.ts:1:1)',
    ].join('\n');
    assert.equal(
      messageOf('AssertionError', 'Expected 200\n', trace),
      'Expected 200\n    at steps/traffic.ts:41:11',
    );
  });

  it('names the type of an error that no expectation throws', () => {
    assert.equal(
      messageOf('TypeError', 'x is undefined', 'TypeError: x is undefined'),
      'TypeError: x is undefined',
    );
  });

  it('goes on with the causes', () => {
    const trace = [
      'Error: fetch failed',
      '    at async steps/a.ts:1:2',
      'Caused by: Error: connect ECONNREFUSED 127.0.0.1:1',
      '    at TCPConnectWrap.afterConnect (node:net:1:2)',
    ].join('\n');
    assert.equal(
      messageOf('Error', 'fetch failed', trace),
      'fetch failed\n    at steps/a.ts:1:2\nCaused by: Error: connect ECONNREFUSED 127.0.0.1:1',
    );
  });

  it('is what cucumber says where there is no exception', () => {
    const result = { status: TestStepResultStatus.FAILED, duration: { seconds: 0, nanos: 0 } };
    assert.equal(failureMessage({ ...result, message: 'Error: first time' }, '/'), 'Error: first time');
    assert.equal(failureMessage(result, '/'), '');
  });
});
