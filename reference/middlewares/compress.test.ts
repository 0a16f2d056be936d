import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import type { Compress } from '../dynamic/middleware.ts';
import type { Answer, ProxyRequest } from './exchange.ts';
import { answering, FakePod, inFrontOf, type Received } from './handlers.fixture.ts';

const large = 'x'.repeat(2_000);
const accepting = (encodings = 'gzip'): Partial<ProxyRequest> => ({
  headers: ['Accept-Encoding', encodings],
});

type Sent = ReturnType<ReturnType<typeof inFrontOf>['send']>;

function send(
  pod: FakePod,
  changes: Partial<ProxyRequest> = accepting(),
  options: Partial<Compress> = {},
): Sent {
  const definition = { compress: { excludedContentTypes: [], minResponseBodyBytes: 1_024, ...options } };
  return inFrontOf(pod, definition).send(changes);
}

async function encodingOf(
  pod: FakePod,
  changes?: Partial<ProxyRequest>,
  options?: Partial<Compress>,
): Promise<string | undefined> {
  const answer = send(pod, changes, options);
  await answer.over;
  return answer.header('Content-Encoding');
}

const withLength = (body: string, ...headers: string[]): FakePod =>
  answering(200, ['Content-Type', 'text/plain', 'Content-Length', String(body.length), ...headers], body);

/** What has come so far, although it may not be all. */
function unzipped(answer: Received): string {
  return gunzipSync(answer.bytes, { finishFlush: 2 }).toString();
}

