import assert from 'node:assert/strict';
import { collections, configMapOf, expectAnswer, mergePatch } from '../asking.ts';
import type { Behaviour } from '../behaviours.ts';

export const watchBehaviours: readonly Behaviour[] = [
  {
    name: 'tells a watch what happens after a version, in order',
    async run(contract) {
      const { configMaps } = collections(contract);
      await expectAnswer(contract, ['POST', configMaps, configMapOf('before')], 201);
      const { metadata } = await expectAnswer(contract, ['GET', configMaps], 200);
      const watch = await contract.server.watch(
        `${configMaps}?watch=true&resourceVersion=${metadata.resourceVersion}`,
      );
      await expectAnswer(contract, ['POST', configMaps, configMapOf('app')], 201);
      await expectAnswer(
        contract,
        ['PATCH', `${configMaps}/app`, { data: { key: 'other' } }, mergePatch],
        200,
      );
      await expectAnswer(contract, ['DELETE', `${configMaps}/app`], 200);
      const events = [await watch.next(), await watch.next(), await watch.next()];
      watch.close();
      assert.deepEqual(
        events.map(({ type, object }) => [type, object.metadata.name, object.data.key]),
        [
          ['ADDED', 'app', 'value'],
          ['MODIFIED', 'app', 'other'],
          ['DELETED', 'app', 'other'],
        ],
      );
      const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
      assert.deepEqual(
        versions,
        [...versions].sort((left, right) => left - right),
      );
      assert.equal(new Set(versions).size, 3);
    },
  },
  {
    name: 'begins a watch without a version with what there is',
    async run(contract) {
      const { configMaps } = collections(contract);
      await expectAnswer(contract, ['POST', configMaps, configMapOf('app')], 201);
      const watch = await contract.server.watch(`${configMaps}?watch=true&fieldSelector=metadata.name%3Dapp`);
      const { type, object } = await watch.next();
      watch.close();
      assert.deepEqual([type, object.metadata.name], ['ADDED', 'app']);
    },
  },
  {
    name: 'tells a watch of what comes and goes for its selector',
    async run(contract) {
      const { configMaps } = collections(contract);
      const { metadata } = await expectAnswer(contract, ['POST', configMaps, configMapOf('app')], 201);
      const from = `resourceVersion=${metadata.resourceVersion}`;
      const watch = await contract.server.watch(`${configMaps}?watch=true&labelSelector=shown&${from}`);
      const label = (shown: string | null) => ({ metadata: { labels: { shown } } });
      await expectAnswer(contract, ['PATCH', `${configMaps}/app`, label('yes'), mergePatch], 200);
      await expectAnswer(contract, ['PATCH', `${configMaps}/app`, label(null), mergePatch], 200);
      const types = [(await watch.next()).type, (await watch.next()).type];
      watch.close();
      assert.deepEqual(types, ['ADDED', 'DELETED']);
    },
  },
  {
    name: 'ends the list of a streamed one with a bookmark',
    async run(contract) {
      const { configMaps } = collections(contract);
      await expectAnswer(contract, ['POST', configMaps, configMapOf('app', { shown: 'yes' })], 201);
      const options = 'sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
      const watch = await contract.server.watch(`${configMaps}?watch=true&labelSelector=shown&${options}`);
      const [added, bookmark] = [await watch.next(), await watch.next()];
      watch.close();
      assert.deepEqual([added.type, bookmark.type], ['ADDED', 'BOOKMARK']);
      assert.equal(bookmark.object.metadata.annotations['k8s.io/initial-events-end'], 'true');
    },
  },
  {
    name: 'says that a version is too old by 410, in an event of a watch',
    async run(contract) {
      const { configMaps } = collections(contract);
      // Before everything that it remembers.
      const watch = await contract.server.watch(`${configMaps}?watch=true&resourceVersion=1`).catch(String);
      if (typeof watch === 'string') {
        assert.match(watch, /410/);
        return;
      }
      await expectAnswer(contract, ['POST', configMaps, configMapOf('app')], 201);
      const { type, object } = await watch.next();
      watch.close();
      if (type === 'ERROR') assert.equal(object.code, 410);
      // A server that remembers all of it says what has happened since.
      else assert.equal(type, 'ADDED');
    },
  },
];
