/** How the implementation finds its cluster, and what it shows there to be known and trusted. */
import { Given, Then, When } from '@cucumber/cucumber';
import { parse } from 'yaml';
import {
  expectAnswered,
  expectConnectionsWithoutRequest,
  expectErrorNaming,
  expectEveryRequestBy,
  expectNotContacted,
  expectRefusalLogged,
} from '../harness/scenario/api-expectations.ts';
import { hasKubectl } from '../harness/scenario/kubectl-proxy.ts';
import type { ConformanceWorld } from './world.ts';

/** In place of HTTP, with a certificate authority of its own. */
Given('the API server serves HTTPS', function (this: ConformanceWorld) {
  this.session.useHttps();
});

/** It then refuses whoever has no token or client certificate that it knows. */
Given(
  'the API server accepts the token {string} of the user {string}',
  async function (this: ConformanceWorld, token: string, user: string) {
    await this.session.acceptToken({ token, user });
  },
);

When(
  'the API server no longer accepts the token {string}',
  async function (this: ConformanceWorld, token: string) {
    (await this.session.ownCluster()).server.tokens.revoke(token);
  },
);

/** As `${<user>.certificate}` and `${<user>.key}`. */
Given('a client certificate of the user {string}', function (this: ConformanceWorld, user: string) {
  this.session.useHttps();
  this.session.useAuthentication();
  this.session.access.defineClientCertificate(user);
});

/** As `${other.…}`: over HTTPS, with an authority of its own, open to everybody. There is nothing in it. */
Given('another cluster', function (this: ConformanceWorld) {
  this.session.access.defineCluster('other', () => this.session.otherCluster());
});

/** With the variables of a pod, and a service account's token and certificate authority mounted. */
Given('the controller runs in a pod', function (this: ConformanceWorld) {
  this.session.useHttps();
  this.session.useAuthentication();
  this.session.access.place = 'pod';
});

/** Without any variable that leads to a cluster. */
Given('the controller runs outside of the cluster', function (this: ConformanceWorld) {
  this.session.access.place = 'outside';
});

/** Named by `KUBECONFIG`. */
Given('the kubeconfig:', function (this: ConformanceWorld, text: string) {
  this.session.access.setKubeconfig(text);
});

/** Named by `KUBECONFIG`; it leads to the cluster. */
Given('a kubeconfig with the user:', function (this: ConformanceWorld, user: string) {
  this.session.access.setKubeconfigUser(parse(user));
});

/** As `${plugin}`. It prints an ExecCredential with this status. */
Given('an exec plugin that prints the status:', function (this: ConformanceWorld, status: string) {
  this.session.access.definePlugin(parse(status));
});

/** As `${proxy.url}`; it alone knows how to be let in. */
Given('a cluster behind kubectl proxy', async function (this: ConformanceWorld) {
  if (!(await hasKubectl())) return this.notApplicable('kubectl is not on the PATH');
  this.session.useHttps();
  this.session.useAuthentication();
  this.session.access.defineKubectlProxy();
  return undefined;
});

Given('the file {string}:', writeFile);
When('the file {string} is replaced by:', writeFile);

/** Below `/var/run/secrets/kubernetes.io/serviceaccount`, or else of the scenario's own: `${files}/<path>`. */
async function writeFile(this: ConformanceWorld, path: string, text: string): Promise<void> {
  await this.session.access.setFile(path, text);
}

Then('every request was made as the user {string}', async function (this: ConformanceWorld, user: string) {
  await expectEveryRequestBy(this.session, user);
});

Then('the other cluster has not been contacted', async function (this: ConformanceWorld) {
  await expectNotContacted(this.session);
});

Then(
  'the API server is connected to again and again, but never sent a request',
  async function (this: ConformanceWorld) {
    await expectConnectionsWithoutRequest(this.session);
  },
);

Then(
  'the log names a request that was answered with {int}',
  async function (this: ConformanceWorld, status: number) {
    await expectRefusalLogged(this.session, status);
  },
);

/** Whether the controller ends with it or goes on. */
Then('an error names {string}', async function (this: ConformanceWorld, word: string) {
  await expectErrorNaming(this.session, word);
});

When(
  'the API server has answered a request with {int}',
  async function (this: ConformanceWorld, status: number) {
    await expectAnswered(this.session, status);
  },
);
