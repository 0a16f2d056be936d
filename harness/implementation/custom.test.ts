import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { customImplementation } from './custom.ts';
import { StartRefused } from './implementation.ts';
import { emptyConfiguration } from './static-configuration.ts';

let folder: string;
let files = 0;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'custom-test-'));
});
after(() => rm(folder, { recursive: true }));

const surroundings = { variables: {}, serviceAccountDirectory: '' };

const running = `({
  address: () => ({ host: '127.0.0.1', port: 80 }),
  dynamicConfiguration: async () => ({}),
  log: () => ['started'],
  reopenLogs() {},
  async stop() {},
})`;

/** Of all that is required, each as the text of an expression. */
const fields = {
  name: "'mine'",
  version: "'1.2.3'",
  capabilities: "new Set(['log'])",
  ingressClass: "{ controller: 'example.com/mine', annotation: 'mine' }",
  start: `async () => ${running}`,
};

test('what a file leaves out is filled in', async () => {
  const implementation = await load(`export default ${objectOf(fields)};`);
  assert.equal(implementation.kind, 'custom');
  assert.equal(implementation.command, undefined);
  assert.equal(implementation.documentOptions.size, 0);
  assert.deepEqual([...implementation.capabilities], ['log']);
  const started = await implementation.start(emptyConfiguration, surroundings);
  assert.deepEqual(started.log(), ['started']);
});

test('a file may export a function, which may take its time, and have types', async () => {
  const text = `
    interface Named { readonly name: string }
    export default async function make(): Promise<Named> {
      await Promise.resolve();
      return ${objectOf(fields)};
    }`;
  assert.equal((await load(text)).name, 'mine');
  assert.equal((await load(`export default () => (${objectOf(fields)});`, 'mjs')).name, 'mine');
});

test('an instance of a class stays one', async () => {
  const text = `
    class Mine {
      #started = 0;
      name = 'mine'; version = ''; capabilities = []; ingressClass = { controller: '', annotation: '' };
      async start() { this.#started++; const started = this.#started; return { ...${running}, log: () => [String(started)] }; }
    }
    export default new Mine();`;
  const implementation = await load(text, 'mjs');
  await implementation.start(emptyConfiguration, surroundings);
  assert.deepEqual((await implementation.start(emptyConfiguration, surroundings)).log(), ['2']);
});

test('a refusal is one, whoever brought its class along', async () => {
  const refusing = `async () => {
    throw Object.assign(new Error('no'), { name: 'StartRefused', exitCode: 3, output: 'unknown option' });
  }`;
  const implementation = await load(`export default ${objectOf({ ...fields, start: refusing })};`);
  await assert.rejects(
    implementation.start(emptyConfiguration, surroundings),
    (error) => error instanceof StartRefused && error.exitCode === 3 && error.output === 'unknown option',
  );
});

describe('what start does against its interface is a fault of the file, and no verdict', () => {
  const cases: readonly (readonly [what: string, start: string, said: RegExp])[] = [
    [
      'it fails',
      "async () => { throw new TypeError('no port'); }",
      /start\(\) of .* failed: TypeError: no port/,
    ],
    ['it gives nothing', 'async () => {}', /must be an object with the methods of Running, and is missing/],
    [
      'it gives half of it',
      `async () => ({ ...${running}, stop: 1 })`,
      /"stop" must be a function, and is 1\./,
    ],
  ];
  for (const [what, start, said] of cases) {
    test(what, async () => {
      const implementation = await load(`export default ${objectOf({ ...fields, start })};`);
      await assert.rejects(implementation.start(emptyConfiguration, surroundings), {
        name: 'BrokenImplementation',
        message: said,
      });
    });
  }
});

describe('a file that gives no implementation is refused with what, where and what to do', () => {
  const cases: readonly (readonly [what: string, text: string, said: RegExp])[] = [
    [
      'no default export',
      'export const mine = 1;',
      /has no default export, and it exports mine: .*export default/,
    ],
    ['nothing at all', 'export {};', /has no default export, and it exports nothing/],
    [
      'no object',
      "export default 'mine';",
      /must be an object with the fields of Implementation, and is "mine"/,
    ],
    ['a function that gives nothing', 'export default () => {};', /must be an object .* and is missing/],
    [
      'a function that fails',
      "export default () => { throw new Error('no'); };",
      /exports by default failed: Error: no/,
    ],
    ['a class', 'export default class Mine {}', /failed: TypeError: .*'new'/],
    [
      'a field that is missing',
      `export default ${objectOf({ ...fields, start: 'undefined' })};`,
      /"start" must be a function, and is missing\./,
    ],
    [
      'a name that is none',
      `export default ${objectOf({ ...fields, name: "''" })};`,
      /"name" must be a string that is not empty, and is ""/,
    ],
    [
      'two fields',
      `export default ${objectOf({ ...fields, version: '2', ingressClass: "'mine'" })};`,
      /"version" must be a string, and is 2; "ingressClass" must be an object with .*, and is "mine"/,
    ],
    [
      'a capability that there is not',
      `export default ${objectOf({ ...fields, capabilities: "['option']" })};`,
      /"capabilities" must hold .*, and holds "option": did you mean "options"\?/,
    ],
    [
      'capabilities that are none',
      `export default ${objectOf({ ...fields, capabilities: "'log'" })};`,
      /"capabilities" must be a Set .*, and is "log"/,
    ],
    [
      'options of documents as an object',
      `export default ${objectOf({ ...fields, documentOptions: '{}' })};`,
      /"documentOptions" must be a Map .*, and is an object of Object/,
    ],
    [
      'a program without a name',
      `export default ${objectOf({ ...fields, command: '[]' })};`,
      /"command" must be a list of strings, .* and is a list/,
    ],
    ['a syntax error', 'export default {', /can't be loaded: SyntaxError/],
    [
      'an import that there is not',
      "import 'none-of-that-name';",
      /can't be loaded: Error: Cannot find package 'none-of-that-name'/,
    ],
    ['an enum', 'export enum A { B }', /can't be loaded: .*without enums/],
  ];
  for (const [what, text, said] of cases) {
    test(what, async () => {
      await assert.rejects(load(text), (error) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, 'Mistake');
        assert.match(error.message, said);
        assert.match(error.message, /\/custom-test-.*\.ts /);
        return true;
      });
    });
  }

  test('no file', async () => {
    const refused = { name: 'Mistake', message: /^There is no file .*none\.ts: give --implementation/ };
    await assert.rejects(customImplementation({ kind: 'custom', path: join(folder, 'none.ts') }), refused);
    await assert.rejects(customImplementation({ kind: 'custom', path: folder }), { name: 'Mistake' });
  });

  test('a name that tells no language', async () => {
    await assert.rejects(load('name: mine', 'yaml'), {
      name: 'Mistake',
      message: /must end in \.ts, \.mts, \.js/,
    });
  });
});

async function load(text: string, extension = 'ts') {
  const path = join(folder, `${++files}.${extension}`);
  await writeFile(path, text);
  return await customImplementation({ kind: 'custom', path });
}

function objectOf(members: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(members)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} }`;
}
