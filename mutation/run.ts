/**
 * Puts each fault of the list into a copy of the project, runs the scenarios of the statements that it must
 * break, and tells of every statement that holds all the same: its scenarios can't be trusted.
 *
 * `npm run mutation`, or with words of faults or statements to choose some: `npm run mutation -- wildcard`.
 * `--parallel=4` tries that many at once, a copy each.
 */
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { type Mutation, mutations } from './mutations.ts';

const project = join(import.meta.dirname, '..');
const copied = ['features', 'fixtures', 'harness', 'reference', 'reports', 'steps', 'package.json'];

/** What a fault breaks is never served, so that waiting longer shows nothing more. */
const timeoutScale = '0.2';

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { parallel: { type: 'string', default: '1' } },
});
const parallel = Number(values.parallel);
if (!Number.isInteger(parallel) || parallel < 1)
  throw new Error('--parallel must be a whole number from 1 on.');
const chosen = mutations.filter(({ fault, breaks }) =>
  wanted.every((word) => [fault, ...breaks].some((text) => text.includes(word))),
);
const copies = await mkdtemp(join(tmpdir(), 'ingress-conformance-mutation-'));
process.once('exit', () => rmSync(copies, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const queue = chosen.values();
let survived = 0;
await Promise.all(Array.from({ length: parallel }, (_, index) => tryFaults(join(copies, String(index)))));
console.log(`Mutations: ${chosen.length - survived} passed, ${survived} failed`);
process.exitCode = survived === 0 && chosen.length > 0 ? 0 : 1;

/** Takes faults from the queue, one after another, for as long as there are any. */
async function tryFaults(copy: string): Promise<void> {
  await copyProject(copy);
  for (const mutation of queue) {
    const survivors = await survivorsOf(mutation, copy);
    // Added when it is known: what others have counted meanwhile must not be lost.
    survived += report(mutation, survivors);
  }
}

async function copyProject(folder: string): Promise<void> {
  for (const entry of copied) {
    const filter = (path: string) => !path.endsWith('.test.ts') && !path.includes('/reports/latest');
    await cp(join(project, entry), join(folder, entry), { recursive: true, filter });
  }
  await symlink(join(project, 'node_modules'), join(folder, 'node_modules'));
}

/** Statements that hold although the fault is there, each with its verdict; or why it could not be tried. */
async function survivorsOf(
  { file, find, replace, kubernetesVersion, breaks }: Mutation,
  copy: string,
): Promise<readonly string[]> {
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
    const verdicts = await verdictsOf(breaks, kubernetesVersion, copy);
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
  copy: string,
): Promise<ReadonlyMap<string, string> | string> {
  const output = join(copy, 'reports-of-mutation');
  await rm(output, { recursive: true, force: true });
  const tags = statements.map((id) => `@${id}`).join(' or ');
  // A worker more would have to load everything once more, for a few scenarios.
  const run = ['harness/command.ts', 'run', '--tags', tags, '--parallel', '1', '--output', output];
  if (kubernetesVersion !== undefined) run.push('--kubernetes-version', kubernetesVersion);
  const { exitCode, text } = await execute(process.execPath, run, copy);
  if (exitCode === 2) return `The suite could not run:\n${text}`;
  const { documents } = parse(await readFile(join(output, 'report.yaml'), 'utf8'));
  const all = documents.flatMap(
    (document: { sections: { statements: { id: string; verdict: string }[] }[] }) =>
      document.sections.flatMap((section) => section.statements),
  );
  return new Map(all.map(({ id, verdict }: { id: string; verdict: string }) => [id, verdict]));
}

function execute(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ exitCode: number; text: string }> {
  const env = {
    ...process.env,
    CONFORMANCE_TIMEOUT_SCALE: timeoutScale,
    // All but one file is as it was in the run before.
    NODE_COMPILE_CACHE: join(cwd, 'compiled'),
  };
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
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
