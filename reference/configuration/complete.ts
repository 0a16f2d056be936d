import { parseAddress } from './address.ts';
import { checkCertificatesResolvers } from './certificates-resolvers.ts';
import { type Decoding, decode } from './decode.ts';
import { checkFileProvider } from './file-provider.ts';
import type { ConfigurationIssue } from './issues.ts';
import { options } from './options.ts';
import { checkRedirections } from './redirections.ts';
import type { EntryPoint, StaticConfiguration } from './static-configuration.ts';
import { nearest } from './suggestion.ts';

/** The entry point that `api.insecure` uses, and others by default. */
const internalEntryPoint = 'traefik';

export interface Completion {
  readonly configuration: StaticConfiguration;
  readonly issues: readonly ConfigurationIssue[];
}

/**
 * Adds the entry points that come to be by themselves (`http` on `:80` where none is given, `traefik` on `:8080`
 * where `api.insecure`, `ping` or `metrics` need it), and checks what concerns several options at once.
 */
export function complete(decoding: Decoding<typeof options>): Completion {
  const { configuration } = decoding;
  const given = configuration.entryPoints;
  const entryPoints: Record<string, EntryPoint> =
    Object.keys(given).length === 0 ? { http: entryPointAt(':80') } : { ...given };
  if (needsInternalEntryPoint(configuration) && !Object.hasOwn(entryPoints, internalEntryPoint)) {
    entryPoints[internalEntryPoint] = entryPointAt(':8080');
  }
  const completed = { ...configuration, entryPoints };
  return {
    configuration: completed,
    issues: [
      ...checkInternal(completed, decoding),
      ...checkAddresses(completed, decoding),
      ...checkRedirections(completed, decoding),
      ...checkCertificatesResolvers(completed, decoding),
      ...checkFileProvider(completed, decoding),
    ],
  };
}

function needsInternalEntryPoint(configuration: StaticConfiguration): boolean {
  const named = entryPointsNamed(configuration).map(([, entryPoint]) => entryPoint);
  return configuration.api?.insecure === true || named.includes(internalEntryPoint);
}

/** Entry points that options name for something that the process answers itself, by the option. */
function entryPointsNamed({ ping, metrics: { prometheus } }: StaticConfiguration): [string, string][] {
  const options: [string, { readonly entryPoint: string; readonly manualRouting: boolean } | undefined][] = [
    ['ping.entryPoint', ping],
    ['metrics.prometheus.entryPoint', prometheus],
  ];
  return options.flatMap(([option, section]) =>
    section === undefined || section.manualRouting ? [] : [[option, section.entryPoint]],
  );
}

function entryPointAt(address: string): EntryPoint {
  const { entryPoints } = options;
  const raw = {
    kind: 'map',
    entries: [
      {
        key: 'address',
        origin: { kind: 'none' },
        value: { kind: 'text', text: address, origin: { kind: 'none' } },
      },
    ],
    enabled: undefined,
    origin: { kind: 'none' },
  } as const;
  return decode(entryPoints.members, raw).configuration;
}

function checkInternal(
  completed: StaticConfiguration,
  { originOf }: Decoding<typeof options>,
): readonly ConfigurationIssue[] {
  const names = Object.keys(completed.entryPoints);
  return entryPointsNamed(completed)
    .filter(([, entryPoint]) => !names.includes(entryPoint))
    .map(([option, entryPoint]) => ({
      option,
      origin: originOf(option),
      reason: `There is no entry point ${JSON.stringify(entryPoint)}.`,
      remedy: `Define it, or name one of ${names.join(', ')}.`,
      suggestion: nearest(entryPoint, names),
    }));
}

/** Two listeners at one address would fail later, with a message that does not name the option. */
function checkAddresses(
  { entryPoints }: StaticConfiguration,
  { originOf }: Decoding<typeof options>,
): readonly ConfigurationIssue[] {
  const taken = new Map<string, string>();
  const issues: ConfigurationIssue[] = [];
  for (const [name, { address }] of Object.entries(entryPoints)) {
    const parsed = parseAddress(address);
    if (parsed === undefined || parsed.port === 0) {
      continue;
    }
    const place = `${parsed.host.toLowerCase()} ${parsed.port}`;
    const other = taken.get(place);
    if (other !== undefined) {
      issues.push({
        option: `entryPoints.${name}.address`,
        origin: originOf(`entryPoints.${name}.address`),
        reason: `The entry point ${other} listens at the same address, ${address}.`,
        remedy: 'Give each entry point an address of its own.',
        suggestion: undefined,
      });
    }
    taken.set(place, other ?? name);
  }
  return issues;
}
