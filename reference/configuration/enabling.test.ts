import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FourForms, machineFor, run } from './configuration.fixture.ts';
import type { KubernetesIngressOptions } from './static-configuration.ts';

describe('the provider is enabled, with everything at its default, by', () => {
  const provider: KubernetesIngressOptions = {
    endpoint: '',
    token: '',
    certAuthFilePath: '',
    namespaces: [],
    labelSelector: '',
    ingressClass: '',
    ingressEndpoint: undefined,
    throttleDuration: 0,
    allowEmptyServices: false,
    allowExternalNameServices: false,
    strictPrefixMatching: false,
  };
  const enabling: readonly (readonly [title: string, form: keyof FourForms, written: Partial<FourForms>])[] =
    [
      ['{} in YAML', 'yaml', { yaml: 'providers:\n  kubernetesIngress: {}\n' }],
      ['true in YAML', 'yaml', { yaml: 'providers:\n  kubernetesIngress: true\n' }],
      ['a table in TOML', 'toml', { toml: '[providers.kubernetesIngress]\n' }],
      ['a flag', 'flags', { flags: ['--providers.kubernetesingress'] }],
      ['a flag with one dash', 'flags', { flags: ['-providers.kubernetesIngress'] }],
      ['a flag that is true', 'flags', { flags: ['--providers.kubernetesingress=true'] }],
      [
        'a variable that is true',
        'environment',
        { environment: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS: 'true' } },
      ],
    ];
  for (const [title, form, written] of enabling) {
    test(title, async () => {
      const { configuration } = await run(machineFor(form, { ...nothing, ...written }));
      assert.deepEqual(configuration.providers.kubernetesIngress, provider);
    });
  }
});

describe('the provider stays off with', () => {
  const off: readonly (readonly [title: string, form: keyof FourForms, written: Partial<FourForms>])[] = [
    ['false in YAML', 'yaml', { yaml: 'providers:\n  kubernetesIngress: false\n' }],
    ['nothing behind the key in YAML', 'yaml', { yaml: 'providers:\n  kubernetesIngress:\n' }],
    ['a flag that is false', 'flags', { flags: ['--providers.kubernetesingress=false'] }],
    [
      'a variable that is false',
      'environment',
      { environment: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS: 'false' } },
    ],
  ];
  for (const [title, form, written] of off) {
    test(title, async () => {
      const { configuration } = await run(machineFor(form, { ...nothing, ...written }));
      assert.equal(configuration.providers.kubernetesIngress, undefined);
    });
  }

  test('nothing behind the key in YAML, which is told by a warning', async () => {
    const { warnings } = await run({ files: { 'work/traefik.yml': 'providers:\n  kubernetesIngress:\n' } });
    assert.deepEqual(
      warnings.map(({ option }) => option),
      ['providers.kubernetesIngress'],
    );
  });

  test('a flag that is false beside options of it, which is told by a warning', async () => {
    const flags = ['--providers.kubernetesingress=false', '--providers.kubernetesingress.token=t'];
    const { configuration, warnings } = await run({ arguments: flags });
    assert.equal(configuration.providers.kubernetesIngress, undefined);
    assert.match(warnings[0]?.reason ?? '', /switched off/);
  });
});

const nothing: FourForms = { yaml: '', toml: '', flags: [], environment: {} };
