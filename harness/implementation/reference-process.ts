/** The reference by its own command, as a process. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { additionsTo } from './additions.ts';
import type { Implementation } from './implementation.ts';
import { startProcess } from './process.ts';
import { processCapabilities } from './process-capabilities.ts';
import { referenceProfile } from './reference-profile.ts';

export const referenceProcess: Implementation = {
  ...referenceProfile,
  kind: 'reference-process',
  capabilities: processCapabilities,
  start(configuration, surroundings) {
    // What the first one compiles, the others of the run find: half the time that it takes to start.
    const variables = { NODE_COMPILE_CACHE: join(tmpdir(), 'compile-cache') };
    return startProcess(
      { command: referenceProfile.command, variables },
      configuration,
      additionsTo(configuration),
      surroundings,
    );
  },
};
