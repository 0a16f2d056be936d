/** Bodies that are too large to be kept. */
import assert from 'node:assert/strict';
import { Then, When } from '@cucumber/cucumber';
import { NotToBeHad } from '../harness/cluster/cluster.ts';
import { download, type MemoryHeld, upload } from '../harness/traffic/bulk.ts';
import type { ConformanceWorld } from './world.ts';

const gibibyte = 1024 ** 3;

/** Far less than any part of a body that somebody might keep, and more than what differs from one moment to another. */
const mostGrowth = 32 * 1024 ** 2;

When(
  'the client uploads {int} GiB to {string}',
  async function (this: ConformanceWorld, size: number, url: string) {
    const memory = await memoryOf(this);
    this.bulk = await upload(await this.clients.addressOf('web'), url, size * gibibyte, memory);
  },
);

When(
  'the client downloads {int} GiB from {string}',
  async function (this: ConformanceWorld, size: number, url: string) {
    const length = size * gibibyte;
    const headers = { 'X-Echo-Size': String(length) };
    const memory = await memoryOf(this);
    this.bulk = await download(await this.clients.addressOf('web'), url, length, headers, memory);
  },
);

/** How to tell the memory of the implementation; undefined: it runs in this process. */
async function memoryOf({ session }: ConformanceWorld): Promise<MemoryHeld | undefined> {
  const running = await session.controller();
  if (running.memory === undefined) return undefined;
  const held = (): number => {
    const bytes = running.memory?.();
    if (bytes === undefined) throw new NotToBeHad('the system does not tell what memory a process holds');
    return bytes;
  };
  held();
  return held;
}

Then('the upload is answered with {int}', function (this: ConformanceWorld, status: number) {
  assert.equal(this.bulk?.status, status);
});

Then(
  'the download is answered with {int}, and is of {int} bytes',
  function (this: ConformanceWorld, status: number, length: number) {
    assert.deepEqual({ status: this.bulk?.status, length: this.bulk?.length }, { status, length });
  },
);

/** That of this process, where the implementation runs in it, or of its own. */
Then('memory has not grown meanwhile', async function (this: ConformanceWorld) {
  const { memory } = await this.session.controller();
  if (memory === undefined && this.settings.implementation.kind !== 'reference')
    return this.notApplicable('the memory of the implementation cannot be looked at');
  assert.ok(this.bulk, 'The scenario has no body that memory was watched with.');
  const { growth } = this.bulk;
  assert.ok(growth < mostGrowth, `It has grown by ${Math.round(growth / 1024 ** 2)} MiB.`);
  return undefined;
});
