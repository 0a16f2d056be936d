import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure } from './configuration.fixture.ts';
import { describeOrigin } from './issues.ts';

interface Case {
  readonly title: string;
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly place: string;
  readonly reason: RegExp;
  readonly remedy: RegExp;
}

describe('a file that cannot be used is refused, with place and remedy:', () => {
  const correct = /Correct the file; it is read as (YAML|TOML) because of its name/;
  const cases: readonly Case[] = [
    {
      title: 'TOML in a .yml',
      name: 'traefik.yml',
      content: '[providers.kubernetesIngress]\n',
      place: '1:1',
      reason: /YAML by its name, but what is in it is TOML/,
      remedy: /\.toml/,
    },
    {
      title: 'more TOML in a .yml',
      name: 'traefik.yml',
      content: '[log]\nlevel = "INFO"\n',
      place: '1:1',
      reason: /YAML by its name, but what is in it is TOML/,
      remedy: /\.toml/,
    },
    {
      title: 'YAML in a .toml',
      name: 'traefik.toml',
      content: 'log:\n  level: INFO\n',
      place: '1:1',
      reason: /TOML by its name, but what is in it is YAML/,
      remedy: /\.yml/,
    },
    {
      title: 'a list in YAML',
      name: 'traefik.yml',
      content: '- a\n',
      place: '1:1',
      reason: /a YAML mapping is expected/,
      remedy: correct,
    },
    {
      title: 'a text in YAML',
      name: 'traefik.yml',
      content: '\nhello\n',
      place: '2:1',
      reason: /a YAML mapping is expected/,
      remedy: correct,
    },
    {
      title: 'two documents in YAML',
      name: 'traefik.yml',
      content: 'log: {}\n---\nping: {}\n',
      place: '2:1',
      reason: /second YAML document/,
      remedy: correct,
    },
    {
      title: 'tabs in YAML',
      name: 'traefik.yml',
      content: 'log:\n\tlevel: INFO\n',
      place: '2:1',
      reason: /not YAML\. Tabs cannot indent/,
      remedy: correct,
    },
    {
      title: 'an open quote in YAML',
      name: 'traefik.yml',
      content: 'log:\n  level: "INFO\n',
      place: '3:1',
      reason: /not YAML\. A character is missing/,
      remedy: correct,
    },
    {
      title: 'a second colon in YAML',
      name: 'traefik.yml',
      content: 'log: level: INFO\n',
      place: '1:6',
      reason: /not YAML\. There is a second ": "/,
      remedy: correct,
    },
    {
      title: 'an unknown alias in YAML',
      name: 'traefik.yml',
      content: 'log:\n  level: *nothing\n',
      place: '2:10',
      reason: /alias names no anchor/,
      remedy: correct,
    },
    {
      title: 'an alias inside of its anchor',
      name: 'traefik.yml',
      content: 'log: &a\n  level: *a\n',
      place: '2:10',
      reason: /alias names no anchor/,
      remedy: correct,
    },
    {
      title: 'a key of several values in YAML',
      name: 'traefik.yml',
      content: '{[a, b]: c}\n',
      place: '1:2',
      reason: /A key must be plain text/,
      remedy: correct,
    },
    {
      title: 'a merge of text',
      name: 'traefik.yml',
      content: 'log:\n  <<: text\n',
      place: '2:7',
      reason: /A merge key/,
      remedy: correct,
    },
    {
      title: 'a key twice in TOML',
      name: 'traefik.toml',
      content: '[log]\nlevel = "INFO"\nlevel = "WARN"\n',
      place: '3:1',
      reason: /given twice/,
      remedy: correct,
    },
    {
      title: 'a table twice in TOML',
      name: 'traefik.toml',
      content: '[log]\n[log]\n',
      place: '2:2',
      reason: /given twice/,
      remedy: correct,
    },
    {
      title: 'no value in TOML',
      name: 'traefik.toml',
      content: '[log]\nlevel = INFO\n',
      place: '2:9',
      reason: /not TOML: invalid value/,
      remedy: correct,
    },
    {
      title: 'no text',
      name: 'traefik.yml',
      content: Uint8Array.of(0xff, 0xfe, 0x00),
      place: '1:1',
      reason: /not text in UTF-8/,
      remedy: /UTF-8/,
    },
  ];
  for (const { title, name, content, place, reason, remedy } of cases) {
    test(title, async () => {
      const { issues } = await failure({ files: { [`work/${name}`]: content } });
      const [issue] = issues;
      assert.equal(issues.length, 1);
      assert.match(issue?.reason ?? '', reason);
      assert.match(issue?.remedy ?? '', remedy);
      assert.equal(issue && describeOrigin(issue.origin), `/work/${name}:${place}`);
    });
  }

  test('keys twice in YAML, which may differ by case', async () => {
    const yaml = 'log:\n  level: INFO\n  level: WARN\nLOG: {}\n';
    const { issues } = await failure({ files: { 'work/traefik.yml': yaml } });
    assert.deepEqual(
      issues.map(({ option, origin, reason }) => [option, describeOrigin(origin), reason]),
      [['log', '/work/traefik.yml:4:1', 'It is given twice; the first time at /work/traefik.yml:1:1.']],
    );
  });

  test('keys twice in TOML that differ by case', async () => {
    const toml = '[log]\nlevel = "INFO"\nLevel = "WARN"\n';
    const { issues } = await failure({ files: { 'work/traefik.toml': toml } });
    assert.match(issues[0]?.reason ?? '', /given twice; the first time at \/work\/traefik.toml:2:1/);
  });

  test('one that is larger than any configuration', async () => {
    const { issues } = await failure({ files: { 'work/traefik.yml': '# \n'.repeat(100_000) } });
    assert.match(issues[0]?.reason ?? '', /too large/);
  });

  test('one whose aliases make it larger than any configuration', async () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    const { issues } = await failure({
      files: { 'work/traefik.yml': ['l0: &l0 [a]', ...levels].join('\n') },
    });
    assert.match(issues[0]?.reason ?? '', /too much/);
  });
});