describe('compress', () => {
  it('compresses for those who accept it', async () => {
    const answer = send(withLength(large, 'ETag', '"abc"', 'Accept-Ranges', 'bytes'));
    await answer.over;
    assert.equal(answer.header('Content-Encoding'), 'gzip');
    assert.equal(answer.header('Content-Length'), undefined);
    assert.equal(answer.header('Accept-Ranges'), undefined);
    assert.equal(answer.header('ETag'), 'W/"abc"');
    assert.equal(answer.header('Vary'), 'Accept-Encoding');
    assert.equal(unzipped(answer), large);
  });

  const accepted: readonly (readonly [encodings: string, expected: string | undefined])[] = [
    ['gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br, gzip;q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['br', undefined],
    ['gzip;q=0', undefined],
    ['identity, gzip;q=0.5', undefined],
    ['', undefined],
  ];
  for (const [encodings, expected] of accepted) {
    it(`"${encodings}": ${expected ?? 'not compressed'}`, async () => {
      assert.equal(await encodingOf(withLength(large), accepting(encodings)), expected);
    });
  }

  it('tells caches that others may get another answer', async () => {
    const answer = send(withLength(large), {});
    await answer.over;
    assert.equal(answer.header('Vary'), 'Accept-Encoding');
    assert.equal(answer.body, large);
  });

  it('leaves alone what is short, whether its length is known or not', async () => {
    assert.equal(await encodingOf(withLength('x'.repeat(1_023))), undefined);
    assert.equal(await encodingOf(withLength('x'.repeat(1_024))), 'gzip');
    const short = send(answering(200, ['Content-Type', 'text/plain'], 'short'));
    await short.over;
    assert.deepEqual([short.header('Content-Encoding'), short.body], [undefined, 'short']);
    assert.equal(await encodingOf(withLength('x'), accepting(), { minResponseBodyBytes: 1 }), 'gzip');
  });

  it('leaves alone what is encoded, a part, or not to be changed', async () => {
    assert.equal(await encodingOf(withLength(large, 'Content-Encoding', 'br')), 'br');
    assert.equal(await encodingOf(answering(206, ['Content-Range', 'bytes 0-9/99'], large)), undefined);
    assert.equal(await encodingOf(withLength(large, 'Cache-Control', 'public, no-transform')), undefined);
    const range = { headers: ['Accept-Encoding', 'gzip', 'Range', 'bytes=0-9'] };
    assert.equal(await encodingOf(withLength(large), range), undefined);
  });

  it('leaves alone what has no body', async () => {
    assert.equal(await encodingOf(answering(204)), undefined);
    assert.equal(await encodingOf(answering(304, ['Content-Length', '2000'])), undefined);
    const head = { ...accepting(), method: 'HEAD' };
    assert.equal(await encodingOf(answering(200, ['Content-Length', '2000']), head), undefined);
  });

  it('leaves alone the types excluded, of answers and of requests', async () => {
    const options = { excludedContentTypes: ['Text / Plain; x'] };
    assert.equal(await encodingOf(withLength(large), accepting(), options), undefined);
    const untyped = (): FakePod => answering(200, ['Content-Type', 'text/html'], large);
    const posting = { headers: ['Accept-Encoding', 'gzip', 'Content-Type', 'text/plain;a=b'] };
    assert.equal(await encodingOf(untyped(), posting, options), undefined);
    assert.equal(await encodingOf(untyped(), accepting(), options), 'gzip');
    assert.equal(await encodingOf(answering(200, ['Content-Type', 'application/grpc'], large)), undefined);
  });

  it('guesses a type where there is none', async () => {
    const answer = send(answering(200, [], `<html> ${large}`));
    await answer.over;
    assert.equal(answer.header('Content-Type'), 'text/html; charset=utf-8');
  });

  it('holds nothing back that the pod has sent', async () => {
    let teller: Answer | undefined;
    const pod = new FakePod((answer) => {
      teller = answer;
      answer.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/plain'] });
      answer.write(Buffer.from(large));
    });
    const answer = send(pod);
    await until(() => answer.chunks.length > 0 && unzipped(answer) === large);
    teller?.write(Buffer.from('y'));
    await until(() => unzipped(answer) === `${large}y`);
    teller?.end(['X-Trailer', 'z']);
    await answer.over;
    assert.deepEqual(answer.trailers, ['X-Trailer', 'z']);
  });

  it('does not wait for more for ever', async () => {
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/plain'] });
      answer.write(Buffer.from('short'));
    });
    const answer = send(pod);
    await until(() => answer.chunks.length > 0 && unzipped(answer) === 'short');
    answer.flow.abort();
  });

  it('holds no head back whose body is not there yet', async () => {
    for (const headers of [
      ['Content-Type', 'text/plain', 'Content-Length', '2000'],
      ['Content-Type', 'text/plain'],
      [],
    ]) {
      const answer = send(new FakePod((teller) => teller.begin({ status: 200, reason: '', headers })));
      await until(() => answer.status === 200);
      answer.flow.abort();
    }
  });

  it('passes events on as they come', () => {
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/event-stream'] });
      answer.write(Buffer.from('data: 1\n\n'));
    });
    assert.equal(send(pod).body, 'data: 1\n\n');
  });

  it('lets the pod wait for a client that is behind', async () => {
    const noise = Buffer.from(Array.from({ length: 1_000_000 }, () => Math.floor(Math.random() * 256)));
    let keepsUp: boolean | undefined;
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/plain'] });
      keepsUp = answer.write(noise);
      answer.end([]);
    });
    const bed = inFrontOf(pod, { compress: { excludedContentTypes: [], minResponseBodyBytes: 1_024 } });
    const answer = bed.send(accepting());
    answer.keepsUp = false;
    assert.equal(keepsUp, false);
    await until(() => answer.chunks.length > 0);
    const { length } = answer.bytes;
    assert.ok(length < noise.length);
    answer.keepsUp = true;
    answer.flow.resume();
    await answer.over;
    assert.deepEqual(gunzipSync(answer.bytes), noise);
  });

  it('tells of a pod that breaks off', async () => {
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/plain'] });
      answer.write(Buffer.from(large));
      answer.fail(new Error('broken off'));
    });
    const answer = send(pod);
    await answer.over;
    assert.equal(answer.error?.message, 'broken off');
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}
