import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { pino } from 'pino';
import { loadStaticConfiguration } from './configuration/load.ts';
import { viewOf } from './dashboard/example.fixture.ts';
import { recordOf } from './observability/records.fixture.ts';
import { type OperationsInput, startOperations } from './operations.ts';

async function inputFor(...flags: readonly string[]): Promise<OperationsInput & { output: PassThrough }> {
  const loaded = await loadStaticConfiguration({
    arguments: flags,
    environment: {},
    workingDirectory: '/nowhere',
    systemDirectory: '/nowhere',
  });
  assert.ok(loaded.kind === 'run');
  const view = await viewOf([]);
  return {
    configuration: loaded.configuration,
    view: () => view,
    terminating: () => false,
    output: new PassThrough({ encoding: 'utf8' }),
    workingDirectory: '/nowhere',
    logger: pino({ level: 'silent' }),
  };
}

test('nobody listens to requests where nothing is told of them', async () => {
  const operations = startOperations(await inputFor());
  assert.equal(operations.observer, undefined);
  assert.deepEqual(Object.keys(operations.services), []);
  assert.equal(operations.internal('traefik'), undefined);
});

test('access log and metrics both hear of a request', async () => {
  const input = await inputFor('--accesslog', '--metrics.prometheus', '--api', '--ping');
  const operations = startOperations(input);
  operations.observer?.requestBegan?.(recordOf());
  operations.observer?.requestEnded(recordOf());
  await operations.close();
  assert.match(String(input.output.read()), /"GET \/path\?query=1 HTTP\/1\.1" 200 /);
  assert.deepEqual(Object.keys(operations.services).sort(), [
    'api@internal',
    'dashboard@internal',
    'ping@internal',
    'prometheus@internal',
  ]);
});

test('an access log that can not be opened keeps the process from starting', async () => {
  const input = await inputFor('--accesslog.filepath=no/such/folder/access.log');
  assert.throws(() => startOperations(input), {
    name: 'StartError',
    message: /accessLog\.filePath \(no\/such\/folder\/access\.log\)/,
  });
});
