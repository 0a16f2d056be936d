import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { boundedWork } from '../bounded-work.fixture.ts';
import { treeOf } from './assignments.ts';
import { parseEnvironment } from './environment.ts';
import { readOptions } from './file-format.ts';
import { parseFlags } from './flags.ts';
import { ConfigurationError } from './issues.ts';
import { judge } from './load.ts';
import { dotted } from './names.ts';
import { options } from './options.ts';
import { listOptions } from './schema.ts';

/** Of each of the four forms. */
const cases = 25_000;

/** Milliseconds. */
const most = 50;

const known = listOptions(options).map(({ path }) => dotted(path));
const keys = [...new Set(known.flatMap((name) => name.split('.')))];

const oddKeys = [
  '',
  '__proto__',
  'constructor',
  '<<',
  'web',
  'a.b',
  'provider',
  'adress',
  '\ud800',
  'é',
  '*',
  '.',
];
const values = [
  ...[
    '',
    'true',
    'false',
    '-1',
    '0',
    '80',
    '10s',
    '1h',
    ':80',
    '127.0.0.1:0',
    'a,b',
    ',',
    'web',
    'INFO',
    '1e400',
  ],
  ...[
    '*a',
    '&a',
    '{',
    '}',
    '[',
    ']',
    ':',
    '"',
    "'",
    '!!binary x',
    '__proto__',
    '=',
    '\u0000',
    '\ud800',
    '\u{1f600}',
  ],
  ...['10.0.0.0/8', 'http://a', 'a in (b', '{}', '[]', 'x'.repeat(300)],
];
const key = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...keys) },
  { weight: 1, arbitrary: fc.constantFrom(...oddKeys) },
);
const value = fc.constantFrom(...values);
const name = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.array(key, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')) },
);

describe('whatever is said, it is a configuration or a ConfigurationError, soon:', () => {
  test('flags', () => {
    const argument = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(name, value).map(([option, text]) => `--${option}=${text}`) },
      { weight: 1, arbitrary: name.map((option) => `--${option}`) },
      { weight: 1, arbitrary: value },
    );
    fuzz(fc.array(argument, { maxLength: 4 }), (flags) => {
      const { assignments, issues } = parseFlags(options, flags);
      return judge({ kind: 'flags' }, treeOf(assignments), issues, []);
    });
  });

  test('environment', () => {
    const variable = name.map((option) => `TRAEFIK_${option.replaceAll('.', '_').toUpperCase()}`);
    fuzz(fc.array(fc.tuple(variable, value), { maxLength: 3 }), (variables) => {
      const { assignments, issues } = parseEnvironment(options, Object.fromEntries(variables));
      return judge({ kind: 'environment' }, treeOf(assignments), issues, []);
    });
  });

  const marks = [
    '\n',
    '\n  ',
    '\n    ',
    ': ',
    '- ',
    '# ',
    ', ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '|\n',
    '&a ',
    '*a',
    '? ',
  ];

  test('YAML', () => {
    const line = fc.tuple(
      fc.constantFrom('', '  ', '    ', '      '),
      key,
      fc.constantFrom(': ', ':\n', ''),
      value,
    );
    const text = fc.oneof(
      fc.array(line, { maxLength: 4 }).map((lines) => lines.map((parts) => parts.join('')).join('\n')),
      fc
        .array(fc.oneof(key, value, fc.constantFrom(...marks)), { maxLength: 8 })
        .map((parts) => parts.join('')),
      fc.tuple(name, value).map(([option, text]) => nested(option, text)),
    );
    fuzz(text, (content) => inFile('traefik.yml', content));
  });

  test('TOML', () => {
    const line = fc.oneof(
      fc.tuple(name, value).map(([option, text]) => `${option} = ${JSON.stringify(text)}`),
      fc.tuple(name, value).map((parts) => parts.join(' = ')),
      name.map((option) => `[${option}]`),
      name.map((option) => `[[${option}]]`),
    );
    const text = fc.oneof(
      fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')),
      fc
        .array(fc.oneof(key, value, fc.constantFrom(...marks, ' = ', '"""', "'''", '.')), { maxLength: 8 })
        .map((parts) => parts.join('')),
    );
    fuzz(text, (content) => inFile('traefik.toml', content));
  });
});

test('large sources are judged soon as well', () => {
  const lines = (line: (n: number) => string, bytes = 256 * 1024): string => {
    let text = '';
    for (let n = 0; text.length < bytes - 100; n++) text += `${line(n)}\n`;
    return text;
  };
  for (const [file, content] of [
    ['traefik.yml', lines((n) => `unknwn${n}: 1`)],
    ['traefik.yml', `entryPoints:\n${lines((n) => `  e${n}: { adress: ":${n}" }`)}`],
    ['traefik.yml', '['.repeat(256 * 1024)],
    ['traefik.yml', lines((n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(8)}]`, 2_000)],
    ['traefik.toml', lines((n) => `unknwn${n} = 1`)],
    ['traefik.toml', lines((n) => `[entryPoints.e${n}]\nadress = ":${n}"`)],
    ['traefik.toml', `a = ${'['.repeat(256 * 1024)}`],
  ] as const) {
    // Reading a file of the largest size takes the libraries longer than what follows may.
    boundedWork(5_000, () => survives(() => inFile(file, content)), `${file} ${content.slice(0, 60)}…`);
  }
});

function fuzz<T>(inputs: fc.Arbitrary<T>, load: (input: T) => unknown): void {
  let good = 0;
  fc.assert(
    fc.property(inputs, (input) => {
      if (boundedWork(most, () => survives(() => load(input)), input)) good++;
    }),
    { numRuns: cases },
  );
  // What is never good would prove little.
  assert.ok(good > 100, `only ${good} of ${cases} were configurations`);
}

/** Whether it is a configuration. */
function survives(load: () => unknown): boolean {
  try {
    load();
    return true;
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    assert.ok(error.issues.length > 0);
    return false;
  }
}

function inFile(path: string, content: string): unknown {
  const raw = readOptions(path, Buffer.from(content), { option: 'configFile', mostNodes: 20_000 });
  return judge({ kind: 'file', path }, raw, [], []);
}

function nested(option: string, text: string): string {
  const parts = option.split('.');
  return `${parts.map((part, depth) => `${'  '.repeat(depth)}${part}:`).join('\n')} ${text}`;
}
