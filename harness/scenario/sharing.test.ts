import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import {
  emptyConfiguration,
  type OptionTree,
  writeConfiguration,
} from '../implementation/static-configuration.ts';
import { allowsSharing, type SharingNeeds } from './sharing.ts';

function needs(change: Partial<SharingNeeds> = {}): SharingNeeds {
  return {
    requires: new Set<Capability>(['options', 'dynamic-configuration']),
    configuration: provider({}),
    usualSurroundings: true,
    usualCluster: true,
    ...change,
  };
}

function provider(kubernetesIngress: OptionTree) {
  return writeConfiguration('flags', { providers: { kubernetesIngress } });
}

describe('what others had before it is enough for a scenario', () => {
  test('with the provider and its options, in any form', () => {
    assert.ok(allowsSharing(needs()));
    assert.ok(
      allowsSharing(needs({ configuration: provider({ namespaces: ['a'], allowEmptyServices: true }) })),
    );
    const options = { providers: { kubernetesIngress: {} } };
    for (const form of ['YAML', 'TOML', 'environment'] as const) {
      assert.ok(allowsSharing(needs({ configuration: writeConfiguration(form, options) })), form);
    }
  });

  for (const capability of [
    'lifecycle',
    'log',
    'request-log',
    'kubernetes-version',
    'faults',
    'api-server',
    'name-servers',
  ] as const) {
    test(`not where its statements require ${capability}`, () => {
      assert.ok(!allowsSharing(needs({ requires: new Set<Capability>(['options', capability]) })));
    });
  }

  for (const [what, configuration] of [
    ['an entry point of its own', writeConfiguration('flags', { entryPoints: { web: { address: ':1' } } })],
    ['a path of its own', provider({ certAuthFilePath: `\${files}/ca` })],
    ['an instance that writes statuses', provider({ ingressEndpoint: { ip: '1.2.3.4' } })],
    ['a class, on whose object the end may hang', provider({ ingressClass: 'mine' })],
    ['defaults that nothing is added to', { ...provider({}), leftAlone: ['api'] }],
    ['no provider', writeConfiguration('flags', { log: { level: 'INFO' } })],
    ['nothing at all', emptyConfiguration],
    ['two sources', { ...provider({}), variables: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS: 'true' } }],
  ] as const) {
    test(`not with ${what}`, () => assert.ok(!allowsSharing(needs({ configuration }))));
  }

  test('not where the instance finds something of its own around it, or the cluster is a special one', () => {
    assert.ok(!allowsSharing(needs({ usualSurroundings: false })));
    assert.ok(!allowsSharing(needs({ usualCluster: false })));
  });
});
