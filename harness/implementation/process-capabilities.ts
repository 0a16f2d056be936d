import type { Capability } from '../../reports/catalogue/catalogue.ts';

/**
 * What can be done with a process that takes Traefik's options. Not `name-servers`: whom it asks, the system says, at
 * port 53 of an address, where the suite can't listen everywhere.
 */
export const processCapabilities: ReadonlySet<Capability> = new Set<Capability>([
  'options',
  'dynamic-configuration',
  'log',
  'lifecycle',
]);
