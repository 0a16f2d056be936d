import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Run, run } from './configuration.fixture.ts';

describe('flags', () => {
  const namespaces = ({ configuration }: Run) => configuration.providers.kubernetesIngress?.namespaces;

  test('make one list of several', async () => {
    const flag = '--providers.kubernetesIngress.namespaces';
    assert.deepEqual(namespaces(await run({ arguments: [`${flag}=a,b`, flag, 'c, d'] })), [
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  test('take the last of several values, with a warning', async () => {
    const { configuration, warnings } = await run({ arguments: ['--log.level=INFO', '--log.level=WARN'] });
    assert.equal(configuration.log.level, 'WARN');
    assert.deepEqual(
      warnings.map(({ option, reason }) => [option, reason]),
      [['log.level', 'It is given more than once; the last one counts.']],
    );
  });

  test('take a value with a dash in front, or an equals sign in it', async () => {
    const flags = [
      '--providers.kubernetesIngress.token',
      '-x=y',
      '--providers.kubernetesIngress.labelSelector=a=b',
    ];
    const { configuration } = await run({ arguments: flags });
    assert.equal(configuration.providers.kubernetesIngress?.token, '-x=y');
    assert.equal(configuration.providers.kubernetesIngress?.labelSelector, 'a=b');
  });

  test('and variables that are empty mean the default', async () => {
    const byFlag = await run({
      arguments: ['--log.level=', '--providers.kubernetesIngress.throttleDuration='],
    });
    assert.equal(byFlag.configuration.log.level, 'ERROR');
    const byVariable = await run({ environment: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES: '' } });
    assert.deepEqual(namespaces(byVariable), []);
  });
});
