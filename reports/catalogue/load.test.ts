import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { formatIssue } from './issue.ts';
import { CatalogueError, loadCatalogue } from './load.ts';

const head = `document: page
title: The page
url: https://example.org/page/
sections:
`;

/** A section `first` with the given statements, whose first line is line 9 of the file. */
function section(statements: string): string {
  return `${head}  - id: first
    title: First
    link: https://example.org/page/#first
    statements:
${statements}`;
}

const sound = section(`      - id: page.first.one
        text: Everything
          holds.
        level: documented
      - id: page.first.two
        text: From time to time it holds.
        level: inferred
        kubernetes: { from: '1.18', to: '1.21' }
        requires: [options, log]
        note: The page is silent.
`);

const another = `  - id: second
    title: Second
    link: https://example.org/page/#second
    statements:
      - id: page.second.other
        text: It holds here too.
        level: documented
`;

describe('loadCatalogue', () => {
  it('reads documents, sections and statements', async () => {
    const { documents } = await load({ page: sound });
    assert.deepEqual(documents, [
      {
        id: 'page',
        title: 'The page',
        url: 'https://example.org/page/',
        sections: [
          {
            id: 'first',
            title: 'First',
            link: 'https://example.org/page/#first',
            statements: [
              {
                id: 'page.first.one',
                text: 'Everything holds.',
                level: 'documented',
                kubernetes: { from: undefined, to: undefined },
                requires: [],
                contradicts: [],
                note: '',
              },
              {
                id: 'page.first.two',
                text: 'From time to time it holds.',
                level: 'inferred',
                kubernetes: { from: '1.18', to: '1.21' },
                requires: ['options', 'log'],
                contradicts: [],
                note: 'The page is silent.',
              },
            ],
          },
        ],
      },
    ]);
  });

  it('gives the documents in the order of their folders', async () => {
    const { documents } = await load({ page: sound, alpha: sound.replaceAll('page', 'alpha') });
    assert.deepEqual(
      documents.map(({ id }) => id),
      ['alpha', 'page'],
    );
  });

  it('names every mistake at once, in the order of the lines', async () => {
    const text = section(`      - id: page.first.one
        text: No full stop
        level: documentd
      - id: page.first.one
        text: Twice.
        level: documented
        requires: [option]
`);
    assert.deepEqual(await issuesOf({ page: text }), [
      'page/document.yaml:10: "text" is no sentence on one line; end it with a full stop and leave out line breaks',
      'page/document.yaml:11: unknown level "documentd"; use documented, inferred, observed',
      'page/document.yaml:12: the statement "page.first.one" also stands in line 9; give one another id',
      'page/document.yaml:15: unknown capability "option"; write "options"',
    ]);
  });

  const statement = (more: string) =>
    section(`      - id: page.first.one\n        text: It holds.\n        level: documented\n${more}`);

  const mistakes: Record<string, [text: string, issue: RegExp]> = {
    'a file that is not YAML': ['document: [', /^page\/document.yaml:1: this is not YAML/],
    'an empty file': ['', /:1: the file is empty/],
    'a document that is no mapping': ['- page', /:1: the document is no mapping/],
    'a document in a folder of another name': [
      sound.replace('document: page', 'document: pages'),
      /:1: .*"pages".*"page"/,
    ],
    'an unknown key': [
      statement('        requries: [log]\n'),
      /:12: unknown key "requries".*write "requires"/,
    ],
    'a key without a value': [statement('        note:\n'), /:12: "note" of a statement is empty/],
    'a missing key': [sound.replace('title: The page\n', ''), /:1: the document has no "title"/],
    'a relative address': [
      sound.replace('url: https://example.org/page/', 'url: page/'),
      /:3: "page\/" is no address/,
    ],
    'a link without an anchor': [
      sound.replace('page/#first', 'page/'),
      /:7: the link .* does not lead to a heading/,
    ],
    'a section id of other letters': [sound.replaceAll('first', 'First'), /:5: the section id "First"/],
    'two sections of one id': [
      sound + another.replace('id: second', 'id: first').replace('page.second', 'page.first'),
      /:19: there are two sections "first"/,
    ],
    'two sections of one title': [
      sound + another.replace('title: Second', 'title: First'),
      /:19: there are two sections titled "First"/,
    ],
    'a section without statements': [section('      []\n'), /:5: the section "first" has no statement/],
    'an id of another section': [
      statement('').replace('page.first.one', 'page.other.one'),
      /:9: .*begin it with "page.first."/,
    ],
    'an id of other letters': [
      statement('').replace('first.one', 'first.One'),
      /:9: the last part of "page.first.One"/,
    ],
    'an id of four parts': [statement('').replace('first.one', 'first.one.more'), /:9: the last part of/],
    'a version that YAML reads as a number': [
      statement('        kubernetes: { from: 1.20 }\n'),
      /:12: "from" is no text/,
    ],
    'a version that Kubernetes never had': [
      statement("        kubernetes: { from: '1.99' }\n"),
      /:12: unknown Kubernetes version "1.99"/,
    ],
    'a version before the first': [
      statement("        kubernetes: { from: '1.13' }\n"),
      /:12: unknown Kubernetes version "1.13"/,
    ],
    'a range that is empty': [
      statement("        kubernetes: { from: '1.20', to: '1.19' }\n"),
      /:12: Kubernetes 1.20 is later than 1.19/,
    ],
    'a sentence over several lines': [
      statement('        note: |-\n          One.\n          Two.\n'),
      /:12: "note" is no sentence/,
    ],
    'a range without bounds': [statement('        kubernetes: {}\n'), /:12: "kubernetes" has no bound/],
    'a capability twice': [
      statement('        requires: [log, log]\n'),
      /:12: the capability "log" stands twice/,
    ],
    'requirements that are no list': [statement('        requires: log\n'), /:12: "requires" is no list/],
    'a contradiction to nothing': [
      statement('        contradicts: [page.first.none]\n'),
      /:9: .*which does not exist/,
    ],
    'a contradiction of itself': [
      statement('        contradicts: [page.first.one]\n'),
      /:9: .*of its own document/,
    ],
  };
  for (const [name, [text, issue]] of Object.entries(mistakes)) {
    it(`refuses ${name}`, async () => {
      const issues = await issuesOf({ page: text });
      assert.equal(issues.length, 1, issues.join('\n'));
      assert.match(issues[0] ?? '', issue);
    });
  }

  const contradicting = statement('        contradicts: [alpha.first.one]\n');

  it('takes a contradiction that both sides declare', async () => {
    const alpha = contradicting.replaceAll('page', '?').replaceAll('alpha', 'page').replaceAll('?', 'alpha');
    const { documents } = await load({ page: contradicting, alpha });
    assert.deepEqual(documents[1]?.sections[0]?.statements[0]?.contradicts, ['alpha.first.one']);
  });

  it('refuses a contradiction that one side declares', async () => {
    const issues = await issuesOf({ page: contradicting, alpha: statement('').replaceAll('page', 'alpha') });
    assert.deepEqual(issues, [
      'page/document.yaml:9: "page.first.one" contradicts "alpha.first.one", which does not say so in turn; ' +
        'add "page.first.one" to its contradicts',
    ]);
  });

  it('passes on what keeps a document from being read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
    try {
      await mkdir(join(folder, 'page', 'document.yaml'), { recursive: true });
      await assert.rejects(loadCatalogue(folder), { code: 'EISDIR' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('refuses a folder without documents', async () => {
    const issues = await issuesOf({});
    assert.match(issues[0] ?? '', /:1: there is no document/);
  });

  it('puts every mistake into the message', async () => {
    const error = await failureOf({
      page: statement('').replace('holds.', 'holds').replace('first.one', 'other.one'),
    });
    assert.match(
      error.message,
      /^The catalogue has 2 mistakes:\n.*document.yaml:9: .*\n.*document.yaml:10: /,
    );
  });
});

/** Loads documents from a folder made of their texts by name. */
async function load(documents: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  try {
    for (const [name, text] of Object.entries(documents)) {
      const file = join(folder, name, 'document.yaml');
      await mkdir(dirname(file));
      await writeFile(file, text);
    }
    return await loadCatalogue(folder);
  } catch (error) {
    throw error instanceof CatalogueError
      ? new CatalogueError(
          error.issues.map((issue) => ({ ...issue, file: issue.file.slice(folder.length + 1) })),
        )
      : error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function failureOf(documents: Record<string, string>): Promise<CatalogueError> {
  const error = await load(documents).then(
    () => assert.fail('the catalogue was taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CatalogueError, String(error));
  return error;
}

async function issuesOf(documents: Record<string, string>): Promise<string[]> {
  return (await failureOf(documents)).issues.map(formatIssue);
}
