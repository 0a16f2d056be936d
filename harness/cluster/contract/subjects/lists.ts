import assert from 'node:assert/strict';
import { collections, configMapOf, expectAnswer, ingressOf } from '../asking.ts';
import type { Behaviour, Contract } from '../behaviours.ts';
import type { Json } from '../servers.ts';

async function makeFive(contract: Contract): Promise<string> {
  const { configMaps } = collections(contract);
  for (const number of [1, 2, 3, 4, 5]) {
    const labels = { number: String(number), odd: String(number % 2) };
    await expectAnswer(contract, ['POST', configMaps, configMapOf(`map-${number}`, labels)], 201);
  }
  return configMaps;
}

async function namesOf(contract: Contract, path: string): Promise<string[]> {
  const { items } = await expectAnswer(contract, ['GET', path], 200);
  return items.map(({ metadata }: Json) => metadata.name);
}

/** Those of `makeFive`; a real cluster may have others that controllers put there. */
const ours = 'labelSelector=odd';

export const listBehaviours: readonly Behaviour[] = [
  {
    name: 'gives lists page by page, each from the same state',
    async run(contract) {
      const path = `${await makeFive(contract)}?${ours}`;
      const first = await expectAnswer(contract, ['GET', `${path}&limit=2`], 200);
      assert.deepEqual(
        first.items.map(({ metadata }: Json) => metadata.name),
        ['map-1', 'map-2'],
      );
      await expectAnswer(contract, ['DELETE', `${collections(contract).configMaps}/map-4`], 200);
      const token = encodeURIComponent(first.metadata.continue);
      const second = await expectAnswer(contract, ['GET', `${path}&limit=2&continue=${token}`], 200);
      assert.deepEqual(
        second.items.map(({ metadata }: Json) => metadata.name),
        ['map-3', 'map-4'],
      );
      assert.equal(second.metadata.resourceVersion, first.metadata.resourceVersion);
      const last = encodeURIComponent(second.metadata.continue);
      const third = await expectAnswer(contract, ['GET', `${path}&limit=2&continue=${last}`], 200);
      assert.deepEqual(
        third.items.map(({ metadata }: Json) => metadata.name),
        ['map-5'],
      );
      assert.equal(third.metadata.continue, undefined);
      await expectAnswer(contract, ['GET', `${path}&continue=bogus`], 400);
      await expectAnswer(contract, ['GET', `${path}&continue=${token}&resourceVersion=5`], 400);
    },
  },
  {
    name: 'selects by labels and fields',
    async run(contract) {
      const path = await makeFive(contract);
      const select = (selector: string) =>
        namesOf(contract, `${path}?labelSelector=${encodeURIComponent(selector)}`);
      assert.deepEqual(await select('odd=0'), ['map-2', 'map-4']);
      assert.deepEqual(await select('odd!=1,number'), ['map-2', 'map-4']);
      assert.deepEqual(await select('number in (1,2)'), ['map-1', 'map-2']);
      assert.deepEqual(await select('number notin (1,2,3),odd'), ['map-4', 'map-5']);
      assert.deepEqual(await namesOf(contract, `${path}?fieldSelector=metadata.name%3Dmap-3`), ['map-3']);
      for (const selector of ['labelSelector=a%20b', 'labelSelector=a%3Db%3Dc', 'fieldSelector=data.x%3Dy']) {
        await expectAnswer(contract, ['GET', `${path}?${selector}`], 400, { reason: 'BadRequest' });
      }
      const { message } = await expectAnswer(contract, ['GET', `${path}?fieldSelector=data.x%3Dy`], 400);
      assert.equal(
        message,
        '"data.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
      );
    },
  },
  {
    name: 'selects Secrets by their type and pods by their phase',
    async run(contract) {
      const { secrets, pods } = collections(contract);
      await expectAnswer(
        contract,
        ['POST', secrets, { metadata: { name: 'a' }, type: 'example.net/one' }],
        201,
      );
      assert.deepEqual(await namesOf(contract, `${secrets}?fieldSelector=type%3Dexample.net/one`), ['a']);
      assert.deepEqual(await namesOf(contract, `${pods}?fieldSelector=status.phase%3DRunning`), []);
    },
  },
  {
    name: 'gives lists of a version that was, is, and is not yet',
    async run(contract) {
      const path = await makeFive(contract);
      const { metadata } = await expectAnswer(contract, ['GET', path], 200);
      await expectAnswer(contract, ['DELETE', `${path}/map-1`], 200);
      const exact = `${path}?${ours}&resourceVersionMatch=Exact&resourceVersion=${metadata.resourceVersion}`;
      assert.equal((await namesOf(contract, exact)).length, 5);
      assert.equal((await namesOf(contract, `${path}?${ours}`)).length, 4);
      await expectAnswer(contract, ['GET', `${path}?resourceVersion=999999999`], 504, { reason: 'Timeout' });
      await expectAnswer(contract, ['GET', `${path}?resourceVersion=x`], 400, { reason: 'BadRequest' });
      await expectAnswer(contract, ['GET', `${path}?resourceVersionMatch=Exact`], 422, { reason: 'Invalid' });
    },
  },
  {
    name: 'gives tables, and metadata alone',
    async run(contract) {
      const { ingresses } = collections(contract);
      await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201);
      const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
      const shown = await expectAnswer(contract, ['GET', ingresses, undefined, table], 200, {
        kind: 'Table',
      });
      assert.deepEqual(
        shown.columnDefinitions.map(({ name }: Json) => name),
        ['Name', 'Class', 'Hosts', 'Address', 'Ports', 'Age'],
      );
      assert.deepEqual(shown.rows[0].cells.slice(0, 5), ['app', '<none>', 'example.net', '', '80']);
      const partial = { accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io' };
      const list = await expectAnswer(contract, ['GET', ingresses, undefined, partial], 200, {
        kind: 'PartialObjectMetadataList',
      });
      assert.equal(list.items[0].spec, undefined);
    },
  },
];
