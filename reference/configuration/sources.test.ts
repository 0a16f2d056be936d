import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, load, type Machine, run } from './configuration.fixture.ts';
import { helpText } from './help.ts';
import { describeOrigin } from './issues.ts';
import { options } from './options.ts';

const environment = { HOME: '$ROOT/home', XDG_CONFIG_HOME: '$ROOT/xdg' };

describe('a file is looked for', () => {
  const places = ['etc', 'xdg', 'home/.config', 'work'].flatMap((directory) =>
    ['yml', 'yaml', 'toml'].map((ending) => `${directory}/traefik.${ending}`),
  );
  for (const [index, place] of places.entries()) {
    test(`at ${place}, before all that come later`, async () => {
      const files = Object.fromEntries(places.slice(index).map((path) => [path, fileSaying(path)]));
      const { configuration, source } = await run({ files, environment });
      assert.equal(configuration.log.filePath, place);
      assert.equal(source.kind === 'file' && source.path.endsWith(`/${place}`), true);
    });
  }

  test('nowhere else: with no file, flag or variable everything is at its default', async () => {
    const { configuration, source, warnings } = await run({ environment });
    assert.deepEqual(source, { kind: 'defaults' });
    assert.deepEqual(warnings, []);
    assert.equal(configuration.providers.kubernetesIngress, undefined);
  });

  test('not in a relative $XDG_CONFIG_HOME, nor where $HOME is no directory', async () => {
    const { source } = await run({
      files: { 'xdg/traefik.yml': fileSaying('xdg'), home: 'a file' },
      environment: { XDG_CONFIG_HOME: '$RELATIVE_ROOT/xdg', HOME: '$ROOT/home' },
    });
    assert.deepEqual(source, { kind: 'defaults' });
  });

  test('and its neighbours that are passed over are told by a warning', async () => {
    const files = {
      'etc/traefik.yml': fileSaying('traefik.yml'),
      'etc/traefik.toml': fileSaying('traefik.toml'),
    };
    const { warnings } = await run({ files });
    assert.match(warnings[0]?.reason ?? '', /traefik\.toml" is not read: traefik\.yml beside it comes first/);
  });
});

describe('--configFile names the file', () => {
  const files = {
    'work/other.yaml': fileSaying('other.yaml'),
    'work/another.TOML': fileSaying('another.toml'),
    'etc/traefik.yml': fileSaying('traefik.yml'),
  };
  const ways: readonly (readonly [title: string, machine: Machine, said: string])[] = [
    ['as a flag', { arguments: ['--configFile=other.yaml'] }, 'other.yaml'],
    ['in any case', { arguments: ['--configfile', 'another.TOML'] }, 'another.toml'],
    ['as a variable', { environment: { TRAEFIK_CONFIGFILE: '$ROOT/work/other.yaml' } }, 'other.yaml'],
    [
      'the flag before the variable',
      { arguments: ['--configFile=another.TOML'], environment: { traefik_configFile: 'other.yaml' } },
      'another.toml',
    ],
    ['unless the variable is empty', { environment: { TRAEFIK_CONFIGFILE: '' } }, 'traefik.yml'],
  ];
  for (const [title, machine, said] of ways) {
    test(title, async () => {
      const { configuration, warnings } = await run({ files, ...machine });
      assert.equal(configuration.log.filePath, said);
      assert.deepEqual(warnings, []);
    });
  }
});

describe('the sources exclude one another', () => {
  const file = { 'work/traefik.yml': fileSaying('traefik.yml') };
  const flags = ['--log.filePath=flag'];
  const variables = { TRAEFIK_LOG_FILEPATH: 'variable' };

  test('a file comes before flags and environment, which a warning each tells', async () => {
    const { configuration, warnings } = await run({ files: file, arguments: flags, environment: variables });
    assert.equal(configuration.log.filePath, 'traefik.yml');
    assert.deepEqual(
      warnings.map(({ reason }) => /^The (flags|environment variables) are not read/.exec(reason)?.[1]),
      ['flags', 'environment variables'],
    );
  });

  test('flags come before the environment, which a warning tells', async () => {
    const { configuration, source, warnings } = await run({ arguments: flags, environment: variables });
    assert.equal(configuration.log.filePath, 'flag');
    assert.deepEqual(source, { kind: 'flags' });
    assert.equal(warnings.length, 1);
  });

  test('the environment comes last', async () => {
    const { configuration, source } = await run({ environment: variables });
    assert.equal(configuration.log.filePath, 'variable');
    assert.deepEqual(source, { kind: 'environment' });
  });

  for (const [title, content] of [
    ['empty', ''],
    ['only comments', '# nothing\n'],
    ['only ---', '---\n'],
    ['{}', '{}'],
  ] as const) {
    test(`a file that says nothing (${title}) leaves the word to the flags, with a warning`, async () => {
      const { source, warnings } = await run({ files: { 'work/traefik.yml': content }, arguments: flags });
      assert.deepEqual(source, { kind: 'flags' });
      assert.match(warnings[0]?.reason ?? '', /The file says nothing/);
    });
  }
});

describe('variables that are no options', () => {
  test('are passed over where Kubernetes sets them for a Service called traefik', async () => {
    const { source } = await run({
      environment: {
        TRAEFIK_SERVICE_HOST: '10.0.0.1',
        TRAEFIK_SERVICE_PORT: '80',
        TRAEFIK_SERVICE_PORT_WEB: '80',
        TRAEFIK_PORT: 'tcp://10.0.0.1:80',
        TRAEFIK_PORT_80_TCP: 'tcp://10.0.0.1:80',
        TRAEFIK_PORT_80_TCP_ADDR: '10.0.0.1',
        TRAEFIK_DASHBOARD_PORT_8080_TCP_PROTO: 'tcp',
      },
    });
    assert.deepEqual(source, { kind: 'defaults' });
  });

  test('are passed over where they are somebody else’s', async () => {
    assert.deepEqual((await run({ environment: { PATH: '/bin', TRAEFIKX: 'x', traefik: 'y' } })).source, {
      kind: 'defaults',
    });
  });

  test('are refused where they start like an option', async () => {
    const { issues } = await failure({ environment: { TRAEFIK_PORT: '80' } });
    assert.deepEqual(
      issues.map(({ origin }) => describeOrigin(origin)),
      ['environment variable TRAEFIK_PORT'],
    );
  });
});

describe('groups in lists', () => {
  const domains = [
    { main: 'one.example.com', sans: ['a.example.com', 'b.example.com'] },
    { main: 'two.example.com', sans: [] },
  ];
  const yaml =
    'entryPoints: {web: {address: ":0", http: {tls: {domains: [{main: one.example.com, ' +
    'sans: [a.example.com, b.example.com]}, {main: two.example.com}]}}}}';
  const flag = '--entryPoints.web.http.tls.domains';
  const variable = 'TRAEFIK_ENTRYPOINTS_WEB_HTTP_TLS_DOMAINS';
  const ways: [title: string, Machine][] = [
    ['a file', { files: { 'work/traefik.yml': yaml } }],
    [
      'flags, which number them, in any order',
      {
        arguments: [
          '--entryPoints.web.address=:0',
          `${flag}[10].main=two.example.com`,
          `${flag}[2].MAIN=one.example.com`,
          `${flag}[2].sans=a.example.com,b.example.com`,
        ],
      },
    ],
    [
      'variables, which number them',
      {
        environment: {
          TRAEFIK_ENTRYPOINTS_WEB_ADDRESS: ':0',
          [`${variable}_0_MAIN`]: 'one.example.com',
          [`${variable}_0_SANS`]: 'a.example.com,b.example.com',
          [`${variable}_1_MAIN`]: 'two.example.com',
        },
      },
    ],
  ];
  for (const [title, machine] of ways) {
    test(`are read from ${title}`, async () => {
      const { configuration } = await run(machine);
      assert.deepEqual(configuration.entryPoints.web?.http.tls?.domains, domains);
    });
  }

  test('need what an option of theirs needs, wherever they are', async () => {
    const { issues } = await failure({
      arguments: ['--entryPoints.web.address=:0', `${flag}[0].sans=a.example.com`],
    });
    assert.deepEqual(
      issues.map(({ option }) => option),
      ['entryPoints.web.http.tls.domains[0].main'],
    );
  });

  for (const name of [`${flag}.main`, `${flag}[x].main`, `${flag}[0]`, '--entryPoints[0].address']) {
    test(`are not named by ${name}`, async () => {
      const { issues } = await failure({
        arguments: ['--entryPoints.web.address=:0', `${name}=a.example.com`],
      });
      assert.deepEqual(issues.length, 1);
    });
  }
});

describe('help and version', () => {
  for (const flag of ['--help', '-h', '-help', '--HELP']) {
    test(`${flag} gives the help, whatever else there is`, async () => {
      const broken = { 'work/traefik.yml': ': [' };
      const loaded = await load({ arguments: ['--unknown', flag, '--version'], files: broken });
      assert.deepEqual(loaded, { kind: 'help', text: helpText(options) });
    });
  }
  for (const argument of ['--version', 'version']) {
    test(`${argument} asks for the version`, async () => {
      assert.deepEqual(await load({ arguments: [argument] }), { kind: 'version' });
    });
  }
});

/** A file that says its own name, in the format that the name says. */
function fileSaying(path: string): string {
  return path.endsWith('.toml') ? `log.filePath = "${path}"\n` : `log:\n  filePath: ${path}\n`;
}
