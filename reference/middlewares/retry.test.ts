import assert from 'node:assert/strict';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import type { Middleware } from '../dynamic/middleware.ts';
import { GatewayError } from './gateway-error.ts';
import { aBody, answering, FakePod, inFrontOf } from './handlers.fixture.ts';

const retry = (attempts: number, initialInterval = 0): Middleware => ({
  retry: { attempts, initialInterval },
});

const failing = (times: number): FakePod => {
  let failures = 0;
  return new FakePod((answer) => {
    if (failures++ < times) answer.fail(new Error(`failure ${failures}`));
    else answering(200).behaviour(answer, { ...bodiless });
  });
};

const bodiless = {
  method: 'GET',
  target: '/',
  headers: [],
  authority: '',
  body: undefined,
  expectsContinue: false,
  upgrade: false,
  client: { address: '', httpVersion: '1.1', tls: undefined },
} as const;

describe('retry', () => {
  it('asks again until somebody answers', () => {
    const bed = inFrontOf(failing(2), retry(2));
    assert.equal(bed.send().status, 200);
    assert.equal(bed.pod.requests.length, 3);
  });

  it('gives up in the end, and tells of the last failure', () => {
    const bed = inFrontOf(failing(3), retry(2));
    assert.equal(bed.send().error?.message, 'failure 3');
    assert.equal(bed.pod.requests.length, 3);
  });

  it('takes any answer for one', () => {
    const bed = inFrontOf(answering(503), retry(2));
    assert.equal(bed.send().status, 503);
    assert.equal(bed.pod.requests.length, 1);
  });

  it('does not ask again once an answer has begun', () => {
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: [] });
      answer.fail(new Error('broken off'));
    });
    const bed = inFrontOf(pod, retry(2));
    assert.equal(bed.send().error?.message, 'broken off');
    assert.equal(pod.requests.length, 1);
  });

  it('waits between', async () => {
    const bed = inFrontOf(failing(1), retry(1, 1));
    const answer = bed.send();
    assert.equal(bed.pod.requests.length, 1);
    await answer.over;
    assert.equal(answer.status, 200);
  });

  it('asks no more once the client has left', () => {
    const pod = failing(1);
    const answer = inFrontOf(pod, retry(1, 60_000)).send();
    answer.flow.abort();
    assert.equal(pod.requests.length, 1);
  });

  const refused = (): GatewayError =>
    new GatewayError(502, Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));

  /** Reads the body; fails at first, and then answers with it. */
  const reading = (times: number, failure: Error): FakePod => {
    const pod = new FakePod(async (answer, request) => {
      const { from } = request.body ?? aBody();
      if (pod.requests.length > times) {
        answering(200, [], await text(from)).behaviour(answer, request);
        return;
      }
      await once(from, 'data');
      answer.fail(failure);
    });
    return pod;
  };

  it('sends a body again, whole, where no pod can have got it', async () => {
    for (const chunks of [['one', 'two'], ['x'], ['x'.repeat(60_000), 'y']]) {
      const pod = reading(2, refused());
      const answer = inFrontOf(pod, retry(2)).send({ method: 'POST', body: aBody(...chunks) });
      await answer.over;
      assert.equal(answer.body, chunks.join(''));
      assert.equal(pod.requests.length, 3);
    }
  });

  it('sends no body again that a pod may have got', async () => {
    const pod = reading(1, new Error('broken off'));
    const answer = inFrontOf(pod, retry(1)).send({ method: 'POST', body: aBody('x', 'y') });
    await answer.over;
    assert.equal(answer.error?.message, 'broken off');
    assert.equal(pod.requests.length, 1);
  });

  it('does nothing twice without a body either, where doing it twice does more', () => {
    for (const [method, failure, requests] of [
      ['POST', new Error('broken off'), 1],
      ['PATCH', new Error('broken off'), 1],
      ['DELETE', new Error('broken off'), 2],
      ['POST', refused(), 2],
    ] as const) {
      const pod = new FakePod((answer) => answer.fail(failure));
      inFrontOf(pod, retry(1)).send({ method });
      assert.equal(pod.requests.length, requests, `${method}: ${failure.message}`);
    }
  });

  it('does not keep large bodies', async () => {
    const pod = new FakePod(async (answer, request) => {
      await text(request.body?.from ?? aBody().from);
      answer.fail(refused());
    });
    const answer = inFrontOf(pod, retry(1)).send({ method: 'POST', body: aBody('x'.repeat(70_000)) });
    await answer.over;
    assert.equal(pod.requests.length, 1);
  });

  it('passes on that a body breaks off, and its trailers', async () => {
    const broken = aBody('x');
    const pod = new FakePod((answer, request) => {
      request.body?.from.once('error', (error) => answer.fail(error)).resume();
      broken.from.destroy(new Error('left'));
    });
    const answer = inFrontOf(pod, retry(1)).send({ method: 'POST', body: broken });
    await answer.over;
    assert.equal(answer.error?.message, 'left');
    const body = aBody('x');
    Object.assign(body.from, { rawTrailers: ['X-Trailer', 'a'] });
    const whole = inFrontOf(reading(0, refused()), retry(1));
    await whole.send({ method: 'POST', body }).over;
    assert.deepEqual(whole.pod.request.body?.from.rawTrailers, ['X-Trailer', 'a']);
  });

  it('leads what the client wants to the one that answers', () => {
    const pod = new FakePod();
    const answer = inFrontOf(pod, retry(1)).send();
    pod.answers[0]?.fail(new Error('gone'));
    answer.flow.resume();
    answer.flow.abort();
    assert.deepEqual([pod.resumed, pod.aborted], [1, 1]);
  });
});
