import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Capability, Catalogue, KubernetesRange } from '../reports/catalogue/catalogue.ts';
import { reasonNotApplicable, reasonTooOld } from './applicability.ts';
import { embeddedClusters } from './cluster/embedded.ts';
import { reference } from './implementation/reference.ts';

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
    assert.match(reason(about, { cluster: ['kubernetes-version'] }) ?? '', /the cluster is 1.34/);
  });

  test('where the scenario chooses another version, and the cluster can be of it', () => {
    const about = { kubernetes: { from: '1.14', to: '1.21' } };
    assert.equal(reason(about, { cluster: ['kubernetes-version'] }, true), undefined);
    assert.match(reason(about, { cluster: [] }, true) ?? '', /the cluster is 1.34/);
    assert.equal(reason({ kubernetes: { from: '1.9', to: undefined } }, { cluster: [] }), undefined);
  });
});

test('a scenario may need a version or a later one', () => {
  assert.equal(reasonTooOld('1.19', '1.19'), undefined);
  assert.equal(reasonTooOld('1.21', '1.19'), undefined);
  assert.match(reasonTooOld('1.18', '1.19') ?? '', /needs Kubernetes 1.19 or later, and the cluster is 1.18/);
});

function reason(
  statement: { readonly requires?: readonly Capability[]; readonly kubernetes?: KubernetesRange },
  offered: { readonly implementation?: readonly Capability[]; readonly cluster?: readonly Capability[] } = {},
  choosesVersion = false,
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
  return reasonNotApplicable(
    catalogue,
    { tags: ['@document.section.statement'], choosesVersion },
    {
      implementation: { capabilities: new Set(offered.implementation ?? reference.capabilities) },
      clusters: { capabilities: new Set(offered.cluster ?? embeddedClusters.capabilities) },
      kubernetesVersion: '1.34',
    },
  );
}
