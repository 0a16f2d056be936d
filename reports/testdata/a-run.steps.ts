/** The steps of `a-run.feature`: they do what it says and nothing else. */
import assert from 'node:assert/strict';
import { After, Before, Given, Then, When } from '@cucumber/cucumber';
import { evidenceMediaType, notApplicableMediaType } from '../attachments.ts';

let tries = 0;

Before({ name: 'start the cluster' }, () => undefined);
Before({ name: 'start the implementation', tags: '@unprepared' }, () => {
  throw new Error('port 80 is taken');
});
After(() => undefined);

Given('a cluster', () => undefined);
When('a thing is done', () => undefined);
Then('it passes', () => undefined);
Then('it fails with the request {string}', function (request: string) {
  this.attach(JSON.stringify({ title: 'Request', text: request }), evidenceMediaType);
  assert.equal(404, 200, 'Expected 200, got 404');
});
Then('it fails with a cause', () => {
  throw new Error('fetch failed', { cause: new Error('connection refused') });
});
Then('{word} is answered {int}', (path: string, status: number) => {
  assert.equal(status, 200, `${path} was answered ${status}`);
});
Given('the log can be read', function () {
  this.attach('the log cannot be read', notApplicableMediaType);
  return 'skipped';
});
Then('it is ambiguous', () => undefined);
Then(/^it is amb/, () => undefined);
Then('it is pending', () => 'pending');
Then('it passes at the second attempt', () => {
  tries += 1;
  assert.equal(tries, 2, `attempt ${tries}`);
});
Then('the table', (_table: unknown) => undefined);
Then('the text', (_text: string) => undefined);

class ClusterError extends Error {
  override readonly name = 'ClusterError';
}
Given('the cluster refuses an object', () => {
  throw new ClusterError('spec: Required value');
});
