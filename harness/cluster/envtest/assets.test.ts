import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findAssets } from './assets.ts';

describe('the programs of a control plane', () => {
  let folder = '';

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'assets-'));
    for (const name of ['etcd', 'kube-apiserver', 'other'])
      writeFileSync(join(folder, name), '', { mode: 0o755 });
  });
  after(() => rmSync(folder, { recursive: true }));

  test('are found in the folder that KUBEBUILDER_ASSETS names', () => {
    assert.deepEqual(findAssets({ KUBEBUILDER_ASSETS: folder }), {
      etcd: join(folder, 'etcd'),
      kubeApiServer: join(folder, 'kube-apiserver'),
    });
  });

  test('are found one by one', () => {
    const other = join(folder, 'other');
    const found = findAssets({ KUBEBUILDER_ASSETS: folder, TEST_ASSET_KUBE_APISERVER: other });
    assert.equal(found.kubeApiServer, other);
  });

  test('that are missing are said to be, with what installs them', () => {
    assert.throws(() => findAssets({ KUBEBUILDER_ASSETS: join(folder, 'nowhere') }), {
      name: 'Mistake',
      message:
        /^The program etcd is not there: .*nowhere\/etcd, as KUBEBUILDER_ASSETS says\. .*setup-envtest/,
    });
    assert.throws(
      () => findAssets({ TEST_ASSET_ETCD: folder }),
      /^Mistake: The program etcd is not a file: .*as TEST_ASSET_ETCD says/,
    );
    chmodSync(join(folder, 'etcd'), 0o644);
    assert.throws(() => findAssets({ KUBEBUILDER_ASSETS: folder }), /etcd cannot be executed/);
  });
});
