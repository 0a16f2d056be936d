import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import pino from 'pino';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import { type FileProvider, startFileProvider } from './index.ts';

const logger = pino({ level: 'silent' });
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-provider-'));
});
after(() => rm(folder, { recursive: true }));

/** Writes the files into a directory of their own. */
async function directoryOf(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(folder, 'd-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(directory, name, '..'), { recursive: true });
    await writeFile(join(directory, name), text);
  }
  return directory;
}

interface Followed {
  readonly provider: FileProvider;
  /** Resolves when it has told of a change, once more than before. */
  changed(): Promise<void>;
}

async function follow(directory: string, watch = true): Promise<Followed> {
  const { promise: first, resolve: told } = Promise.withResolvers<void>();
  let next = { promise: first, resolve: told };
  const provider = await startFileProvider({
    options: { filename: '', directory, watch, debugLogGeneratedTemplate: false },
    workingDirectory: directory,
    logger,
    changed: () => next.resolve(),
  });
  return {
    provider,
    changed: async () => {
      await next.promise;
      const { promise, resolve } = Promise.withResolvers<void>();
      next = { promise, resolve };
    },
  };
}

/** What the files of a directory come to. */
async function read(files: Readonly<Record<string, string>>): Promise<FileProvider> {
  const { provider } = await follow(await directoryOf(files), false);
  await provider.stop();
  return provider;
}

const middlewares = (text: string) => `http:\n  middlewares:\n${text.replace(/^/gm, '    ')}`;

describe('what stands in files', () => {
  it('has the defaults of Traefik', async () => {
    const { configuration, problems } = await read({
      'a.yml': middlewares(
        [
          'strip: { stripPrefix: {} }',
          'limit: { rateLimit: {} }',
          'basic: { basicAuth: { users: ["a:b"] } }',
          'breaker: { circuitBreaker: { expression: "NetworkErrorRatio() > 0.5" } }',
          'buffer: { buffering: {} }',
          'compress: { compress: {} }',
          'none: { headers: { customRequestHeaders: { X-A: "", X-B: 1 } } }',
        ].join('\n'),
      ),
    });
    assert.deepEqual(problems, []);
    const { strip, limit, basic, breaker, buffer, compress, none } = configuration.http.middlewares ?? {};
    assert.deepEqual(strip, { stripPrefix: { prefixes: [], forceSlash: true } });
    assert.deepEqual(limit, {
      rateLimit: { average: 0, period: 1000, burst: 1, sourceCriterion: undefined },
    });
    assert.deepEqual(basic, {
      basicAuth: {
        users: ['a:b'],
        usersFile: undefined,
        realm: 'traefik',
        removeHeader: false,
        headerField: undefined,
      },
    });
    assert.deepEqual(
      breaker && 'circuitBreaker' in breaker && breaker.circuitBreaker.fallbackDuration,
      10_000,
    );
    assert.deepEqual(buffer && 'buffering' in buffer && buffer.buffering.memRequestBodyBytes, 1_048_576);
    assert.deepEqual(compress, { compress: { excludedContentTypes: [], minResponseBodyBytes: 1024 } });
    assert.deepEqual(none && 'headers' in none && none.headers.customRequestHeaders, {
      'X-A': '',
      'X-B': '1',
    });
  });

  it('is named where Traefik alone has it, and the rest is taken', async () => {
    const { configuration, problems } = await read({
      'a.yml': [
        'http:',
        '  services:',
        '    app: { loadBalancer: { servers: [{ url: "http://127.0.0.1" }] } }',
        '    copy: { mirroring: { service: app } }',
        'tcp: {}',
      ].join('\n'),
    });
    assert.deepEqual(Object.keys(configuration.http.services ?? {}), ['app']);
    assert.deepEqual(problems.map(({ field }) => field).sort(), ['http.services.copy.mirroring', 'tcp']);
    for (const { reason } of problems) assert.match(reason, /not implemented/);
  });

  it('is no template', async () => {
    const { problems } = await read({ 'a.yml': 'http:\n  routers: {}\n  # {{ range $i, $e := until 100 }}' });
    assert.match(problems[0]?.reason ?? '', /^Line 3, column 5: Go templates/);
  });

  it('ignores case in names of options, not in those of the user', async () => {
    const { configuration } = await read({
      'a.toml': '[HTTP.Middlewares.One.ADDPREFIX]\nPrefix = "/1"\n[http2]\n'.replace('[http2]\n', ''),
      'b.yml': middlewares('one: { addPrefix: { prefix: /2 } }'),
    });
    assert.deepEqual(configuration.http.middlewares, {
      One: { addPrefix: { prefix: '/1' } },
      one: { addPrefix: { prefix: '/2' } },
    });
  });

  it('takes users from files as well, and of two of one name that of the file', async () => {
    const directory = await directoryOf({ users: '# people\nalice:old\n\n bob:hash \r\n' });
    await writeFile(
      join(directory, 'a.yml'),
      middlewares('b: { basicAuth: { users: ["alice:new"], usersFile: users } }'),
    );
    const { provider } = await follow(directory, false);
    const { b } = provider.configuration.http.middlewares ?? {};
    assert.deepEqual(b && 'basicAuth' in b && b.basicAuth.users, ['alice:old', 'bob:hash']);
  });

  it('takes certificates from files or as text, and leaves out what can not be presented', async () => {
    const { certificate, privateKey } = await (await createCertificateAuthority()).issue({
      hosts: ['a.org'],
    });
    const text = (pem: string) => `'''${pem}'''`;
    const directory = await directoryOf({ 'cert.pem': certificate, 'key.pem': privateKey });
    await writeFile(
      join(directory, 'a.toml'),
      [
        ['"cert.pem"', '"key.pem"'],
        [text(certificate), text(privateKey)],
        ['"key.pem"', '"key.pem"'],
        ['"cert.pem"', '"none.pem"'],
        ['"cert.pem"', '""'],
      ]
        .map(([cert, key]) => `[[tls.certificates]]\ncertFile = ${cert}\nkeyFile = ${key}\n`)
        .join(''),
    );
    const { provider } = await follow(directory, false);
    const { certificates } = provider.configuration.tls;
    assert.deepEqual(
      certificates.map(({ names }) => names),
      [['a.org'], ['a.org']],
    );
    assert.equal(certificates[0]?.origin, `file:${join(directory, 'cert.pem')}`);
    assert.deepEqual(
      provider.problems.map(({ field }) => field),
      ['tls.certificates[2].certFile', 'tls.certificates[3].keyFile', 'tls.certificates[4].keyFile'],
    );
    assert.doesNotMatch(JSON.stringify(provider.problems), /PRIVATE/);
  });
});

