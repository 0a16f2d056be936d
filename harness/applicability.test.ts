import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Capability, Catalogue, KubernetesRange } from '../reports/catalogue/catalogue.ts';
import { reasonNotApplicable } from './applicability.ts';
import { readSettings } from './settings.ts';

const anyVersion: KubernetesRange = { from: undefined, to: undefined };

describe('a statement can be checked', () => {
  test('where everything that it requires is offered', () => {
    assert.equal(reason({ requires: ['options', 'request-log'] }), undefined);
  });

  test('not where the implementation lacks something', () => {
    assert.match(reason({ requires: ['options'] }, { implementation: [] }) ?? '', /options .* cannot be set/);
  });

  test('not where the cluster lacks something', () => {
    assert.match(
      reason({ requires: ['request-log'] }, { cluster: [] }) ?? '',
      /does not tell which requests/,
    );
  });

  test('not where the cluster is of another version and stays so', () => {
    const about = { kubernetes: { from: '1.14', to: '1.21' } };
    assert.match(
      reason(about, { cluster: [] }) ?? '',
      /about Kubernetes 1.14 to 1.21, and the cluster is 1.34/,
    );
    assert.equal(reason(about, { cluster: ['kubernetes-version'] }), undefined);
    assert.equal(reason({ kubernetes: { from: '1.9', to: undefined } }, { cluster: [] }), undefined);
  });
});

function reason(
  statement: { readonly requires?: readonly Capability[]; readonly kubernetes?: KubernetesRange },
  offered: { readonly implementation?: readonly Capability[]; readonly cluster?: readonly Capability[] } = {},
): string | undefined {
  const catalogue: Catalogue = {
    documents: [
      {
        id: 'document',
        title: 'Document',
        url: 'https://example.com/',
        sections: [
          {
            id: 'section',
            title: 'Section',
            link: 'https://example.com/#section',
            statements: [
              {
                id: 'document.section.statement',
                text: 'It holds.',
                level: 'documented',
                kubernetes: anyVersion,
                requires: [],
                contradicts: [],
                note: '',
                ...statement,
              },
            ],
          },
        ],
      },
    ],
  };
  const settings = readSettings({});
  return reasonNotApplicable(catalogue, ['@document.section.statement'], {
    ...settings,
    implementation: {
      ...settings.implementation,
      capabilities: new Set(offered.implementation ?? settings.implementation.capabilities),
    },
    clusterCapabilities: new Set(offered.cluster ?? settings.clusterCapabilities),
  });
}
