/** What the reference is, however it is run. */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageVersion } from '../package-version.ts';
import { listeningHost } from './additions.ts';
import type { Implementation } from './implementation.ts';
import type { OptionTree } from './static-configuration.ts';

/** Kubernetes' own page has prefixes of whole elements, and statuses that tell where an Ingress is exposed. */
const documentOptions: ReadonlyMap<string, OptionTree> = new Map([
  [
    'kubernetes-ingress',
    {
      providers: {
        kubernetesIngress: { strictPrefixMatching: true, ingressEndpoint: { ip: listeningHost } },
      },
    },
  ],
]);

/** That of the command `ingress-reference`: its source, or what has been made of it. */
const program = fileURLToPath(
  new URL(`../../reference/main${extname(import.meta.filename)}`, import.meta.url),
);

export const referenceProfile = {
  name: 'ingress-reference',
  version: packageVersion,
  ingressClass: { controller: 'traefik.io/ingress-controller', annotation: 'traefik' },
  documentOptions,
  command: [process.execPath, program],
} satisfies Partial<Implementation>;
