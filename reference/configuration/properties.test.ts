import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import * as toml from 'smol-toml';
import * as yaml from 'yaml';
import { type FourForms, forms, load, machineFor, run } from './configuration.fixture.ts';
import { ConfigurationError } from './issues.ts';
import { dotted, environmentName } from './names.ts';
import { options } from './options.ts';
import { listOptions, type Option } from './schema.ts';

/** One option with a value of its type, and how text and files have it. */
interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly text: string;
  readonly inFile: unknown;
}

const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,6}$/);
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/);
const ip = fc.oneof(fc.ipV4(), fc.ipV6());
const anyText = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));

/** Valid values by the name of the type. */
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  text: anyText,
  boolean: fc.boolean(),
  integer: fc.integer({ min: 200, max: 599 }),
  duration: fc.oneof(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 2 ** 31 - 1 })),
  IP: ip,
  URL: fc.webUrl({ withQueryParameters: false, withFragments: false }),
  'list of IPs and CIDRs': fc.array(
    fc.oneof(
      ip,
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map((cidr) => cidr.join('/')),
    ),
    { maxLength: 3 },
  ),
  'list of middlewares': fc.array(fc.constantFrom('auth@file', 'a.b/c@kubernetescrd'), { maxLength: 3 }),
  'list of names': fc.array(label, { maxLength: 3 }),
  files: fc.array(label, { maxLength: 3 }),
  'label selector': fc.constantFrom('app=web', 'a in (b, c),!d', 'x!=y', ''),
  'host name': fc.tuple(label, fc.constantFrom('example.net', 'test')).map((parts) => parts.join('.')),
  'namespace/name': fc.tuple(label, label).map((parts) => parts.join('/')),
  'DEBUG | INFO | WARN | ERROR | FATAL | PANIC': fc.constantFrom(
    'DEBUG',
    'INFO',
    'WARN',
    'ERROR',
    'FATAL',
    'PANIC',
  ),
  'common | json': fc.constantFrom('common', 'json'),
  'keep | drop': fc.constantFrom('keep', 'drop'),
  'keep | drop | redact': fc.constantFrom('keep', 'drop', 'redact'),
  'list of statuses': fc.array(fc.constantFrom('200', '404', '300-302'), { maxLength: 3 }),
  'list of seconds': fc
    .uniqueArray(fc.constantFrom(0.1, 0.3, 1.2, 5, 20), { minLength: 1, maxLength: 3 })
    .map((list) => list.sort((a, b) => a - b)),
};

const settings: fc.Arbitrary<Setting[]> = fc
  .uniqueArray(name, { maxLength: 2 })
  .chain((names) =>
    fc.tuple(...settable(names).map(({ path, node }) => settingOf(path, node, path.at(-1) === 'address'))),
  )
  .map((chosen) => withFileSource(chosen.filter((setting) => setting !== undefined)));

/** The file provider is given exactly one of two options, wherever it is on. */
function withFileSource(chosen: readonly Setting[]): Setting[] {
  const optionOf = ({ path }: Setting) => dotted(path);
  const rest = chosen.filter(
    (setting) => !/^providers\.file\.(?:filename|directory)$/.test(optionOf(setting)),
  );
  if (!chosen.some((setting) => /^providers\.file\b/.test(optionOf(setting)))) return rest;
  const path = ['providers', 'file', 'directory'];
  return [...rest, { path, value: 'dynamic', text: 'dynamic', inFile: 'dynamic' }];
}

test('any configuration is the same in all four forms', async () => {
  await fc.assert(
    fc.asyncProperty(settings, async (chosen) => {
      const written = write(chosen);
      for (const form of forms) {
        const { configuration } = await run(machineFor(form, written));
        for (const { path, value } of chosen) {
          assert.deepEqual(
            valueAt(configuration, path),
            value === '' ? emptyAt(path) : value,
            `${dotted(path)} from ${form}`,
          );
        }
        // Where nothing is chosen the sources are empty: then all is at its default.
        const reference = (await run(machineFor('yaml', written))).configuration;
        assert.deepEqual(configuration, reference);
      }
    }),
    { numRuns: 60 },
  );
});

