import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import {
  completeConfiguration,
  emptyConfiguration,
  type OptionTree,
  optionsOf,
  writeConfiguration,
} from './static-configuration.ts';

const options: OptionTree = {
  providers: { kubernetesIngress: { namespaces: ['a', 'b'], allowEmptyServices: true } },
};

describe('writing a configuration', () => {
  test('as YAML', () => {
    const [file] = writeConfiguration('YAML', options).files;
    assert.equal(file?.path, './traefik.yml');
    assert.deepEqual(parseYaml(file.text), options);
  });

  test('as TOML', () => {
    const [file] = writeConfiguration('TOML', options).files;
    assert.equal(file?.path, './traefik.toml');
    assert.deepEqual(plain(parseToml(file.text)), options);
  });

  test('as flags', () => {
    assert.deepEqual(writeConfiguration('flags', options).arguments, [
      '--providers.kubernetesIngress.namespaces=a,b',
      '--providers.kubernetesIngress.allowEmptyServices=true',
    ]);
  });

  test('as environment variables', () => {
    assert.deepEqual(writeConfiguration('environment', options).variables, {
      TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES: 'a,b',
      TRAEFIK_PROVIDERS_KUBERNETESINGRESS_ALLOWEMPTYSERVICES: 'true',
    });
  });

  test('a section without options is switched on', () => {
    const section = { providers: { kubernetesIngress: {} } };
    assert.deepEqual(writeConfiguration('flags', section).arguments, ['--providers.kubernetesIngress=true']);
    assert.match(
      writeConfiguration('TOML', section).files[0]?.text ?? '',
      /\[providers\.kubernetesIngress\]/,
    );
  });
});

describe('completing a configuration', () => {
  const additions: OptionTree = { entryPoints: { web: { address: ':0' } }, api: { insecure: true } };

  test('a YAML file keeps its text and gets what it lacks', () => {
    const text = '# a comment\nEntrypoints:\n  web:\n    address: ":80"\n';
    const { files } = completeConfiguration(
      { ...emptyConfiguration, files: [{ path: './traefik.yml', text }] },
      additions,
    );
    assert.match(files[0]?.text ?? '', /^# a comment/);
    assert.deepEqual(parseYaml(files[0]?.text ?? ''), {
      Entrypoints: { web: { address: ':80' } },
      api: { insecure: true },
    });
  });

  test('keys that the file spells otherwise are not doubled', () => {
    const text = 'entrypoints: { other: { address: ":1" } }\n';
    const { files } = completeConfiguration(
      { ...emptyConfiguration, files: [{ path: './traefik.yml', text }] },
      additions,
    );
    assert.deepEqual(Object.keys(parseYaml(files[0]?.text ?? '')), ['entrypoints', 'api']);
  });

  test('an empty YAML file', () => {
    const { files } = completeConfiguration(
      { ...emptyConfiguration, files: [{ path: './traefik.yml', text: '' }] },
      additions,
    );
    assert.deepEqual(parseYaml(files[0]?.text ?? ''), additions);
  });

  test('a TOML file', () => {
    const text = '[entryPoints.web]\naddress = ":80"\n';
    const { files } = completeConfiguration(
      { ...emptyConfiguration, files: [{ path: './traefik.toml', text }] },
      additions,
    );
    assert.deepEqual(plain(parseToml(files[0]?.text ?? '')), {
      entryPoints: { web: { address: ':80' } },
      api: { insecure: true },
    });
  });

  for (const [path, text] of [
    ['./traefik.yml', 'a: [1'],
    ['./traefik.toml', 'a = '],
    ['./traefik.yml', '- a list'],
  ] as const) {
    test(`a file that does not parse is left as it is (${text})`, () => {
      const { files } = completeConfiguration({ ...emptyConfiguration, files: [{ path, text }] }, additions);
      assert.equal(files[0]?.text, text);
    });
  }

  test('flags, whatever their case', () => {
    const completed = completeConfiguration(
      { ...emptyConfiguration, arguments: ['--ENTRYPOINTS.web.address=:80'] },
      additions,
    );
    assert.deepEqual(completed.arguments, ['--ENTRYPOINTS.web.address=:80', '--api.insecure=true']);
  });

  test('environment variables, whatever their case, and no flag beside them', () => {
    const completed = completeConfiguration(
      { ...emptyConfiguration, variables: { traefik_entrypoints_web_address: ':80' } },
      additions,
    );
    assert.deepEqual(completed.variables, {
      traefik_entrypoints_web_address: ':80',
      TRAEFIK_API_INSECURE: 'true',
    });
    assert.deepEqual(completed.arguments, []);
  });

  test('nothing at all is completed with flags', () => {
    assert.deepEqual(completeConfiguration(emptyConfiguration, additions).arguments, [
      '--entryPoints.web.address=:0',
      '--api.insecure=true',
    ]);
  });
});

test('a TOML file keeps its lines, and is written anew where it opens no table', () => {
  const complete = (text: string) =>
    completeConfiguration(
      { ...emptyConfiguration, files: [{ path: './traefik.toml', text }] },
      { providers: { providersThrottleDuration: '0s' } },
    ).files[0]?.text ?? '';
  assert.ok(complete('[providers.kubernetesIngress]\n').startsWith('[providers.kubernetesIngress]\n'));
  assert.deepEqual(plain(parseToml(complete('providers.kubernetesIngress.namespaces = ["a"]'))), {
    providers: { kubernetesIngress: { namespaces: ['a'] }, providersThrottleDuration: '0s' },
  });
});

test('a flag and its value as two arguments', () => {
  const options = optionsOf({ ...emptyConfiguration, arguments: ['--a.B', 'x', '--c', '--d=y'] });
  assert.deepEqual(
    [...options],
    [
      ['a.b', 'x'],
      ['c', 'true'],
      ['d', 'y'],
    ],
  );
});

test('the options of the first source that is used', () => {
  const all = {
    files: [{ path: './traefik.yml', text: 'providers: { kubernetesIngress: { namespaces: [ a ] } }' }],
    arguments: ['--providers.kubernetesIngress.namespaces=b'],
    variables: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS_NAMESPACES: 'c' },
  };
  const name = 'providers.kubernetesingress.namespaces';
  assert.deepEqual(optionsOf(all).get(name), ['a']);
  assert.deepEqual(optionsOf({ ...all, files: [] }).get(name), 'b');
  assert.deepEqual(optionsOf({ ...all, files: [], arguments: [] }).get(name), 'c');
});

/** The TOML library's tables have no prototype. */
function plain(tables: unknown): unknown {
  return JSON.parse(JSON.stringify(tables));
}

test('what is to be left alone is not added', () => {
  const added = { api: { insecure: true }, apis: 1, log: { level: 'DEBUG', format: 'json' } };
  const configuration = { ...emptyConfiguration, leftAlone: ['api', 'log.level'] };
  assert.deepEqual(completeConfiguration(configuration, added).arguments, ['--apis=1', '--log.format=json']);
});
