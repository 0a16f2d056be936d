/** The reference by its own command, as a process. */
import { additionsTo } from './additions.ts';
import type { Implementation } from './implementation.ts';
import { startProcess } from './process.ts';
import { processCapabilities } from './process-capabilities.ts';
import { referenceProfile } from './reference-profile.ts';
import { completeConfiguration } from './static-configuration.ts';

export const referenceProcess: Implementation = {
  ...referenceProfile,
  kind: 'reference-process',
  capabilities: processCapabilities,
  start: (configuration, surroundings) =>
    startProcess(
      referenceProfile,
      completeConfiguration(configuration, additionsTo(configuration)),
      surroundings,
    ),
};