describe('nothing but ConfigurationError is thrown for', () => {
  const known = listOptions(options).map(({ path }) => dotted(path));
  const key = fc.oneof(
    fc.constantFrom(...known),
    anyText,
    fc.constantFrom('__proto__', 'constructor', 'toString', '<<', ''),
  );
  const junk = fc.oneof(
    anyText,
    fc.constantFrom('true', '-1', '1h', '*a', '&a', '{', '[', ':', '"', '!!binary x', '__proto__', '..', '='),
  );

  test('any arguments', async () => {
    const argument = fc.oneof(
      fc
        .tuple(fc.constantFrom('--', '-', ''), key, fc.constantFrom('=', ''), junk)
        .map((parts) => parts.join('')),
      junk,
    );
    await survives(fc.array(argument, { maxLength: 6 }).map((flags) => ({ arguments: flags })));
  });

  test('any environment', async () => {
    const variable = fc
      .oneof(fc.constantFrom(...known), key)
      .map((option) => `TRAEFIK_${option.replaceAll('.', '_').toUpperCase()}`);
    await survives(fc.dictionary(variable, junk, { maxKeys: 5 }).map((environment) => ({ environment })));
  });

  test('any text in a file', async () => {
    const piece = fc.oneof(
      key,
      junk,
      fc.constantFrom('\n', ': ', ' = ', '\n  ', '- ', '# ', '"""', "'''", '{', '}', '[', ']', ','),
    );
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
    const file = fc.tuple(fc.constantFrom('yml', 'toml'), text);
    await survives(file.map(([ending, content]) => ({ files: { [`work/traefik.${ending}`]: content } })));
  });

  test('any well-formed file', async () => {
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        junk,
        fc.integer(),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.oneof(fc.constantFrom(...known.flatMap((option) => option.split('.'))), key),
          tie('value'),
          { maxKeys: 4 },
        ),
      ),
    }));
    const tree = fc.dictionary(fc.constantFrom(...Object.keys(options)), value, { maxKeys: 4 });
    await survives(tree.map((content) => ({ files: { 'work/traefik.yml': yaml.stringify(content) } })));
    await survives(tree.map((content) => ({ files: { 'work/traefik.toml': toml.stringify(content) } })));
  });
});

async function survives(machines: fc.Arbitrary<Parameters<typeof load>[0]>): Promise<void> {
  await fc.assert(
    fc.asyncProperty(machines, async (machine) => {
      const outcome = await load(machine).catch((error: unknown) => error);
      assert.equal(
        outcome instanceof ConfigurationError || (outcome !== undefined && !(outcome instanceof Error)),
        true,
        String(outcome),
      );
      assert.equal(outcome instanceof ConfigurationError ? outcome.issues.length > 0 : true, true);
    }),
    { numRuns: 150 },
  );
}

function settable(names: readonly string[]): { path: readonly string[]; node: Option<unknown> }[] {
  return listOptions(options).flatMap(({ path, node }) => {
    if (node.kind !== 'option' || path[0] === 'global' || needsOthers(path)) {
      return [];
    }
    return path.includes('NAME')
      ? names.map((given) => ({ path: path.map((part) => (part === 'NAME' ? given : part)), node }))
      : [{ path, node }];
  });
}

/** An entry point that has to be there; of a resolver, a redirection or a group in a list, other options. */
function needsOthers(path: readonly string[]): boolean {
  if (path[0] === 'certificatesResolvers' || path.includes('redirections') || path.includes('[N]'))
    return true;
  return ['ping.entryPoint', 'metrics.prometheus.entryPoint'].includes(dotted(path));
}

function settingOf(
  path: readonly string[],
  node: Option<unknown>,
  always: boolean,
): fc.Arbitrary<Setting | undefined> {
  // Every entry point listens on any free port, so that no two are in one another's way.
  const value =
    node.type.name === 'address'
      ? fc.constant('127.0.0.1:0')
      : (values[node.type.name] ?? fc.constant(undefined));
  const setting = value.map((chosen) => {
    const text = node.type.format(chosen);
    return { path, value: chosen, text, inFile: node.type.name === 'duration' ? text : chosen };
  });
  return always ? setting : fc.option(setting, { nil: undefined });
}

function write(chosen: readonly Setting[]): FourForms {
  const tree: Record<string, unknown> = {};
  for (const { path, inFile } of chosen) {
    put(tree, path, inFile);
  }
  return {
    yaml: yaml.stringify(tree),
    toml: toml.stringify(tree),
    flags: chosen.map(({ path, text }) => `--${dotted(path)}=${text}`),
    environment: Object.fromEntries(chosen.map(({ path, text }) => [environmentName(path), text])),
  };
}

function put(tree: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[key] = value;
    return;
  }
  const inner: Record<string, unknown> = {};
  const existing = tree[key];
  tree[key] = existing ?? inner;
  put((existing ?? inner) as Record<string, unknown>, rest, value);
}

function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], tree);
}

/** Empty text means the default. */
function emptyAt(path: readonly string[]): string | undefined {
  return path.at(-1) === 'filePath' ? undefined : '';
}