describe('a value of the wrong kind in a file is refused:', () => {
  const kinds: readonly (readonly [yaml: string, reason: string, remedy: RegExp])[] = [
    ['log: {filePath: 1}', 'It must be text, but is a number.', /quotes/],
    ['log: {filePath: true}', 'It must be text, but is a boolean.', /quotes/],
    ['log: {filePath: [a]}', 'It must be text, but is a list.', /as text/],
    ['log: {filePath: {a: b}}', 'It must be text, but is a group of options.', /as text/],
    ['api: {insecure: "true"}', 'It must be true or false, but is text.', /without quotes/],
    ['api: {insecure: yes}', 'It must be true or false, but is text.', /without quotes/],
    ['ping: {terminatingStatusCode: "204"}', 'It must be a number, but is text.', /without quotes/],
    ['providers: {kubernetesIngress: {namespaces: a}}', 'It must be a list of texts, but is text.', /a list/],
    [
      'providers: {kubernetesIngress: {namespaces: [a, 1]}}',
      'It must be a list of texts, but is a list with other things than texts in it.',
      /a list/,
    ],
    [
      'providers: {providersThrottleDuration: true}',
      'It must be text or a number, but is a boolean.',
      /number/,
    ],
    ['providers: [a]', 'This is a group of options, but it is set to a list.', /indented/],
    ['entryPoints: {web: ":80"}', 'This is a group of options, but it is set to text.', /indented/],
    ['configFile: other.yml', 'A file cannot name another file to read.', /flag/],
  ];
  for (const [yaml, reason, remedy] of kinds) {
    test(yaml, async () => {
      const { issues } = await failure({ files: { 'work/traefik.yml': yaml } });
      assert.equal(issues[0]?.reason, reason);
      assert.match(issues[0]?.remedy ?? '', remedy);
    });
  }

  test('a date in TOML', async () => {
    const { issues } = await failure({ files: { 'work/traefik.toml': 'log.filePath = 2020-01-01\n' } });
    assert.equal(issues[0]?.reason, 'It must be text, but is a date or time.');
  });
});

describe('--configFile is refused', () => {
  const files = { 'work/traefik.toml.yml': 'log: {}', 'work/config.json': '{}', 'work/directory.yml/x': '' };
  const cases: readonly (readonly [title: string, flags: readonly string[], reason: RegExp])[] = [
    ['where there is no such file', ['--configFile=missing.yml'], /There is no file "\/work\/missing.yml"/],
    ['where it is a directory', ['--configFile=directory.yml'], /cannot be read \(EISDIR\)/],
    ['where the name says two formats', ['--configFile=traefik.toml.yml'], /both YAML and TOML by its name/],
    ['where the name says none', ['--configFile=config.json'], /does not say whether it is YAML or TOML/],
    ['where it has no value', ['--configFile'], /names no file/],
    ['where another flag stands for its value', ['--configFile', '--ping'], /names no file/],
  ];
  for (const [title, flags, reason] of cases) {
    test(title, async () => {
      const { issues } = await failure({ files, arguments: flags });
      assert.equal(issues.length, 1);
      assert.equal(issues[0]?.option, 'configFile');
      assert.match(issues[0]?.reason ?? '', reason);
    });
  }
});
