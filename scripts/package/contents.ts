/** What is published. */
import { join } from 'node:path';
import { run } from './process.ts';

const project = join(import.meta.dirname, '..', '..');

export interface Packed {
  readonly path: string;
  /** Paths within the package. */
  readonly files: readonly string[];
}

/** Builds and packs into a folder. */
export async function pack(folder: string): Promise<Packed> {
  const { stdout } = await run('npm pack --json --pack-destination "$FOLDER"', {
    cwd: project,
    env: { ...process.env, FOLDER: folder },
  });
  // What the build prints stands before it.
  const told: unknown = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)));
  // A list up to npm 11, and from then on packages by their names.
  const [packed] = Object.values(
    told as Readonly<Record<string, { filename: string; files: { path: string }[] }>>,
  );
  if (packed === undefined) throw new Error(`npm pack told of no package: ${stdout}`);
  return { path: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** What must be there: without it the package would be of no use, or say nothing of what it is. */
const needed = [
  'LICENSE',
  'README.md',
  'package.json',
  'dist/bin/ingress-conformance.js',
  'dist/bin/ingress-reference.js',
  'dist/harness/index.js',
  'dist/harness/index.d.ts',
  'dist/harness/library/run-process.js',
  'dist/steps/hooks.js',
  'dist/reports/page/style/base.css',
  'dist/reports/schema/conformance-report.v1.json',
  'dist/reference/dashboard/index.html',
  'features/traefik-provider/document.yaml',
  'features/kubernetes-ingress/document.yaml',
];

/** What has no use for who installs it. */
const unwanted: readonly RegExp[] = [
  /(?<!\.d)\.ts$/,
  /\.map$/,
  /\.(test|fixture)\./,
  /\/(testing|testdata)[/.]/,
  /test-values/,
  /^dist\/fixtures\/kubelet\//,
  /^dist\/(mutation|bench|lint|scripts|deploy)\//,
  /^(coverage|node_modules|reports\/latest)\//,
];

/** None where the package is as it should be. */
export function problemsOfContents(files: readonly string[]): readonly string[] {
  return [
    ...needed.filter((path) => !files.includes(path)).map((path) => `${path} is missing`),
    ...files
      .filter((path) => unwanted.some((pattern) => pattern.test(path)))
      .map((path) => `${path} is of no use to who installs it`),
  ];
}
