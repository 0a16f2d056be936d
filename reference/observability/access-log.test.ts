import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import type { AccessLogOptions } from '../configuration/static-configuration.ts';
import type { RequestRecord } from '../proxy/observer.ts';
import { openAccessLog } from './access-log.ts';
import { overTls, recordOf } from './records.fixture.ts';

const defaults: AccessLogOptions = {
  filePath: undefined,
  format: 'common',
  bufferingSize: 0,
  filters: { statusCodes: [], retryAttempts: false, minDuration: 0 },
  fields: { defaultMode: 'keep', names: {}, headers: { defaultMode: 'drop', names: {} } },
};

/** What is logged of the records, line by line. */
async function logged(
  options: Partial<AccessLogOptions>,
  ...records: readonly RequestRecord[]
): Promise<string[]> {
  const output = new Text();
  const log = openAccessLog({
    options: { ...defaults, ...options },
    output,
    workingDirectory: '/',
    lost: () => {},
  });
  for (const record of records) log.requestEnded(record);
  await log.close();
  return output.text.split('\n').slice(0, -1);
}

class Text extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

describe('the access log in common format', () => {
  const kept = { ...defaults.fields, headers: { defaultMode: 'keep', names: {} } } as const;

  it('has the fields of the format, and those of Traefik', async () => {
    const other = recordOf({
      requestHeaders: ['Referer', 'http://a/'],
      router: undefined,
      origin: undefined,
    });
    assert.deepEqual(
      await logged({ fields: kept }, recordOf(), { ...other, status: 404, responseSize: 19, duration: 0.4 }),
      [
        '192.0.2.7 - - [01/May/2024:10:00:00 +0000] "GET /path?query=1 HTTP/1.1" 200 60 "-" "curl/8.0" 1 "default-app@kubernetes" "http://10.1.2.3:8080" 13ms',
        '192.0.2.7 - - [01/May/2024:10:00:00 +0000] "GET /path?query=1 HTTP/1.1" 404 19 "http://a/" "-" 2 "-" "-" 0ms',
      ],
    );
  });

  it('leaves headers out that are dropped, and hides those that are redacted', async () => {
    const agentIn = async (headers: AccessLogOptions['fields']['headers']) => {
      const [line = ''] = await logged({ fields: { ...defaults.fields, headers } }, recordOf());
      return /"([^"]*)" 1 "default-app@kubernetes"/.exec(line)?.[1];
    };
    assert.equal(await agentIn({ defaultMode: 'drop', names: {} }), '-');
    assert.equal(await agentIn({ defaultMode: 'drop', names: { 'User-Agent': 'keep' } }), 'curl/8.0');
    assert.equal(await agentIn({ defaultMode: 'redact', names: {} }), 'REDACTED');
  });

  it('lets nobody end a field or a line', async () => {
    const agent = 'x" 200\r\n1.2.3.4 - - [] "GET \\ \u0000\u007f\u009b31m\u00e9';
    const [line, more] = await logged(
      { fields: kept },
      recordOf({ requestHeaders: ['User-Agent', agent], target: '/"\t' }),
    );
    assert.equal(more, undefined);
    assert.match(line ?? '', /"GET \/\\"\\x09 HTTP\/1.1"/);
    assert.ok(line?.includes(`"x\\" 200\\x0d\\x0a1.2.3.4 - - [] \\"GET \\\\ \\x00\\x7f\\x9b31mé"`), line);
  });
});

describe('the access log in JSON', () => {
  const json = async (fields: Partial<AccessLogOptions['fields']>, record = recordOf()) => {
    const [line = ''] = await logged({ format: 'json', fields: { ...defaults.fields, ...fields } }, record);
    return JSON.parse(line);
  };

  it('has the fields that Traefik documents', async () => {
    const { StartLocal, ...line } = await json(
      {},
      recordOf({ client: overTls, peer: '[2001:db8::1]:51234' }),
    );
    assert.equal(Date.parse(StartLocal), Date.UTC(2024, 4, 1, 10, 0, 0, 250));
    assert.deepEqual(line, {
      StartUTC: '2024-05-01T10:00:00.250Z',
      Duration: 12_500_000,
      RouterName: 'default-app@kubernetes',
      ServiceName: 'default-app-80@kubernetes',
      ServiceURL: 'http://10.1.2.3:8080',
      ServiceAddr: '10.1.2.3:8080',
      ClientAddr: '[2001:db8::1]:51234',
      ClientHost: '2001:db8::1',
      ClientPort: '51234',
      ClientUsername: '-',
      RequestAddr: 'app.example.com:8080',
      RequestHost: 'app.example.com',
      RequestPort: '8080',
      RequestMethod: 'GET',
      RequestPath: '/path?query=1',
      RequestProtocol: 'HTTP/2.0',
      RequestScheme: 'https',
      RequestContentSize: 3,
      OriginDuration: 10_000_000,
      OriginContentSize: 60,
      OriginStatus: 200,
      OriginStatusLine: '200 OK',
      DownstreamStatus: 200,
      DownstreamStatusLine: '200 OK',
      DownstreamContentSize: 60,
      RequestCount: 1,
      Overhead: 2_500_000,
      RetryAttempts: 0,
      TLSVersion: '1.2',
      TLSCipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
      entryPointName: 'web',
      level: 'info',
      msg: '',
      time: '2024-05-01T10:00:00.262Z',
    });
  });

  it('has no fields of what there was not', async () => {
    const line = await json({}, recordOf({ router: undefined, service: undefined, origin: undefined }));
    for (const name of ['RouterName', 'ServiceURL', 'OriginStatus', 'TLSVersion']) assert.ok(!(name in line));
    assert.equal(line.Overhead, line.Duration);
  });

  it('keeps and drops fields by name, in any case', async () => {
    assert.ok(!('Overhead' in (await json({ names: { overhead: 'drop' } }))));
    const line = await json({ defaultMode: 'drop', names: { RequestMethod: 'keep' } });
    assert.deepEqual(Object.keys(line), ['RequestMethod', 'level', 'msg', 'time']);
  });

  it('drops headers unless it is told otherwise', async () => {
    const headersOf = (line: object) => Object.entries(line).filter(([name]) => name.includes('_'));
    assert.deepEqual(headersOf(await json({})), []);
    const named = { defaultMode: 'drop', names: { 'User-Agent': 'keep', authorization: 'redact' } } as const;
    assert.deepEqual(headersOf(await json({ headers: named })), [
      ['request_User-Agent', 'curl/8.0'],
      ['request_Authorization', 'REDACTED'],
    ]);
    const all = { defaultMode: 'keep', names: { Host: 'drop', Authorization: 'drop' } } as const;
    assert.deepEqual(headersOf(await json({ headers: all })), [
      ['request_User-Agent', 'curl/8.0'],
      ['downstream_Content-Type', 'text/plain'],
      ['downstream_Set-Cookie', 'a=1, b=2'],
    ]);
  });
});

