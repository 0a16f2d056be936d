/** Certificates: what Secrets hold, and what is presented in handshakes. */
import assert from 'node:assert/strict';
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber';
import { addSolver, removeSolver } from '../harness/scenario/cert-manager.ts';
import {
  expectCommonName,
  expectDefaultCertificate,
  expectPresents,
  type Flaw,
  presentedBy,
  putFlawedSecret,
  putTlsSecret,
  renewTlsSecret,
  type Validity,
} from '../harness/scenario/certificates.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** What is wrong with a Secret. */
defineParameterType({
  name: 'flaw',
  regexp:
    /without a certificate|without a key|whose certificate does not parse|whose key does not parse|whose key is too weak for TLS|with the key of another/,
  transformer: (text: string) => text as Flaw,
});

/** When a certificate is valid, where that is not now. */
defineParameterType({
  name: 'validity',
  regexp: /that has expired|that is not valid yet/,
  transformer: (text: string): Validity =>
    text === 'that has expired'
      ? { notBefore: new Date('2020-01-01'), notAfter: new Date('2020-02-01') }
      : { notBefore: new Date('2100-01-01'), notAfter: new Date('2100-02-01') },
});

Given(
  'the TLS Secret {object} for {string} {validity}',
  async function (this: ConformanceWorld, secret: NamespacedName, hosts: string, validity: Validity) {
    await putTlsSecret(this.session, secret, listOf(hosts), validity);
  },
);

/** Names between commas; the certificate is one of the scenario's own authority. */
Given('the TLS Secret {object} for {string}', putSecret);
When('the TLS Secret {object} for {string} is created', putSecret);
When('the TLS Secret {object} is changed to one for {string}', putSecret);

async function putSecret(this: ConformanceWorld, secret: NamespacedName, hosts: string): Promise<void> {
  await putTlsSecret(this.session, secret, listOf(hosts));
}

When('the TLS Secret {object} is renewed', async function (this: ConformanceWorld, secret: NamespacedName) {
  await renewTlsSecret(this.session, secret);
});

Given('the TLS Secret {object} for {string} {flaw}', putFlawed);
When('the TLS Secret {object} is changed to one for {string} {flaw}', putFlawed);

async function putFlawed(
  this: ConformanceWorld,
  secret: NamespacedName,
  hosts: string,
  flaw: Flaw,
): Promise<void> {
  await putFlawedSecret(this.session, secret, listOf(hosts), flaw);
}

/** To a client that trusts the scenario's authority. */
Then(
  '{string} presents the certificate of the Secret {object}',
  async function (this: ConformanceWorld, url: string, secret: NamespacedName) {
    await expectPresents(this.session, url, secret);
  },
);

Then(
  '{string} presents the certificate of the Secret {object} through the {ordinal} controller',
  async function (this: ConformanceWorld, url: string, secret: NamespacedName, controller: string) {
    await expectPresents(this.session, url, secret, controller);
  },
);

Then('{string} presents the default certificate', async function (this: ConformanceWorld, url: string) {
  await expectDefaultCertificate(this.session, url);
});

Then(
  '{string} presents a certificate with the common name {string}',
  async function (this: ConformanceWorld, url: string, name: string) {
    const { commonName } = await presentedBy(this.session, url);
    assert.equal(commonName, name);
  },
);

/** By and by, as a change of the dynamic configuration makes it. */
Then(
  '{string} comes to present a certificate with the common name {string}',
  async function (this: ConformanceWorld, url: string, name: string) {
    await expectCommonName(this.session, url, name);
  },
);

When('cert-manager adds a solver for {string} with the token {string}', startSolver);

async function startSolver(this: ConformanceWorld, host: string, token: string): Promise<void> {
  this.pods.set(solver, [...(await addSolver(this.session, host, token))]);
}

When('cert-manager removes the solver', async function (this: ConformanceWorld) {
  await removeSolver(this.session, this.pods.get(solver) ?? []);
  this.pods.delete(solver);
});

const solver = 'default/cm-acme-http-solver';

function listOf(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
