/** What the implementation is started with, and what becomes of the start. */
import assert from 'node:assert/strict';
import { Given, Then, When } from '@cucumber/cucumber';
import { parse } from 'yaml';
import {
  type Form,
  type OptionTree,
  type OptionValue,
  writeConfiguration,
} from '../harness/implementation/static-configuration.ts';
import type { ConformanceWorld } from './world.ts';

Given(
  'the provider option {word} is {value}',
  function (this: ConformanceWorld, name: string, value: OptionValue) {
    this.session.setProviderOption(name, value);
  },
);

/** The options are written in YAML and given in the form that is named. */
Given('the static configuration, as {form}:', function (this: ConformanceWorld, form: Form, options: string) {
  this.session.configure(writeConfiguration(form, parse(options) as OptionTree));
});

Given('the configuration file {string}:', function (this: ConformanceWorld, path: string, text: string) {
  this.session.configure({ files: [{ path, text }] });
});

/** Neither the scenario nor what the harness adds to it, such as `api.insecure`, where nothing else is said. */
Given('the static configuration says nothing of {string}', function (this: ConformanceWorld, name: string) {
  this.session.leaveAlone(name);
});

/** One argument a line. */
Given('the flags:', function (this: ConformanceWorld, text: string) {
  this.session.configure({ arguments: lines(text) });
});

/** `NAME=value`, one a line. */
Given('the environment variables:', function (this: ConformanceWorld, text: string) {
  const variables = lines(text).map((line) => [
    line.slice(0, line.indexOf('=')),
    line.slice(line.indexOf('=') + 1),
  ]);
  this.session.configure({ variables: Object.fromEntries(variables) });
});

Given('the controller is running', startController);
When('the controller starts', startController);

async function startController(this: ConformanceWorld): Promise<void> {
  await this.session.controller();
}

Then(
  'the controller refuses to start with exit code {int}',
  async function (this: ConformanceWorld, exitCode: number) {
    const refusal = await this.session.refusal();
    assert.equal(
      refusal.exitCode,
      exitCode,
      `It ended with exit code ${refusal.exitCode}, saying:\n${refusal.output}`,
    );
  },
);

Then('it says {string}', async function (this: ConformanceWorld, words: string) {
  const { output } = await this.session.refusal();
  const expected = await this.session.access.values.inText(words);
  assert.ok(output.includes(expected), `Expected the message to say "${expected}", but it says:\n${output}`);
});

Then('it does not say {string}', async function (this: ConformanceWorld, words: string) {
  const { output } = await this.session.refusal();
  assert.ok(!output.includes(words), `Expected the message not to say "${words}", but it says:\n${output}`);
});

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
