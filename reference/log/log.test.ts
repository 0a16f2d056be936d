import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import type { LogOptions } from '../configuration/static-configuration.ts';
import { openLog } from './log.ts';

class Lines extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    this.text += chunk;
    callback();
  }
}

function logTo(output: Writable, options: Partial<LogOptions>, workingDirectory = '/') {
  const all: LogOptions = { level: 'INFO', format: 'common', filePath: undefined, ...options };
  return openLog({ options: all, output, workingDirectory });
}

describe('openLog', () => {
  it('writes key=value lines, quoted where they could be misread', () => {
    const output = new Lines();
    const { logger } = logTo(output, {});
    logger
      .child({ providerName: 'kubernetes' })
      .warn({ count: 2, text: 'a "b"\nc', empty: '' }, 'Something is odd');
    assert.match(
      output.text,
      /^time="\d{4}-\d\d-\d\dT[\d:.]+Z" level=warning msg="Something is odd" providerName=kubernetes count=2 text="a \\"b\\"\\nc" empty=""\n$/,
    );
  });

  it('writes JSON', () => {
    const output = new Lines();
    const { logger } = logTo(output, { format: 'json' });
    logger.error({ providerName: 'kubernetes' }, 'No');
    const { time, ...rest } = JSON.parse(output.text);
    assert.match(time, /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(rest, { level: 'error', providerName: 'kubernetes', msg: 'No' });
  });

  const levels: readonly (readonly [LogOptions['level'], readonly string[]])[] = [
    ['DEBUG', ['debug', 'info', 'warning', 'error']],
    ['WARN', ['warning', 'error']],
    ['ERROR', ['error']],
    ['PANIC', []],
  ];
  for (const [level, expected] of levels) {
    it(`at ${level} writes ${expected.join(', ') || 'nothing'}`, () => {
      const output = new Lines();
      const { logger } = logTo(output, { level });
      for (const method of ['debug', 'info', 'warn', 'error'] as const) logger[method]('x');
      assert.deepEqual(
        [...output.text.matchAll(/level=(\w+)/g)].map(([, name]) => name),
        expected,
      );
    });
  }

  it('appends to a file, relative to the working directory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    await writeFile(join(folder, 'x.log'), 'before\n');
    const output = new Lines();
    const log = logTo(output, { filePath: 'x.log' }, folder);
    log.logger.info('after');
    log.close();
    assert.match(await readFile(join(folder, 'x.log'), 'utf8'), /^before\ntime=.* msg=after\n$/);
    assert.equal(output.text, '');
    await rm(folder, { recursive: true });
  });

  it('goes on in a new file where the old one was moved away', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    const path = join(folder, 'x.log');
    const log = logTo(new Lines(), { filePath: path });
    log.logger.info('one');
    await rename(path, `${path}.1`);
    log.logger.info('two');
    log.reopen();
    log.logger.info('three');
    log.close();
    const texts = await Promise.all([`${path}.1`, path].map((file) => readFile(file, 'utf8')));
    const messages = texts.map((text) => [...text.matchAll(/msg=(\w+)/g)].map(([, message]) => message));
    assert.deepEqual(messages, [['one', 'two'], ['three']]);
    await rm(folder, { recursive: true });
  });

  it('goes on in the old file where a new one can not be opened', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'log-'));
    const log = logTo(new Lines(), { filePath: join(folder, 'x.log') });
    await rename(folder, `${folder}.away`);
    log.reopen();
    log.logger.info('still here');
    log.close();
    assert.match(await readFile(join(`${folder}.away`, 'x.log'), 'utf8'), /old one.*\n.*still here/);
    await rm(`${folder}.away`, { recursive: true });
  });

  it('throws where the file can not be opened', () => {
    assert.throws(() => logTo(new Lines(), { filePath: 'no/such/folder/x.log' }, tmpdir()), {
      code: 'ENOENT',
    });
  });
});
