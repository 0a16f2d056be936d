/**
 * Puts each fault of the list into a copy of the project, runs the scenarios of the statements that it must
 * break, and tells of every statement that holds all the same: its scenarios can't be trusted.
 *
 * `npm run mutation`, or with words of faults or statements to choose some: `npm run mutation -- wildcard`.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Mutation, mutations } from './mutations.ts';

const project = join(import.meta.dirname, '..');
const copied = ['features', 'fixtures', 'harness', 'reference', 'reports', 'steps', 'package.json'];

/** What a fault breaks is never served, so that waiting longer shows nothing more. */
const timeoutScale = '0.2';

const wanted = process.argv.slice(2);
const chosen = mutations.filter(({ fault, breaks }) =>
  wanted.every((word) => [fault, ...breaks].some((text) => text.includes(word))),
);
const copy = await mkdtemp(join(tmpdir(), 'ingress-conformance-mutation-'));
process.once('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
await copyProject(copy);
let survived = 0;
for (const mutation of chosen) survived += report(mutation, await survivorsOf(mutation));
console.log(`Mutations: ${chosen.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 && chosen.length > 0 ? 0 : 1;

async function copyProject(folder: string): Promise<void> {
  for (const entry of copied) {
    const filter = (path: string) => !path.endsWith('.test.ts') && !path.includes('/reports/latest');
    await cp(join(project, entry), join(folder, entry), { recursive: true, filter });
  }
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
}

/** Statements that hold although the fault is there, each with its verdict; or why it could not be tried. */
async function survivorsOf({
  file,
  find,
  replace,
  kubernetesVersion,
  breaks,
}: Mutation): Promise<readonly string[]> {
  const path = join(copy, file);
  const original = await readFile(path, 'utf8');
  const places = original.split(find).length - 1;
  // Told as one that survives, so that the others are still tried.
  if (places !== 1) return [`${file} has ${places} places of the text to replace, not one:\n${find}`];
  await writeFile(
    path,
    original.replace(find, () => replace),
  );
  try {
    const verdicts = await verdictsOf(breaks, kubernetesVersion);
    // A fault that keeps the suite from running proves nothing about a statement.
    if (typeof verdicts === 'string') return [verdicts];
    return breaks
      .filter((id) => verdicts.get(id) !== 'fails')
      .map((id) => `${id} ${verdicts.get(id) ?? 'is unknown'}`);
  } finally {
    await writeFile(path, original);
  }
}

/** By statement; or what the suite said where it could not run. */
async function verdictsOf(
  statements: readonly string[],
  kubernetesVersion: string | undefined,
): Promise<ReadonlyMap<string, string> | string> {
  const output = join(copy, 'reports-of-mutation');
  await rm(output, { recursive: true, force: true });
  const tags = statements.map((id) => `@${id}`).join(' or ');
  const run = ['harness/command.ts', 'run', '--tags', tags, '--output', output];
  if (kubernetesVersion !== undefined) run.push('--kubernetes-version', kubernetesVersion);
  const { exitCode, text } = await execute(process.execPath, run);
  if (exitCode === 2) return `The suite could not run:\n${text}`;
  const { documents } = parse(await readFile(join(output, 'report.yaml'), 'utf8'));
  const all = documents.flatMap(
    (document: { sections: { statements: { id: string; verdict: string }[] }[] }) =>
      document.sections.flatMap((section) => section.statements),
  );
  return new Map(all.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]));
}

function execute(command: string, args: readonly string[]): Promise<{ exitCode: number; text: string }> {
  const env = { ...process.env, CONFORMANCE_TIMEOUT_SCALE: timeoutScale };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: copy, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 2;
      resolve({ exitCode, text: stdout + stderr });
    });
  });
}

function report({ fault }: Mutation, survivors: readonly string[]): 0 | 1 {
  console.log(`${survivors.length === 0 ? '✓' : '✗'} ${fault}`);
  for (const survivor of survivors) console.log(`    ${survivor}`);
  return survivors.length === 0 ? 0 : 1;
}
