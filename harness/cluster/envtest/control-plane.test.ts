import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { createRunFolder, type RunFolder } from '../../run-folder.ts';
import { connectObjects } from '../objects.ts';
import type { Assets } from './assets.ts';
import { findAssets } from './assets.ts';
import { startControlPlane } from './control-plane.ts';

describe('a control plane', () => {
  let folder: RunFolder;
  let programs = '';

  before(() => {
    folder = createRunFolder();
    programs = mkdtempSync(join(folder.path, 'programs-'));
  });
  after(() => folder.remove());

  /** A program that is a script. */
  const script = (name: string, text: string): string => {
    const path = join(mkdtempSync(join(programs, 'p-')), name);
    writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  };
  const lasting = (name: string) => script(name, 'echo "up and well"; exec sleep 1000');
  const starting = (assets: Assets, options: { signal?: AbortSignal; timeoutScale?: number } = {}) =>
    startControlPlane({
      assets,
      count: 1,
      runFolder: folder.path,
      signal: undefined,
      timeoutScale: 1,
      ...options,
    });
  const nothingIsLeft = () => {
    assert.deepEqual(readdirSync(join(folder.path, 'children')), []);
    assert.deepEqual(
      readdirSync(folder.path).filter((name) => name.startsWith('control-plane-')),
      [],
    );
  };

  test('whose API server ends says with which words', async () => {
    const assets = {
      etcd: lasting('etcd'),
      kubeApiServer: script('kube-apiserver', 'echo "no such option: $1" >&2; exit 3'),
    };
    await assert.rejects(starting(assets), {
      name: 'Mistake',
      message:
        /^The program kube-apiserver ended with exit code 3; it says:\nno such option: --bind-address=127\.0\.0\.1$/,
    });
    nothingIsLeft();
  });

  test('whose etcd ends says with which words', async () => {
    const assets = {
      etcd: script('etcd', 'echo "what a mess"; kill -9 $$'),
      kubeApiServer: lasting('kube-apiserver'),
    };
    await assert.rejects(starting(assets), {
      name: 'Mistake',
      message: /^The program etcd ended by SIGKILL; it says:\nwhat a mess$/,
    });
    nothingIsLeft();
  });

  test('whose programs are none says so', async () => {
    const noProgram = script('kube-apiserver', '');
    writeFileSync(noProgram, '#!/nowhere/sh\n');
    await assert.rejects(starting({ etcd: lasting('etcd'), kubeApiServer: noProgram }), {
      name: 'Mistake',
      message: /^The program kube-apiserver ended before it began: .*ENOENT/,
    });
    nothingIsLeft();
  });

  test('that does not become ready is not waited for without end', async () => {
    const assets = { etcd: lasting('etcd'), kubeApiServer: lasting('kube-apiserver') };
    await assert.rejects(starting(assets, { timeoutScale: 0.01 }), {
      name: 'Mistake',
      message:
        /^The program kube-apiserver has not become ready: .*\/readyz gives .*ECONNREFUSED.* It says:\n/,
    });
    nothingIsLeft();
  });

  test('that ignores being asked to end is ended', async () => {
    const stubborn = (name: string) => script(name, 'trap "" TERM; while :; do sleep 1000; done');
    const assets = { etcd: stubborn('etcd'), kubeApiServer: stubborn('kube-apiserver') };
    await assert.rejects(starting(assets, { timeoutScale: 0.01 }), { name: 'Mistake' });
    nothingIsLeft();
  });

  test('is given up where the run is interrupted', async () => {
    const controller = new AbortController();
    const assets = { etcd: lasting('etcd'), kubeApiServer: lasting('kube-apiserver') };
    const started = starting(assets, { signal: controller.signal });
    controller.abort(new Error('interrupted'));
    await assert.rejects(started, /^Error: interrupted$/);
    nothingIsLeft();
  });

  test('of the real programs serves as many clusters as there are workers', async (context: TestContext) => {
    if ((process.env.KUBEBUILDER_ASSETS ?? '') === '') return context.skip('KUBEBUILDER_ASSETS is not set');
    const controlPlane = await startControlPlane({
      assets: findAssets(process.env),
      count: 2,
      runFolder: folder.path,
      signal: undefined,
      timeoutScale: 1,
    });
    try {
      assert.match(controlPlane.version, /^v1\.\d+\.\d+/);
      const [first, second] = controlPlane.servers.map(({ controller }) =>
        connectObjects(readFileSync(controller, 'utf8')),
      );
      const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'one' } };
      await first?.apply(map);
      const reference = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'one' };
      assert.ok(await first?.read(reference));
      assert.equal(await second?.read(reference), undefined);
      const [files] = controlPlane.servers;
      assert.ok(files);
      // One who may do what roles grant, and there are none.
      const restricted = connectObjects(readFileSync(files.restricted, 'utf8'));
      await assert.rejects(restricted.read(reference), /403/);
      assert.match(readFileSync(files.auditLog, 'utf8'), /"resource":"configmaps"/);
    } finally {
      await controlPlane.stop();
    }
    nothingIsLeft();
    assert.equal(existsSync(controlPlane.servers[0]?.admin ?? ''), false);
    return undefined;
  });
});
