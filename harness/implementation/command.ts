/** Any program that takes Traefik's static options. */
import { basename } from 'node:path';
import type { CommandChoice } from '../settings.ts';
import { additionsTo } from './additions.ts';
import { type DialectName, dialects } from './dialects.ts';
import type { Implementation, Running, Surroundings } from './implementation.ts';
import { type Program, startProcess } from './process.ts';
import { processCapabilities } from './process-capabilities.ts';
import { mergeOptions, type OptionTree, type StaticConfiguration } from './static-configuration.ts';

/** @param choice with what is known of the program: see `prepareImplementation` */
export function commandImplementation(choice: CommandChoice): Implementation {
  const {
    binary,
    name = basename(binary),
    version = 'unknown',
    dialect = 'traefik-v2',
    offers = [],
  } = choice;
  return {
    name,
    version,
    kind: 'command',
    capabilities: processCapabilities,
    // Of whatever takes Traefik's place in a cluster.
    ingressClass: { controller: 'traefik.io/ingress-controller', annotation: 'traefik' },
    documentOptions: documentOptionsOf(dialect, offers),
    furtherRights: dialects[dialect].rights,
    command: [binary],
    start: (configuration, surroundings) => startCommand(choice, configuration, surroundings),
  };
}

/** As `startProcess` does, with what the harness and the dialect add. */
export function startCommand(
  { binary, dialect = 'traefik-v2' }: CommandChoice,
  configuration: StaticConfiguration,
  surroundings: Surroundings,
  program: Pick<Program, 'folder' | 'patience'> = {},
): Promise<Running> {
  const additions = mergeOptions(additionsTo(configuration), dialects[dialect].options);
  return startProcess({ ...program, command: [binary] }, configuration, additions, surroundings);
}

/** @param offers documents whose further options the program has */
function documentOptionsOf(dialect: DialectName, offers: readonly string[]): ReadonlyMap<string, OptionTree> {
  const { documentOptions, perhaps } = dialects[dialect];
  return new Map(
    [...documentOptions].map(([document, options]) => {
      const further = offers.includes(document) ? perhaps.get(document) : undefined;
      return [document, mergeOptions(options, further ?? {})];
    }),
  );
}
