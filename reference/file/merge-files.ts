import type { DynamicConfiguration } from '../dynamic/configuration.ts';
import type { Problem } from '../dynamic/problem.ts';

export interface FileConfiguration {
  readonly path: string;
  readonly configuration: DynamicConfiguration;
}

/** One configuration of several files. Where two have the same name, that of the file which is read first counts. */
export function mergeFiles(files: readonly FileConfiguration[]): {
  readonly configuration: DynamicConfiguration;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const merge = <T>(
    section: string,
    of: (configuration: DynamicConfiguration) => Readonly<Record<string, T>> | undefined,
  ): Readonly<Record<string, T>> => {
    const merged = new Map<string, { readonly value: T; readonly path: string }>();
    for (const { path, configuration } of files) {
      for (const [name, value] of Object.entries(of(configuration) ?? {})) {
        const first = merged.get(name);
        if (first === undefined) merged.set(name, { value, path });
        else problems.push(duplicate(path, `${section}.${name}`, first.path));
      }
    }
    return Object.fromEntries(Array.from(merged, ([name, { value }]) => [name, value]));
  };
  const configuration = {
    http: {
      routers: merge('http.routers', ({ http }) => http.routers),
      services: merge('http.services', ({ http }) => http.services),
      middlewares: merge('http.middlewares', ({ http }) => http.middlewares),
      serversTransports: merge('http.serversTransports', ({ http }) => http.serversTransports),
    },
    tls: {
      certificates: files.flatMap(({ configuration: { tls } }) => tls.certificates),
      options: merge('tls.options', ({ tls }) => tls.options),
      stores: merge('tls.stores', ({ tls }) => tls.stores),
    },
  };
  return { configuration, problems };
}

function duplicate(path: string, field: string, first: string): Problem {
  return {
    severity: 'warning',
    object: { kind: 'File', namespace: '', name: path },
    field,
    reason: `The file ${first} has one of this name already, which counts.`,
    remedy: 'Remove one of the two, or give it another name.',
  };
}
