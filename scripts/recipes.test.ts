/** Workflows for CI, those of this project and those that its documents offer: what they may do, and what they do. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { type ExistingCluster, startExistingCluster } from '../harness/existing-cluster.fixture.ts';

const project = join(import.meta.dirname, '..');
const recipes = join(project, 'docs', 'examples', 'workflows');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

interface Workflow {
  readonly permissions: unknown;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions?: unknown; readonly 'timeout-minutes'?: number; readonly steps: readonly Step[] }
    >
  >;
}

const files: string[] = [];
for await (const file of glob('{.github,docs/examples}/workflows/*.yaml', { cwd: project })) files.push(file);

test('there are workflows', () => {
  assert.deepEqual(files.map((file) => basename(file)).sort(), ['ci.yaml', 'command.yaml', 'deployed.yaml']);
});

for (const file of files) {
  describe(file, async () => {
    const { permissions, jobs } = await workflowIn(join(project, file));
    const steps = Object.values(jobs).flatMap((job) => job.steps);

    test('may read the repository, and nothing else', () => {
      assert.deepEqual(permissions, { contents: 'read' });
      for (const job of Object.values(jobs)) assert.equal(job.permissions, undefined);
      const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const checkout of checkouts) assert.equal(checkout.with?.['persist-credentials'], false);
    });

    test('uses actions of a major that it names, and ends in time', () => {
      for (const { uses } of steps) if (uses !== undefined) assert.match(uses, /^[\w-]+\/[\w-]+@v\d+$/);
      for (const job of Object.values(jobs)) assert.ok(Number(job['timeout-minutes']) <= 90);
    });

    test('keeps its reports, whatever came of the run', () => {
      const uploads = steps.filter(({ uses, with: { name } = {} }) => {
        return uses?.startsWith('actions/upload-artifact@') && name !== 'traefik';
      });
      assert.ok(uploads.length > 0);
      for (const upload of uploads) assert.equal((upload as { readonly if?: string }).if, 'always()');
    });
  });
}

test('what the workflow of this project runs is there to be run', async () => {
  const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
  const { jobs } = await workflowIn(join(project, '.github', 'workflows', 'ci.yaml'));
  const lines = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run.split('\n')));
  const names = lines.flatMap((line) => /^npm run (\S+)/.exec(line)?.[1] ?? []);
  assert.ok(names.length > 3);
  for (const name of names) assert.ok(name in scripts, name);
});

describe('recipes', () => {
  let cluster: ExistingCluster;
  let folder: string;
  let environment: Readonly<Record<string, string>>;

  before(async () => {
    cluster = await startExistingCluster();
    folder = await mkdtemp(join(tmpdir(), 'recipes-test-'));
    environment = {
      PATH: await commandsIn(join(folder, 'bin')),
      GITHUB_STEP_SUMMARY: join(folder, 'summary.md'),
    };
  });
  after(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  test('a controller that is deployed', async () => {
    const { jobs } = await workflowIn(join(recipes, 'deployed.yaml'));
    const { exitCode, output } = await runStep(jobs.conformance?.steps, 'Check it', {
      ...environment,
      INGRESS_CLASS: 'traefik',
      HTTP_ADDRESS: cluster.httpAddress,
      HTTPS_ADDRESS: cluster.httpsAddress,
      POD_ADDRESS: '127.0.0.1',
      KUBECONFIG: cluster.kubeconfig,
    });
    assert.match(output, passed);
    assert.equal(exitCode, 0);
    assert.match(await readFile(join(folder, 'conformance', 'report.yaml'), 'utf8'), /^ {2}kind: deployed$/m);
    assert.match(await readFile(join(folder, 'summary.md'), 'utf8'), /traefik\.io\/ingress-controller/);
  });

  test('a program, in shards whose verdict is that of all of them', async () => {
    await writeFile(join(folder, 'summary.md'), '');
    const { jobs } = await workflowIn(join(recipes, 'command.yaml'));
    const program = join(project, 'reference', 'main.ts');
    const traefik = `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
    await writeFile(join(folder, 'traefik'), traefik, { mode: 0o755 });
    for (const index of [1, 2]) {
      const shard = await runStep(jobs.shard?.steps, 'Check it', { ...environment, SHARD: `${index}/2` });
      assert.match(shard.output, passed);
      assert.equal(shard.exitCode, 0);
      // As artifacts come down again.
      await cp(join(folder, 'shard'), join(folder, 'shards', `shard-${index}`), { recursive: true });
    }
    assert.equal(await readFile(join(folder, 'summary.md'), 'utf8'), '');
    const { exitCode, output } = await runStep(
      jobs.conformance?.steps,
      'Put the shards together',
      environment,
    );
    assert.match(output, passed);
    assert.equal(exitCode, 0);
    assert.match(await readFile(join(folder, 'conformance', 'report.yaml'), 'utf8'), /^ {2}kind: command$/m);
    assert.match(await readFile(join(folder, 'summary.md'), 'utf8'), /holds/i);
  });

  test('a shard in which a statement fails is none that has failed, and one that could not run is', async () => {
    const { jobs } = await workflowIn(join(recipes, 'command.yaml'));
    for (const [code, expected] of [
      [1, 0],
      [2, 1],
    ]) {
      const bin = join(folder, `bin-${code}`);
      await mkdir(bin);
      await writeFile(join(bin, 'npx'), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
      const variables = { PATH: `${bin}:/usr/bin:/bin`, SHARD: '1/2' };
      assert.equal((await runStep(jobs.shard?.steps, 'Check it', variables)).exitCode, expected);
    }
  });

  /** As GitHub runs it: a script of its own, by bash, which ends at the first command that fails. */
  async function runStep(
    steps: readonly Step[] | undefined,
    name: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<{ readonly exitCode: unknown; readonly output: string }> {
    const script = steps?.find((step) => step.name === name)?.run;
    assert.ok(script !== undefined, name);
    return await new Promise((resolve) => {
      const shell = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script];
      execFile('bash', shell, { cwd: folder, env: variables }, (error, stdout, stderr) => {
        resolve({ exitCode: error === null ? 0 : error.code, output: stdout + stderr });
      });
    });
  }
});

const passed = /^Scenarios: [1-9]\d* passed, 0 failed, 0 skipped$/m;

/** A few scenarios stand for the suite. */
const selection = '--tags @kubernetes-ingress.path-types.exact-final-slash';

async function workflowIn(path: string): Promise<Workflow> {
  return parse(await readFile(path, 'utf8'), { strict: true });
}

/** Where `npx --yes ingress-conformance@<version>` leads to this project. */
async function commandsIn(folder: string): Promise<string> {
  const program = `"${process.execPath}" "${join(project, 'bin', 'ingress-conformance.ts')}"`;
  const script = `#!/bin/sh
[ "$1" = --yes ] && [ "\${2%%@*}" = ingress-conformance ] || exit 127
shift 2
case $1 in run) exec ${program} "$@" ${selection} ;; *) exec ${program} "$@" ;; esac
`;
  await mkdir(folder);
  await writeFile(join(folder, 'npx'), script, { mode: 0o755 });
  return `${folder}:/usr/bin:/bin`;
}
