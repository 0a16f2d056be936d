import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import type { Buffering } from '../../dynamic/middleware.ts';
import { MiddlewareError } from '../create.ts';
import type { ProxyRequest } from '../exchange.ts';
import { aBody, answering, FakePod, inFrontOf, type TestBed } from '../handlers.fixture.ts';
import { Spool, TooLargeError } from './spool.ts';

const over = (pod: FakePod, options: Partial<Buffering> = {}): TestBed =>
  inFrontOf(pod, {
    buffering: {
      maxRequestBodyBytes: 0,
      memRequestBodyBytes: 1_024,
      maxResponseBodyBytes: 0,
      memResponseBodyBytes: 1_024,
      retryExpression: '',
      ...options,
    },
  });

const posting = (...chunks: string[]): Partial<ProxyRequest> => ({ method: 'POST', body: aBody(...chunks) });

/** With a length that is not told. */
const streaming = (...chunks: string[]): Partial<ProxyRequest> => ({
  method: 'POST',
  body: { from: aBody(...chunks).from, length: undefined },
});

/** Answers with what it has got. */
const echo = (): FakePod =>
  new FakePod(async (answer, request) => {
    const body = request.body === undefined ? '' : await text(request.body.from);
    answering(200, [], body).behaviour(answer, request);
  });

describe('buffering of requests', () => {
  it('passes them on with their length, as often as it is asked', async () => {
    const bed = over(echo());
    const answer = bed.send(streaming('one', 'two'));
    await answer.over;
    assert.equal(answer.body, 'onetwo');
    assert.equal(bed.pod.header('Content-Length'), '6');
    assert.equal(bed.pod.request.body?.length, 6);
  });

  it('keeps what is large in a file', async () => {
    const large = 'x'.repeat(5_000);
    const answer = over(echo()).send(streaming(large, 'y', large));
    await answer.over;
    assert.equal(answer.body, `${large}y${large}`);
  });

  it('refuses what is too large, said or not', async () => {
    for (const changes of [posting('123456'), streaming('123', '456')]) {
      const bed = over(echo(), { maxRequestBodyBytes: 5 });
      const answer = bed.send(changes);
      await answer.over;
      assert.equal(answer.status, 413);
      assert.equal(bed.pod.requests.length, 0);
    }
    const answer = over(echo(), { maxRequestBodyBytes: 6 }).send(posting('123456'));
    await answer.over;
    assert.equal(answer.body, '123456');
  });

  it('tells a client that waits to go on', async () => {
    const bed = over(echo());
    const answer = bed.send({ ...posting('x'), expectsContinue: true });
    await answer.over;
    assert.deepEqual(answer.informed, [100]);
    assert.equal(bed.pod.request.expectsContinue, false);
  });

  it('ends with a client that breaks off', async () => {
    const { from } = aBody('x');
    from.destroy(new Error('left'));
    const bed = over(echo());
    const answer = bed.send({ method: 'POST', body: { from, length: 5 } });
    await answer.over;
    assert.equal(answer.error?.message, 'left');
    assert.equal(bed.pod.requests.length, 0);
  });

  it('sends nothing for a client that has left', async () => {
    const bed = over(echo());
    bed.send(posting('x')).flow.abort();
    await new Promise(setImmediate);
    assert.equal(bed.pod.requests.length, 0);
  });
});

