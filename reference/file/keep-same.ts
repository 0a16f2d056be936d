import { isDeepStrictEqual } from 'node:util';
import type { DynamicConfiguration } from '../dynamic/configuration.ts';

/**
 * The configuration with every entry that has not changed as the same object as before, so that whoever compares by
 * identity sees what is different; the one before where nothing is.
 */
export function keepSame(now: DynamicConfiguration, before: DynamicConfiguration): DynamicConfiguration {
  if (isDeepStrictEqual(now, before)) return before;
  const { http, tls } = now;
  return {
    http: {
      routers: keepEntries(http.routers, before.http.routers),
      services: keepEntries(http.services, before.http.services),
      middlewares: keepEntries(http.middlewares ?? {}, before.http.middlewares ?? {}),
      serversTransports: keepEntries(http.serversTransports ?? {}, before.http.serversTransports ?? {}),
    },
    tls: {
      certificates: tls.certificates,
      options: keepEntries(tls.options ?? {}, before.tls.options ?? {}),
      stores: keepEntries(tls.stores ?? {}, before.tls.stores ?? {}),
    },
  };
}

function keepEntries<T>(
  now: Readonly<Record<string, T>>,
  before: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(now).map(([name, value]) => {
      const known = Object.hasOwn(before, name) ? before[name] : undefined;
      return [name, known !== undefined && isDeepStrictEqual(known, value) ? known : value];
    }),
  );
}
