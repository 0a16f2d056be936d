import type { Router } from '../dynamic/configuration.ts';
import type { Faults } from './faults.ts';
import type { IndexedRule } from './indexed-rule.ts';
import type { TlsClaim } from './tls-bindings.ts';
import { defaultOptions, optionsName, type TlsOptionsTable } from './tls-options.ts';

/** What a router's TLS options are looked up in. */
export interface TlsSurroundings {
  /** Entry points on which every router answers HTTPS. */
  readonly httpsEntryPoints: readonly string[];
  /** By entry point: the options of routers that say nothing of TLS themselves. */
  readonly entryPointTlsOptions: Readonly<Record<string, string>>;
  readonly tlsOptions: Pick<TlsOptionsTable, 'has'>;
}

/** Tells where a router names TLS options that do not exist: it is not to be served under others. */
export function checkTlsOptions(
  id: string,
  router: Router,
  surroundings: TlsSurroundings,
  faults: Faults,
): void {
  const options = optionsName(router.tls?.options, id);
  if (surroundings.tlsOptions.has(options)) return;
  faults.error(
    'tls.options',
    `There are no TLS options ${options}, so that handshakes for its hosts fail.`,
    'Name TLS options that exist, as name@provider.',
  );
}

/**
 * What a router asks for on each of its entry points (routers page, "TLS"): what it says of TLS itself, or else
 * what the entry point says. Options hold for hosts; a rule that names none can't have any.
 *
 * @param id `name@provider`
 */
export function tlsClaims(
  id: string,
  router: Router,
  { namedHosts: hosts }: IndexedRule,
  entryPoints: readonly string[],
  { httpsEntryPoints, entryPointTlsOptions }: TlsSurroundings,
): TlsClaim[] {
  if (hosts.length === 0) return [];
  const own = router.tls && optionsName(router.tls.options, id);
  return entryPoints.flatMap((entryPoint) => {
    const general = httpsEntryPoints.includes(entryPoint)
      ? optionsName(entryPointTlsOptions[entryPoint], id)
      : undefined;
    const options = own ?? general;
    return options === undefined ? [] : [{ router: id, entryPoint, hosts, options }];
  });
}

/** Warns where a router's options are in vain. */
export function checkHosts(id: string, { tls }: Router, { namedHosts }: IndexedRule, faults: Faults): void {
  const options = optionsName(tls?.options, id);
  if (options === defaultOptions || namedHosts.length > 0) return;
  faults.warn(
    'tls.options',
    `The rule names no host, so that the TLS options ${options} hold for no handshake.`,
    'Name the hosts in the rule.',
  );
}
