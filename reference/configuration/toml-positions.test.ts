import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse, stringify } from 'smol-toml';
import { locateKeys } from './toml-positions.ts';

describe('a key is found', () => {
  const document = `# [not.a.table]
top = "# no comment"
"quoted \\"key\\"" = 'a = "b"'
dotted.inner . 'last' = 1

[providers.kubernetesIngress] # why
  token = """
not.a.key = 1
[nor.a.table]
\\"""" # because
  raw = '''
x = 'y'
'''
  namespaces = [ # a list
    "a = 1", # one
    { in_list = 1 },
  ]
  next = { ip = "::1", deep = { er = [1, 2] } }
[ entryPoints . "my web" ]
address=":80"
[[array]]
item = 1
[[array]]
item = 2
[array.sub]
item = 3
[[array.inner]]
deep = 1
[entryPoints.second]
`;
  const cases: readonly (readonly [path: readonly string[], line: number, column: number])[] = [
    [['top'], 2, 1],
    [['quoted "key"'], 3, 1],
    [['dotted'], 4, 1],
    [['dotted', 'inner'], 4, 8],
    [['dotted', 'inner', 'last'], 4, 16],
    [['providers'], 6, 2],
    [['providers', 'kubernetesIngress'], 6, 12],
    [['providers', 'kubernetesIngress', 'token'], 7, 3],
    [['providers', 'kubernetesIngress', 'raw'], 11, 3],
    [['providers', 'kubernetesIngress', 'namespaces'], 14, 3],
    [['providers', 'kubernetesIngress', 'next'], 18, 3],
    [['providers', 'kubernetesIngress', 'next', 'ip'], 18, 12],
    [['providers', 'kubernetesIngress', 'next', 'deep', 'er'], 18, 33],
    [['entryPoints'], 19, 3],
    [['entryPoints', 'my web'], 19, 17],
    [['entryPoints', 'my web', 'address'], 20, 1],
    [['array'], 21, 3],
    [['array', '[0]'], 21, 3],
    [['array', '[0]', 'item'], 22, 1],
    [['array', '[1]', 'item'], 24, 1],
    [['array', '[1]', 'sub', 'item'], 26, 1],
    [['array', '[1]', 'inner', '[0]', 'deep'], 28, 1],
    [['providers', 'kubernetesIngress', 'namespaces', '[0]'], 15, 5],
    [['providers', 'kubernetesIngress', 'namespaces', '[1]', 'in_list'], 16, 7],
  ];
  for (const [path, line, column] of cases) {
    test(path.join('.'), () => {
      assert.doesNotThrow(() => parse(document));
      assert.deepEqual(locateKeys(document).find(path), { line, column });
    });
  }

  for (const path of [
    ['not'],
    ['providers', 'kubernetesIngress', 'not'],
    ['providers', 'kubernetesIngress', 'x'],
    ['providers', 'kubernetesIngress', 'namespaces', 'in_list'],
  ]) {
    test(`but not ${path.join('.')}, which is none`, () => {
      assert.equal(locateKeys(document).find(path), undefined);
    });
  }
});

test('every key of any document is found', () => {
  const key = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => text !== '__proto__');
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { maxLength: 3 }));
  const { table } = fc.letrec<{ table: Record<string, unknown>; value: unknown }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, tie('table')),
    table: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
  }));
  fc.assert(
    fc.property(table, (value) => {
      const text = stringify(value);
      const keys = locateKeys(text);
      for (const path of pathsOf(value)) {
        const position = keys.find(path);
        assert.notEqual(position, undefined, `${JSON.stringify(path)} in\n${text}`);
        const line = text.split('\n')[(position?.line ?? 0) - 1] ?? '';
        const written = line.slice((position?.column ?? 0) - 1);
        assert.equal(/^["\w-]/.test(written), true, written);
      }
    }),
  );
});

test('any text is scanned to its end', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab.=[]{}"\'#,\n \\1') });
  fc.assert(
    fc.property(text, (toml) => {
      assert.equal(locateKeys(toml).find(['not there']), undefined);
    }),
  );
});

function pathsOf(value: object): string[][] {
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...(typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? pathsOf(inner).map((path) => [key, ...path])
      : []),
  ]);
}
