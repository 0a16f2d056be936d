/** What a run was started with, as it travels to the workers: cucumber's world parameters are JSON. */
import { embeddedCapabilities } from './cluster/embedded.ts';
import { reference } from './implementation/reference.ts';
import type { SessionSettings } from './scenario/session.ts';

export interface RunSettings {
  readonly implementation: 'reference';
  readonly cluster: 'embedded';
  /** `major.minor`, for scenarios that do not choose. */
  readonly kubernetesVersion: string;
}

export const defaultSettings: RunSettings = {
  implementation: 'reference',
  cluster: 'embedded',
  kubernetesVersion: '1.34',
};

export function readSettings(parameters: Partial<RunSettings>): SessionSettings {
  const { kubernetesVersion } = { ...defaultSettings, ...parameters };
  return { implementation: reference, clusterCapabilities: embeddedCapabilities, kubernetesVersion };
}
