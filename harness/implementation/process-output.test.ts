import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { ProcessOutput } from './process-output.ts';

function following(...streams: PassThrough[]): ProcessOutput {
  const output = new ProcessOutput();
  for (const stream of streams) output.follow(stream);
  return output;
}

test('lines of two streams do not get into each other, and keep what is not ended', () => {
  const [out, error] = [new PassThrough(), new PassThrough()];
  const output = following(out, error);
  out.write('one, ');
  error.write('two\nthr');
  out.write('and one\n');
  assert.deepEqual(output.lines(), ['two', 'one, and one', 'thr']);
});

test('letters that come in two parts are whole', () => {
  const out = new PassThrough();
  const output = following(out);
  const bytes = Buffer.from('ü\n');
  out.write(bytes.subarray(0, 1));
  out.write(bytes.subarray(1));
  assert.deepEqual(output.lines(), ['ü']);
});

test('what was printed before is forgotten on demand', () => {
  const out = new PassThrough();
  const output = following(out);
  out.write('before\n');
  output.clear();
  out.write('after\n');
  assert.deepEqual(output.lines(), ['after']);
});

test('the oldest lines are dropped, and a line without an end is cut', () => {
  const out = new PassThrough();
  const output = following(out);
  for (let line = 0; line < 10_050; line++) out.write(`${line}\n`);
  assert.equal(output.lines().length, 10_000);
  assert.equal(output.lines()[0], '50');
  out.write('x'.repeat(70_000));
  out.write('y\n');
  assert.deepEqual(
    output
      .lines()
      .slice(-2)
      .map((line) => line.length),
    [70_000, 1],
  );
});
