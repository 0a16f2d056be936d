import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkFeatures } from './check-features.ts';
import { readFeatureFiles } from './features.ts';
import { formatIssue } from './issue.ts';
import { loadCatalogue } from './load.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const features = fileURLToPath(new URL('../../features', import.meta.url));

describe('features/', () => {
  it('holds a catalogue without mistakes, of all three documents', async () => {
    const { documents } = await loadCatalogue(features);
    assert.deepEqual(
      documents.map(({ id }) => id),
      ['kubernetes-ingress', 'traefik-provider', 'traefik-routing'],
    );
  });

  it('holds scenarios that each name a statement of their section', async () => {
    const files = await readFeatureFiles(features);
    const issues = checkFeatures(await loadCatalogue(features), files);
    const lines = issues.map((issue) => formatIssue({ ...issue, file: relative(project, issue.file) }));
    assert.equal(lines.length, 0, lines.join('\n'));
    assert.notEqual(files.length, 0, 'there are no feature files');
  });
});