describe('a change', () => {
  it('leaves what has not changed the same objects', async () => {
    const entry = (name: string, prefix: string) => `${name}: { addPrefix: { prefix: ${prefix} } }`;
    const directory = await directoryOf({
      'a.yml': middlewares(`${entry('one', '/1')}\n${entry('two', '/2')}`),
    });
    const { provider, changed } = await follow(directory);
    await changed();
    const first = provider.configuration;
    await writeFile(
      join(directory, 'a.yml'),
      middlewares(`${entry('two', '/2')}\n${entry('one', '/changed')}`),
    );
    await changed();
    while (provider.configuration === first) await changed();
    const second = provider.configuration;
    assert.equal(second.http.middlewares?.two, first.http.middlewares?.two);
    assert.notEqual(second.http.middlewares?.one, first.http.middlewares?.one);
    await provider.stop();
  });
});

describe('watching', () => {
  it('sees a directory that comes later', async () => {
    const directory = join(folder, 'later', 'still');
    const { provider, changed } = await follow(directory);
    await changed();
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, 'a.yml'), middlewares('one: { addPrefix: { prefix: /1 } }'));
    while (provider.configuration.http.middlewares?.one === undefined) await changed();
    assert.deepEqual(provider.problems, []);
    await provider.stop();
  });

  it('is not kept from reading by others who write without end, and reads nothing for them', async () => {
    const directory = await directoryOf({ 'a.yml': middlewares('one: { addPrefix: { prefix: /1 } }') });
    const { provider, changed } = await follow(directory);
    await changed();
    const writing = setInterval(() => void writeFile(join(directory, 'access.log'), 'line'), 5);
    const others = changed().then(() => Object.keys(provider.configuration.http.middlewares ?? {}));
    await writeFile(join(directory, 'b.yml'), middlewares('two: { addPrefix: { prefix: /2 } }'));
    assert.deepEqual(await others, ['one', 'two']);
    clearInterval(writing);
    await provider.stop();
  });
});

describe('limits', () => {
  const refusal = async (files: Readonly<Record<string, string>>) =>
    (await read(files)).problems.map(({ reason }) => reason).join(' ');

  it('of the size of a file', async () => {
    assert.match(await refusal({ 'a.yml': `#${'x'.repeat(1024 * 1024)}` }), /larger than 1024 KiB/);
  });

  it('of how many values it may come to', async () => {
    const lines = Array.from(
      { length: 40 },
      (_, n) => `a${n}: &a${n} [${n === 0 ? 1 : `*a${n - 1}, *a${n - 1}`}]`,
    );
    assert.match(await refusal({ 'a.yml': lines.join('\n') }), /holds too much/);
  });

  it('of how many problems are told', async () => {
    const { problems } = await read({
      'a.yml': Array.from({ length: 500 }, (_, n) => `a${n}: 1`).join('\n'),
    });
    assert.equal(problems.length, 102);
    assert.match(problems.map(({ reason }) => reason).join(' '), /400 more problems/);
  });

  it('of how deep directories are nested; links that lead back end nowhere', async () => {
    assert.match(await refusal({ [`${'d/'.repeat(25)}a.yml`]: '' }), /nested too deep/);
    const directory = await directoryOf({ 'in/a.yml': middlewares('one: { addPrefix: { prefix: /1 } }') });
    await symlink(directory, join(directory, 'in', 'back'));
    const { provider } = await follow(directory, false);
    assert.deepEqual(Object.keys(provider.configuration.http.middlewares ?? {}), ['one']);
  });

  it('a directory that is not there is a problem, and no reason not to start', async () => {
    const { provider } = await follow(join(folder, 'nowhere'));
    assert.match(provider.problems[0]?.reason ?? '', /does not exist/);
    await provider.stop();
  });
});