describe('filters of the access log', () => {
  const records = [
    recordOf({ status: 200 }),
    recordOf({ status: 301 }),
    recordOf({ status: 404, duration: 11 }),
    recordOf({ status: 500, retries: 1, duration: 10 }),
  ];
  const kept = async (filters: Partial<AccessLogOptions['filters']>) =>
    (await logged({ filters: { ...defaults.filters, ...filters } }, ...records)).map(
      (line) => / (\d{3}) 60 /.exec(line)?.[1],
    );

  it('let all pass where none is set, and else what one of them lets pass', async () => {
    const quick = records.map((record) => record.status);
    assert.deepEqual(await kept({}), quick.map(String));
    assert.deepEqual(await kept({ statusCodes: ['200', '300-302'] }), ['200', '301']);
    assert.deepEqual(await kept({ retryAttempts: true }), ['500']);
    assert.deepEqual(await kept({ minDuration: 12 }), ['200', '301']);
    assert.deepEqual(await kept({ statusCodes: ['404'], retryAttempts: true }), ['404', '500']);
  });
});

describe('the file of the access log', () => {
  const inFolder = async (work: (folder: string) => Promise<void>) => {
    const folder = await mkdtemp(join(tmpdir(), 'access-log-'));
    await work(folder).finally(() => rm(folder, { recursive: true }));
  };
  const open = (workingDirectory: string, bufferingSize = 0) =>
    openAccessLog({
      options: { ...defaults, filePath: 'access.log', bufferingSize },
      output: new Text(),
      workingDirectory,
      lost: () => {},
    });
  const linesOf = async (path: string) => (await readFile(path, 'utf8')).split('\n').length - 1;

  it('gets every line, in order, whatever is still being written at the end', () =>
    inFolder(async (folder) => {
      const log = open(folder);
      for (let count = 0; count < 5000; count++) log.requestEnded(recordOf());
      await log.close();
      const path = join(folder, 'access.log');
      const numbers = [...(await readFile(path, 'utf8')).matchAll(/" (\d+) "default-app/g)];
      assert.deepEqual(
        numbers.map(([, number]) => Number(number)),
        Array.from({ length: 5000 }, (_, index) => index + 1),
      );
    }));

  it('is written to when there are as many lines as are kept, or at the end', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'access.log');
      const log = open(folder, 3);
      log.requestEnded(recordOf());
      log.requestEnded(recordOf());
      assert.equal(await linesOf(path), 0);
      log.requestEnded(recordOf());
      log.requestEnded(recordOf());
      while ((await linesOf(path)) < 3) await new Promise(setImmediate);
      assert.equal(await linesOf(path), 3);
      await log.close();
      assert.equal(await linesOf(path), 4);
    }));

  it('is opened anew where it was moved away', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'access.log');
      const log = open(folder);
      log.requestEnded(recordOf());
      await rename(path, `${path}.1`);
      log.requestEnded(recordOf());
      log.reopen();
      log.requestEnded(recordOf());
      await log.close();
      assert.equal((await linesOf(path)) + (await linesOf(`${path}.1`)), 3);
      assert.ok((await linesOf(path)) >= 1, 'the last one is in the new file');
      assert.ok((await linesOf(`${path}.1`)) >= 1);
    }));

  it('gets nothing any more once it is closed', () =>
    inFolder(async (folder) => {
      const log = open(folder);
      await log.close();
      log.requestEnded(recordOf());
      log.reopen();
      await log.close();
      assert.equal(await linesOf(join(folder, 'access.log')), 0);
    }));

  it('must be in a folder that exists', () => {
    assert.throws(() => open('/nowhere/at/all'), { code: 'ENOENT' });
  });
});

describe('a reader that is behind', () => {
  it('loses lines, and is told how many', async () => {
    const lost: number[] = [];
    const stuck = new Writable({ highWaterMark: 1, write: () => {} });
    const log = openAccessLog({
      options: defaults,
      output: stuck,
      workingDirectory: '/',
      lost: (lines) => lost.push(lines),
    });
    const long = recordOf({ target: `/${'x'.repeat(1024 * 1024)}` });
    for (let count = 0; count < 20; count++) log.requestEnded(long);
    assert.ok(stuck.writableLength < 18 * 1024 * 1024);
    await log.close();
    assert.equal(lost.length, 1);
    stuck.destroy();
  });
});
