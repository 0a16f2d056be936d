import type { ConfigurationIssue, Origin } from '../configuration/issues.ts';
import type { DecodedMembers } from '../configuration/schema.ts';
import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import { convertMiddleware } from './convert-middleware.ts';
import { convertRouter, convertService } from './convert-routing.ts';
import { convertCertificate, convertTlsOptions, convertTlsStore, convertTransport } from './convert-tls.ts';
import type { References } from './references.ts';
import type { dynamicOptions } from './schema/index.ts';

export type FileOptions = DecodedMembers<typeof dynamicOptions>;

/** What one entry is read with. */
export interface EntryContext {
  /** `http.middlewares.auth` */
  readonly option: string;
  /** Of the file that it stands in. */
  readonly path: string;
  readonly references: References;
  /** Something that it names is not as it has to be: this entry is left out, or has no effect. */
  omission(option: string, reason: string, remedy: string): void;
  warning(option: string, reason: string, remedy: string): void;
}

export interface Conversion {
  readonly configuration: DynamicConfiguration;
  readonly omissions: readonly ConfigurationIssue[];
  readonly warnings: readonly ConfigurationIssue[];
}

/**
 * Makes a dynamic configuration of what a file holds, which has no mistakes in it, with what stands in the files that it names put in.
 *
 * @param originOf where an option stands
 */
export async function convert(
  options: FileOptions,
  { path, references, originOf }: Pick<EntryContext, 'path' | 'references'> & OriginOf,
): Promise<Conversion> {
  const omissions: ConfigurationIssue[] = [];
  const warnings: ConfigurationIssue[] = [];
  const reporter = (list: ConfigurationIssue[]) => (option: string, reason: string, remedy: string) => {
    list.push({ option, origin: nearestOrigin(option, originOf), reason, remedy, suggestion: undefined });
  };
  const contextOf = (option: string): EntryContext => ({
    option,
    path,
    references,
    omission: reporter(omissions),
    warning: reporter(warnings),
  });
  const { http, tls } = options;
  const all = <G, T>(section: string, given: Named<G>, convertOne: ConvertOne<G, T>) =>
    convertAll(given, (value, name) => convertOne(value, contextOf(`${section}.${name}`)));
  const certificates = tls.certificates.map((given, index) =>
    convertCertificate(given, contextOf(`tls.certificates[${index}]`)),
  );
  const configuration = {
    http: {
      routers: await all('http.routers', http.routers, convertRouter),
      services: await all('http.services', http.services, convertService),
      middlewares: await all('http.middlewares', http.middlewares, convertMiddleware),
      serversTransports: await all('http.serversTransports', http.serversTransports, convertTransport),
    },
    tls: {
      certificates: (await Promise.all(certificates)).filter((certificate) => certificate !== undefined),
      options: await all('tls.options', tls.options, convertTlsOptions),
      stores: await all('tls.stores', tls.stores, convertTlsStore),
    },
  };
  return { configuration, omissions, warnings };
}

interface OriginOf {
  readonly originOf: (option: string) => Origin;
}

type Named<T> = { readonly [name: string]: T };

type ConvertOne<G, T> = (given: G, context: EntryContext) => T | undefined | Promise<T | undefined>;

/** Those that come to something, by name. */
async function convertAll<G, T>(
  given: Named<G>,
  convertOne: (value: G, name: string) => T | undefined | Promise<T | undefined>,
): Promise<Readonly<Record<string, T>>> {
  const converted: [string, T][] = [];
  for (const [name, value] of Object.entries(given)) {
    const result = await convertOne(value, name);
    if (result !== undefined) converted.push([name, result]);
  }
  return Object.fromEntries(converted);
}

/** Where the option stands; where it is missing, what it would stand in. */
function nearestOrigin(option: string, originOf: OriginOf['originOf']): Origin {
  for (let place = option; place !== ''; place = place.replace(/(?:^|\.)[^.[]*$|\[\d+\]$/, '')) {
    const origin = originOf(place);
    if (origin.kind !== 'none') return origin;
  }
  return { kind: 'none' };
}
