/** Files of the dynamic configuration, and how they change while the controller runs. */
import { type DataTable, Given, When } from '@cucumber/cucumber';
import {
  type DynamicForm,
  setDynamicConfiguration,
  setRule,
} from '../harness/scenario/dynamic-configuration.ts';
import type { ConformanceWorld } from './world.ts';

Given('the dynamic configuration:', setYaml);
When('the dynamic configuration is changed to:', setYaml);

/** In a file of its own, which the file provider reads: its options need not be given. */
async function setYaml(this: ConformanceWorld, text: string): Promise<void> {
  await setDynamicConfiguration(this.session, text);
}

Given(
  'the dynamic configuration, as {form}:',
  async function (this: ConformanceWorld, form: DynamicForm, text: string) {
    await setDynamicConfiguration(this.session, text, form);
  },
);

/** The dynamic configuration is a router of that rule for the pod of the Service, and nothing else. */
Given(
  'a router for the Service {string} with the rule:',
  async function (this: ConformanceWorld, service: string, rule: string) {
    await setRule(this.session, service, rule);
  },
);

When('the file {string} is removed', async function (this: ConformanceWorld, path: string) {
  await this.session.access.removeFile(path);
});

Given('the ConfigMap mounted at {string}:', mountConfigMap);
When('the ConfigMap mounted at {string} is changed to:', mountConfigMap);

/** Rows: the name of a file and its text. */
async function mountConfigMap(this: ConformanceWorld, folder: string, files: DataTable): Promise<void> {
  await this.session.access.mount(folder, files.rowsHash());
}

/** In place, as some editors do: for a moment it is shorter than before. */
When(
  'the file {string} is overwritten with:',
  async function (this: ConformanceWorld, path: string, text: string) {
    await this.session.access.overwriteFile(path, text);
  },
);
