import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Mistake } from '../mistake.ts';
import { readKubeconfig } from './kubeconfig-file.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  await mkdir(join(folder, '.kube'));
  await write('.kube/config', 'home');
  await write('one.yaml', 'one');
  await write('two.yaml', 'two');
});
after(() => rm(folder, { recursive: true }));

describe('a kubeconfig is found where kubectl finds it', () => {
  test('first where it is named', () => {
    const KUBECONFIG = join(folder, 'two.yaml');
    assert.equal(serverOf({ file: join(folder, 'one.yaml') }, { KUBECONFIG, HOME: folder }), 'https://one');
  });

  test('then where KUBECONFIG says, before what the user has at home', () => {
    const KUBECONFIG = join(folder, 'two.yaml');
    assert.equal(serverOf({}, { KUBECONFIG, HOME: folder }), 'https://two');
    assert.equal(serverOf({}, { KUBECONFIG: '', HOME: folder }), 'https://home');
  });

  test('in several files, of which the first counts, and those that are missing do not', () => {
    const files = ['none.yaml', 'one.yaml', 'two.yaml'].map((name) => join(folder, name));
    const environment = { KUBECONFIG: files.join(delimiter), HOME: folder };
    assert.equal(serverOf({}, environment), 'https://one');
    assert.equal(serverOf({ context: 'two' }, environment), 'https://two');
  });

  test('with the context that is asked for', () => {
    const file = join(folder, 'one.yaml');
    assert.equal(serverOf({ file, context: 'other' }, {}), 'https://other-of-one');
  });
});

describe('what is wrong with it is told with what to do', () => {
  const cases: readonly (readonly [what: string, text: string | undefined, said: RegExp])[] = [
    ['nothing there', undefined, /made\.yaml can't be read: ENOENT/],
    ['no YAML', 'a: [', /made\.yaml can't be read: /],
    ['no mapping', '[]', /made\.yaml (can't be read|has no current context)/],
    [
      'no current context',
      textOf('made').replace(/^current.*$/m, ''),
      /no current context\. Give one by --context: made, other\./,
    ],
    [
      'a context that there is not',
      textOf('made').replace('current-context: made', 'current-context: gone'),
      /made\.yaml has no context "gone"\. Give one by --context: made, other\./,
    ],
    [
      'a cluster that there is not',
      textOf('made').replace('cluster: made', 'cluster: gone'),
      /context "made" in .* of the cluster "gone", which is not there/,
    ],
    [
      'a server that is no URL',
      textOf('made').replaceAll('https://', 'ftp://'),
      /no server to be reached at: ftp:\/\/made/,
    ],
  ];
  for (const [what, text, said] of cases) {
    test(what, async () => {
      const file = join(folder, 'made.yaml');
      await rm(file, { force: true });
      if (text !== undefined) await writeFile(file, text);
      assert.throws(() => serverOf({ file }, {}), matching(said));
    });
  }

  test('nothing anywhere', () => {
    assert.throws(
      () => serverOf({}, { HOME: '/none' }),
      matching(/KUBECONFIG is not set, \/none\/\.kube\/config/),
    );
    assert.throws(
      () => serverOf({}, { KUBECONFIG: '/none' }),
      matching(/KUBECONFIG names \/none, which is not there\. Give one by --kubeconfig/),
    );
  });
});

function matching(said: RegExp) {
  return (error: unknown) => error instanceof Mistake && said.test(error.message);
}

function serverOf(
  place: { readonly file?: string; readonly context?: string },
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { file, context } = place;
  return readKubeconfig({ file, context }, environment).getCurrentCluster()?.server;
}

async function write(path: string, name: string): Promise<void> {
  await writeFile(join(folder, path), textOf(name));
}

function textOf(name: string): string {
  return `
apiVersion: v1
kind: Config
current-context: ${name}
clusters:
  - { name: ${name}, cluster: { server: 'https://${name}' } }
  - { name: shared, cluster: { server: 'https://other-of-${name}' } }
users:
  - { name: user, user: { token: secret } }
contexts:
  - { name: ${name}, context: { cluster: ${name}, user: user } }
  - { name: other, context: { cluster: shared, user: user } }
`;
}
