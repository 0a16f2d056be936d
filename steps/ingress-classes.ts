/** IngressClasses: whose they are, which is the default, which Ingresses have them; what the API server refuses. */
import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { expectRefused } from '../harness/scenario/admission.ts';
import {
  addClass,
  addDefaultClass,
  annotateWithClass,
  classOf,
} from '../harness/scenario/ingress-classes.ts';
import type { NamespacedName } from './parameters.ts';
import type { ConformanceWorld } from './world.ts';

Given('the IngressClass {string} of the controller {string}', addIngressClass);
When('the IngressClass {string} of the controller {string} is created', addIngressClass);

async function addIngressClass(this: ConformanceWorld, name: string, controller: string): Promise<void> {
  await addClass(this.session, name, controller);
}

/** Of the kind that the controller under test takes for its own, whichever it is. */
Given(
  'the IngressClass {string} of the controller under test',
  async function (this: ConformanceWorld, name: string) {
    await addClass(this.session, name, this.settings.implementation.ingressClass.controller);
  },
);

Given(
  'the default IngressClass {string} of the controller under test',
  async function (this: ConformanceWorld, name: string) {
    await addDefaultClass(this.session, name, this.settings.implementation.ingressClass.controller);
  },
);

Given(
  'the default IngressClass {string} of the controller {string}',
  async function (this: ConformanceWorld, name: string, controller: string) {
    await addDefaultClass(this.session, name, controller);
  },
);

Then(
  'the Ingress {object} has the IngressClass {string}',
  async function (this: ConformanceWorld, ingress: NamespacedName, name: string) {
    assert.equal(await classOf(this.session, ingress), name);
  },
);

When(
  'the Ingress {object} is annotated with the class of the controller under test',
  async function (this: ConformanceWorld, ingress: NamespacedName) {
    await annotateWithClass(this.session, ingress, this.settings.implementation.ingressClass.annotation);
  },
);

/** For a reason with the words in it. */
Then(
  'the API server refuses the manifest, naming {string}:',
  async function (this: ConformanceWorld, words: string, text: string) {
    await expectRefused(this.session, text, words);
  },
);
