/** Changes one after the other, and how often they take effect. */
import { Given, Then, When } from '@cucumber/cucumber';
import { serviceManifest } from '../harness/scenario/manifests.ts';
import { expectEachFollowed, expectMerged, expectSpaced, leadInTurn } from '../harness/scenario/throttle.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

/** With a pod each; they are named by their number: `app-1`, `app-2`, … */
Given(
  '{int} Services whose names begin with {string}',
  async function (this: ConformanceWorld, count: number, beginning: string) {
    const cluster = await this.session.cluster();
    for (const service of numbered(beginning, count)) {
      const ports = [{ name: '', port: 80, targetPort: 80 }];
      await cluster.apply(serviceManifest({ ...service, ports }));
      await cluster.addPods(service, 1, true);
    }
  },
);

/** The host of the Ingress is its name in `example.com`. */
When(
  'the Ingress {object} is led to each of the {int} Services {string} in turn',
  async function (this: ConformanceWorld, ingress: NamespacedName, count: number, beginning: string) {
    await this.session.controller();
    await leadInTurn(this.session, ingress, numbered(beginning, count));
  },
);

Then(
  'the Ingress {object} follows a walk through the {int} Services {string} at most once in {int} second(s)',
  async function (
    this: ConformanceWorld,
    ingress: NamespacedName,
    count: number,
    beginning: string,
    seconds: number,
  ) {
    await expectSpaced(this.session, ingress, numbered(beginning, count), seconds * 1000);
  },
);

Then(
  'changes that come within {int} second(s) of one that took effect wait for its end and take effect together',
  async function (this: ConformanceWorld, seconds: number) {
    await expectMerged(this.session, { namespace: 'default', name: 'app' }, seconds * 1000);
  },
);

Then(
  'each of {int} Ingresses of the Service {object} is served before the next is created',
  async function (this: ConformanceWorld, count: number, service: NamespacedName) {
    await expectEachFollowed(this.session, service, count);
  },
);

function numbered(beginning: string, count: number): readonly NamespacedName[] {
  return Array.from({ length: count }, (_, index) => ({
    namespace: 'default',
    name: `${beginning}${index + 1}`,
  }));
}
