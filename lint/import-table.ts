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
  { folder: 'steps', mayImport: ['harness'], testsMayImport: [] },
  { folder: 'harness', mayImport: ['fixtures', 'reports', 'reference/index.ts'], testsMayImport: [] },
  { folder: 'fixtures', mayImport: [], testsMayImport: [] },
  { folder: 'reports', mayImport: [], testsMayImport: [] },
  { folder: 'lint', mayImport: [], testsMayImport: [] },
  { folder: 'scripts', mayImport: [], testsMayImport: [] },
  { folder: 'mutation', mayImport: [], testsMayImport: [] },
  { folder: 'bench', mayImport: ['reference', 'fixtures', 'harness'], testsMayImport: [] },
  // Inside the reference data goes one way: from configuration and objects to the proxy.
  { folder: 'reference', mayImport: ['package.json'], testsMayImport: ['fixtures'] },
];
