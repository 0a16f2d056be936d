/** Certificates that the controller obtains from an ACME server, and the file in which it keeps them. */
import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import type { ConformanceWorld } from './world.ts';

/** One that the controller trusts, and which looks for every name at the controller's entry points. */
Given('an ACME server', async function (this: ConformanceWorld) {
  return (await this.acme.start())
    ? undefined
    : this.notApplicable('the ACME server pebble is not on the PATH');
});

Given('the ACME server is away', goAway);
When('the ACME server goes away', goAway);

async function goAway(this: ConformanceWorld): Promise<void> {
  await this.acme.goAway();
}

When('the ACME server comes back', async function (this: ConformanceWorld) {
  await this.acme.comeBack();
});

/** Names between commas: those, and no other. */
Then(
  '{string} presents a certificate of the ACME server for {string}',
  async function (this: ConformanceWorld, url: string, names: string) {
    await this.acme.expectCertificate(
      url,
      names.split(',').map((name) => name.trim()),
    );
  },
);

Then('{string} presents the same certificate as before', presentsSame);
Then('{string} presents the certificate in the storage file', presentsSame);

async function presentsSame(this: ConformanceWorld, url: string): Promise<void> {
  await this.acme.expectSameCertificate(url);
}

/** As the other one presented last. */
Then(
  '{string} presents the same certificate as {string}',
  async function (this: ConformanceWorld, url: string, other: string) {
    await this.acme.expectSameCertificate(url, other);
  },
);

/** Port 80 of the names leads to the entry point `web`, port 443 to `websecure`. */
Then(
  'the ACME server has looked at port {int} and not at port {int}',
  function (this: ConformanceWorld, one: number, other: number) {
    const { http, https } = this.acme.looks;
    const looks = new Map([
      [80, http],
      [443, https],
    ]);
    assert.ok((looks.get(one) ?? 0) > 0, `It has not looked at port ${one}.`);
    assert.equal(looks.get(other), 0, `It has looked at port ${other}.`);
  },
);

/** Behind another certificate, whose order began later. */
Then('the ACME server has not asked for {string}', function (this: ConformanceWorld, name: string) {
  assert.equal(this.acme.asked(name), 0);
});

Given('a storage file with mode {word}', async function (this: ConformanceWorld, mode: string) {
  await this.acme.makeStorage(Number.parseInt(mode, 8));
});

Given(
  'a storage file in which {string} has a certificate for {string} with {int} days left',
  async function (this: ConformanceWorld, resolver: string, host: string, days: number) {
    await this.acme.storeCertificate(resolver, host, days);
  },
);

Then('the storage file has mode {word}', async function (this: ConformanceWorld, mode: string) {
  assert.equal((await this.acme.storageMode()).toString(8), mode);
});
