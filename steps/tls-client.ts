/** Clients that choose what they offer in handshakes, and what comes of it. */
import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expectField } from '../harness/scenario/raw-clients.ts';
import { onlyReceived } from '../harness/scenario/received.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/**
 * Rows: `versions` (`1.2`, `1.2 to 1.3`), `ciphers` and `curves` (as OpenSSL names them), `protocols`, `server name`
 * (in place of the URL's host), `certificate` (`of the authority`, `of another authority`, `none`).
 */
Given('a TLS client that offers:', offer);
When('the TLS client offers:', offer);

async function offer(this: ConformanceWorld, properties: DataTable): Promise<void> {
  await this.tlsClient.offer(properties.rowsHash());
}

Then(
  'the TLS client reaches the Service {object} with {string}',
  async function (this: ConformanceWorld, service: NamespacedName, url: string) {
    await this.tlsClient.expectReaches(url, service);
  },
);

/** On a version, a cipher, a curve or a protocol. */
Then(
  'the TLS client agrees on {string} with {string}',
  async function (this: ConformanceWorld, what: string, url: string) {
    await this.tlsClient.expectAgreement(url, what);
  },
);

Then(
  'the TLS client is answered with {int} by {string}',
  async function (this: ConformanceWorld, status: number, url: string) {
    await this.tlsClient.expectStatus(url, status);
  },
);

/** In its handshake, or at once behind it: TLS 1.3 lets clients be done before they are refused. */
Then('the TLS client is refused by {string}', async function (this: ConformanceWorld, url: string) {
  await this.tlsClient.expectRefusal(url);
});

/** By and by, as a change of the dynamic configuration makes it. */
Then('the TLS client comes to be refused by {string}', async function (this: ConformanceWorld, url: string) {
  await this.tlsClient.expectRefusalInTheEnd(url);
});

/** In PEM, without its delimiters and line ends. */
Then(
  'the pod has received the certificate of the TLS client in the header {string}',
  async function (this: ConformanceWorld, name: string) {
    expectField((await onlyReceived(this.allPods())).headers, name, this.tlsClient.certificate());
  },
);