describe('buffering of answers', () => {
  it('gives them once they are whole', async () => {
    const pod = new FakePod((teller) => {
      teller.begin({ status: 201, reason: '', headers: ['X-One', 'a'] });
      teller.write(Buffer.from('one'));
    });
    const answer = over(pod).send();
    await new Promise(setImmediate);
    assert.equal(answer.status, undefined);
    pod.answers[0]?.write(Buffer.from('x'.repeat(5_000)));
    pod.answers[0]?.end(['X-Trailer', 'b']);
    await answer.over;
    assert.deepEqual(
      [answer.status, answer.header('X-One'), answer.trailers],
      [201, 'a', ['X-Trailer', 'b']],
    );
    assert.equal(answer.body, `one${'x'.repeat(5_000)}`);
  });

  it('refuses what is too large', async () => {
    const answer = over(answering(200, [], '123456'), { maxResponseBodyBytes: 5 }).send();
    await answer.over;
    assert.equal(answer.status, 500);
  });

  it('waits for a client that is behind', async () => {
    const answer = over(answering(200, [], 'x'.repeat(200_000))).send();
    answer.keepsUp = false;
    while (answer.chunks.length === 0) await new Promise(setImmediate);
    await new Promise(setImmediate);
    assert.equal(answer.chunks.length, 1);
    answer.keepsUp = true;
    answer.flow.resume();
    await answer.over;
    assert.equal(answer.body.length, 200_000);
  });

  it('does not wait for nothing', () => {
    const pod = new FakePod((teller) => teller.begin({ status: 200, reason: '', headers: [] }));
    over(pod).send();
    assert.equal(pod.answers[0]?.write(Buffer.alloc(0)), true);
  });

  it('holds no events back', () => {
    const pod = new FakePod((teller) => {
      teller.begin({ status: 200, reason: '', headers: ['Content-Type', 'text/event-stream'] });
      teller.write(Buffer.from('data: 1\n\n'));
    });
    assert.equal(over(pod).send().body, 'data: 1\n\n');
  });

  it('tells of pods that fail', async () => {
    const pod = new FakePod((teller) => {
      teller.begin({ status: 200, reason: '', headers: [] });
      teller.write(Buffer.from('x'));
      teller.fail(new Error('broken off'));
    });
    const answer = over(pod).send();
    await answer.over;
    assert.deepEqual([answer.status, answer.error?.message], [undefined, 'broken off']);
  });
});

describe('buffering with a retry expression', () => {
  const failing = (times: number, failure: FakePod['behaviour']): FakePod => {
    const pod = echo();
    const { behaviour } = pod;
    pod.behaviour = (answer, request) => {
      if (pod.requests.length <= times) failure(answer, request);
      else behaviour(answer, request);
    };
    return pod;
  };
  const gone: FakePod['behaviour'] = (answer) => answer.fail(new Error('gone'));

  it('sends the request again, with its body', async () => {
    const bed = over(failing(1, gone), { retryExpression: 'IsNetworkError() && Attempts() < 2' });
    const answer = bed.send(posting('one', 'two'));
    await answer.over;
    assert.equal(answer.body, 'onetwo');
    assert.equal(bed.pod.requests.length, 2);
  });

  it('gives up when it says so', async () => {
    const bed = over(failing(2, gone), { retryExpression: 'IsNetworkError() && Attempts() < 2' });
    const answer = bed.send(posting('x'));
    await answer.over;
    assert.equal(answer.error?.message, 'gone');
    assert.equal(bed.pod.requests.length, 2);
  });

  it('looks at the status', async () => {
    const bed = over(failing(1, answering(503).behaviour), { retryExpression: 'ResponseCode() == 503' });
    const answer = bed.send();
    await answer.over;
    assert.equal(answer.status, 200);
  });

  it('does not go on for ever', async () => {
    const bed = over(failing(1_000, gone), { retryExpression: 'IsNetworkError()' });
    await bed.send().over;
    assert.equal(bed.pod.requests.length, 10);
  });

  it('is refused where it can not be read', () => {
    assert.throws(() => over(echo(), { retryExpression: 'Nonsense()' }), MiddlewareError);
    assert.throws(() => over(echo(), { memRequestBodyBytes: -1 }), MiddlewareError);
  });
});

describe('a spool', () => {
  it('is read as often as needed, from memory and from its file', async () => {
    const spool = new Spool({ maximum: 0, memory: 5 });
    for (const chunk of ['abc', 'def', 'ghi']) await spool.append(Buffer.from(chunk));
    for (let count = 0; count < 2; count++) assert.equal(await text(spool.read()), 'abcdefghi');
    assert.equal(spool.length, 9);
    await spool.close();
  });

  it('has a limit', async () => {
    const spool = new Spool({ maximum: 5, memory: 10 });
    await spool.append(Buffer.from('12345'));
    await assert.rejects(spool.append(Buffer.from('6')), TooLargeError);
    await spool.close();
  });
});
