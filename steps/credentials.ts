/** Clients that say who they are. */
import assert from 'node:assert/strict';
import { Then, When } from '@cucumber/cucumber';
import { basicCredentials, digestCredentials, readDigestChallenge } from '../harness/scenario/credentials.ts';
import { valuesOf } from '../harness/traffic/raw-answer.ts';
import type { ConformanceWorld } from './world.ts';

When(
  'the client asks for {string} as {string} with the password {string}',
  async function (this: ConformanceWorld, url: string, name: string, password: string) {
    await this.clients.get(url, [['Authorization', basicCredentials(name, password)]]);
  },
);

Then('the answer asks for a digest in the realm {string}', function (this: ConformanceWorld, realm: string) {
  assert.equal(readDigestChallenge(challenge(this)).realm, realm);
});

/** For the URL that it asked for last, as the answer asks for. */
When(
  'the client asks again, with the digest of {string} and the password {string}',
  async function (this: ConformanceWorld, name: string, password: string) {
    const { url, target } = this.clients.asked();
    const credentials = digestCredentials(readDigestChallenge(challenge(this)), { name, password, target });
    await this.clients.get(url, [['Authorization', credentials]]);
  },
);

When('the client sends the same digest again', async function (this: ConformanceWorld) {
  const { url, fields } = this.clients.asked();
  await this.clients.get(url, fields);
});

function challenge(world: ConformanceWorld): string {
  const [header = ''] = valuesOf(world.clients.answer().headers, 'WWW-Authenticate');
  return header;
}
