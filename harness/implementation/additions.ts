/** What the harness needs to reach an instance, where the scenario does not say otherwise. */
import { type OptionTree, optionsOf, type StaticConfiguration } from './static-configuration.ts';

/** Where all entry points listen that the harness adds. */
export const listeningHost = '127.0.0.1';

/** `web` for HTTP, `websecure` for HTTPS, `traefik` for the API; each on a port that is free. */
export function additionsTo(configuration: StaticConfiguration): OptionTree {
  const named = [...optionsOf(configuration).keys()];
  // An entry point that the scenario describes is what it says, and no more.
  const describesSecure = named.some((option) => option.startsWith('entrypoints.websecure.'));
  return {
    entryPoints: {
      web: { address: `${listeningHost}:0` },
      websecure: { address: `${listeningHost}:0`, ...(describesSecure ? {} : { http: { tls: true } }) },
      traefik: { address: `${listeningHost}:0` },
    },
    providers: { providersThrottleDuration: '0s' },
    api: { insecure: true },
    log: { level: 'DEBUG' },
  };
}
