import assert from 'node:assert/strict';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { bodySoFar, readRawAnswer } from './raw-answer.ts';

const open = { toHead: false, over: false } as const;
const over = { toHead: false, over: 'ended' } as const;

test('an answer with a length, and what follows it', () => {
  const found = readRawAnswer('HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 2\r\n\r\nhiHTTP', open);
  assert.deepEqual(found, {
    answer: {
      version: '1.1',
      status: 200,
      headers: [
        ['A', 'b'],
        ['Content-Length', '2'],
      ],
      body: 'hi',
      trailers: [],
      end: 'whole',
    },
    rest: 'HTTP',
  });
});

test('an answer in chunks, with trailers', () => {
  const text =
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n';
  const found = readRawAnswer(text, open);
  assert.equal(found?.answer.body, 'hi0123456789');
  assert.deepEqual(found?.answer.trailers, [['T', 'u']]);
  assert.equal(found?.answer.end, 'whole');
  for (let length = 0; length < text.length; length++)
    assert.equal(readRawAnswer(text.slice(0, length), open), undefined);
});

test('an answer that ends before its body does', () => {
  const length = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi';
  assert.equal(readRawAnswer(length, open), undefined);
  assert.equal(readRawAnswer(length, over)?.answer.end, 'short');
  const chunks = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n';
  assert.equal(readRawAnswer(chunks, over)?.answer.end, 'short');
});

test('an answer that ends with its connection', () => {
  const text = 'HTTP/1.0 200 OK\r\n\r\nhi';
  assert.equal(readRawAnswer(text, open), undefined);
  assert.equal(readRawAnswer(text, over)?.answer.body, 'hi');
  assert.equal(readRawAnswer(text, over)?.answer.end, 'whole');
  assert.equal(readRawAnswer(text, { ...over, over: 'broken' })?.answer.end, 'short');
});

test('answers without a body', () => {
  const head = 'Content-Length: 5\r\n\r\nHTTP';
  assert.equal(readRawAnswer(`HTTP/1.1 200 OK\r\n${head}`, { ...open, toHead: true })?.rest, 'HTTP');
  assert.equal(readRawAnswer(`HTTP/1.1 304 Not Modified\r\n${head}`, open)?.rest, 'HTTP');
  assert.equal(readRawAnswer('HTTP/1.1 100 Continue\r\n\r\nHTTP', open)?.rest, 'HTTP');
});

test('what is no answer', () => {
  assert.throws(() => readRawAnswer('SSH-2.0\r\n\r\n', open), /"SSH-2.0"/);
});

test('what there is of a body in chunks, compressed or not', () => {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n';
  assert.equal(bodySoFar(head), '');
  assert.equal(bodySoFar(`${head}\r\n2\r\nhi\r\nA\r\n012`), 'hi');
  const packed = gzipSync('hello').toString('latin1').slice(0, -4);
  const size = packed.length.toString(16);
  assert.equal(bodySoFar(`${head}Content-Encoding: gzip\r\n\r\n${size}\r\n${packed}\r\n`), 'hello');
});
