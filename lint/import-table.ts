/**
 * Which folder may import which: the table of `docs/architecture.md`, as data. A folder may always import from
 * itself; the longest path that a file lies under says what holds for it.
 */
export interface ImportRule {
  /** Path of the folder, relative to the project. */
  readonly folder: string;
  /** Folders and single files that it may import from. */
  readonly mayImport: readonly string[];
  /** What its tests may use besides. */
  readonly testsMayImport: readonly string[];
}

export const importTable: readonly ImportRule[] = [
  { folder: 'bin', mayImport: ['harness/command.ts', 'reference/main.ts'], testsMayImport: [] },
  { folder: 'steps', mayImport: ['harness'], testsMayImport: [] },
  { folder: 'harness', mayImport: ['fixtures', 'reports', 'reference/index.ts'], testsMayImport: [] },
  { folder: 'fixtures', mayImport: [], testsMayImport: [] },
  { folder: 'reports', mayImport: [], testsMayImport: [] },
  { folder: 'lint', mayImport: [], testsMayImport: [] },
  { folder: 'scripts', mayImport: ['reference'], testsMayImport: ['harness/existing-cluster.fixture.ts'] },
  { folder: 'mutation', mayImport: [], testsMayImport: [] },
  { folder: 'deploy', mayImport: [], testsMayImport: ['fixtures', 'harness/cluster', 'reference/index.ts'] },
  { folder: 'bench', mayImport: ['reference', 'fixtures', 'harness'], testsMayImport: [] },
  // Inside the reference data goes one way: from configuration and objects to the proxy. What stands in its own
  // folder wires the parts together.
  { folder: 'reference', mayImport: ['package.json'], testsMayImport: ['fixtures'] },
  ...Object.entries({
    acme: ['configuration', 'dynamic', 'rules', 'tls'],
    addresses: [],
    api: ['configuration', 'dynamic', 'middlewares', 'runtime'],
    configuration: ['kubernetes/label-selector.ts'],
    dynamic: [],
    file: ['configuration', 'dynamic', 'tls'],
    kubernetes: ['configuration/static-configuration.ts', 'dynamic'],
    log: ['configuration', 'dynamic'],
    // What is told of requests that have ended: access log, metrics.
    observability: ['configuration', 'proxy/observer.ts', 'runtime/runtime.ts'],
    provider: ['configuration', 'dynamic', 'kubernetes/objects.ts', 'kubernetes/store.ts', 'rules', 'tls'],
    proxy: ['addresses', 'configuration', 'dynamic', 'middlewares', 'runtime', 'tls'],
    // What rules are matched against is made once per request, by the functions that the proxy uses.
    rules: ['addresses', 'runtime/runtime.ts', 'runtime/facts.ts'],
    middlewares: ['dynamic', 'rules', 'addresses', 'runtime/facts.ts'],
    runtime: ['dynamic', 'middlewares', 'rules', 'tls'],
    status: ['configuration', 'dynamic', 'kubernetes'],
    tls: ['dynamic'],
  }).map(([folder, parts]) => ({
    folder: `reference/${folder}`,
    mayImport: parts.map((part) => `reference/${part}`),
    testsMayImport: ['reference', 'fixtures'],
  })),
];
