import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answering, FakePod, inFrontOf } from './handlers.fixture.ts';
import { sniffContentType } from './sniff.ts';

const typeOf = (pod: FakePod, autoDetect = true): string | undefined =>
  inFrontOf(pod, { contentType: { autoDetect } }).send().header('Content-Type');

describe('contentType', () => {
  it('is guessed where the pod has named none', () => {
    assert.equal(typeOf(answering(200, [], '<html> ')), 'text/html; charset=utf-8');
    assert.equal(typeOf(answering(200, ['Content-Type', ''], 'text')), 'text/plain; charset=utf-8');
    assert.equal(typeOf(answering(200, ['content-type', 'x/y'], '<html> ')), 'x/y');
  });

  it('is left alone where told', () => {
    assert.equal(typeOf(answering(200, [], '<html> '), false), undefined);
  });

  it('is not guessed from what is encoded, or nothing', () => {
    assert.equal(typeOf(answering(200, ['Content-Encoding', 'br'], 'x')), undefined);
    assert.equal(typeOf(answering(200)), undefined);
    assert.equal(typeOf(answering(304)), undefined);
  });

  it('loses no failure', () => {
    const answer = inFrontOf(
      new FakePod((teller) => {
        teller.begin({ status: 200, reason: '', headers: [] });
        teller.fail(new Error('broken off'));
      }),
      { contentType: { autoDetect: true } },
    ).send();
    assert.deepEqual([answer.status, answer.error?.message], [undefined, 'broken off']);
  });
});

describe('sniffContentType', () => {
  const cases: readonly (readonly [start: string, type: string])[] = [
    ['', 'text/plain; charset=utf-8'],
    ['\n <!doctype html>', 'text/html; charset=utf-8'],
    ['<a>', 'text/html; charset=utf-8'],
    ['<article>', 'text/plain; charset=utf-8'],
    ['<!-- x', 'text/html; charset=utf-8'],
    [' <?xml version="1.0"?>', 'text/xml; charset=utf-8'],
    ['{"a":1}', 'text/plain; charset=utf-8'],
    ['%PDF-1.7', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n', 'image/png'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\x1f\x8b\x08\0', 'application/x-gzip'],
    ['PK\x03\x04', 'application/zip'],
    ['\0\0\0\x18ftypmp42', 'video/mp4'],
    ['a\0b', 'application/octet-stream'],
    ['\x1bc', 'text/plain; charset=utf-8'],
  ];
  for (const [start, type] of cases) {
    it(`${JSON.stringify(start)} is ${type}`, () => {
      assert.equal(sniffContentType(Buffer.from(start, 'latin1')), type);
    });
  }
});
