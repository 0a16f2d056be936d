import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CircuitBreaker } from '../../dynamic/middleware.ts';
import { createMiddleware, MiddlewareError } from '../create.ts';
import {
  answering,
  aRequest,
  FakePod,
  inFrontOf,
  noServices,
  Received,
  type TestBed,
} from '../handlers.fixture.ts';

const failing = (): FakePod => new FakePod((answer) => answer.fail(new Error('gone')));

const breaker = (
  expression: string,
  changes: Partial<CircuitBreaker> = {},
): { circuitBreaker: CircuitBreaker } => ({
  circuitBreaker: {
    expression,
    checkPeriod: 100,
    fallbackDuration: 10_000,
    recoveryDuration: 10_000,
    ...changes,
  },
});

const over = (expression: string, pod: FakePod): TestBed => inFrontOf(pod, breaker(expression));

/** What the client is told; undefined: the pod's failure. */
function statuses(bed: TestBed, count: number): (number | undefined)[] {
  return Array.from({ length: count }, () => bed.send().status);
}

describe('circuitBreaker', () => {
  it('lets pass while all is well', () => {
    const bed = over('NetworkErrorRatio() > 0.5', answering(200));
    bed.pass(100);
    assert.deepEqual(statuses(bed, 3), [200, 200, 200]);
  });

  it('opens with the next check once its expression holds', () => {
    const bed = over('NetworkErrorRatio() > 0.5', failing());
    bed.pass(99);
    assert.deepEqual(statuses(bed, 2), [undefined, undefined]);
    bed.pass(1);
    assert.deepEqual(statuses(bed, 3), [undefined, 503, 503]);
    assert.equal(bed.pod.requests.length, 3);
  });

  it('tries again when it has been open for long enough, and closes bit by bit', () => {
    const pod = failing();
    const bed = over('NetworkErrorRatio() > 0.5', pod);
    bed.pass(100);
    statuses(bed, 1);
    bed.pass(9_999);
    assert.deepEqual(statuses(bed, 1), [503]);
    pod.behaviour = answering(200).behaviour;
    bed.pass(2_501);
    assert.deepEqual(statuses(bed, 8), [200, 503, 503, 503, 200, 503, 503, 503]);
    bed.pass(2_500);
    assert.equal(statuses(bed, 8).filter((status) => status === 200).length, 6);
    bed.pass(5_000);
    assert.deepEqual(statuses(bed, 4), [200, 200, 200, 200]);
  });

  it('opens again where the service is still not well', () => {
    const bed = over('NetworkErrorRatio() > 0.5', failing());
    bed.pass(100);
    statuses(bed, 1);
    bed.pass(15_000);
    assert.deepEqual(statuses(bed, 2), [undefined, 503]);
    bed.pass(9_999);
    assert.deepEqual(statuses(bed, 1), [503]);
  });

  it('looks at statuses', () => {
    const pod = answering(200);
    const bed = over('ResponseCodeRatio(500, 600, 0, 600) > 0.25', pod);
    statuses(bed, 3);
    pod.behaviour = answering(500).behaviour;
    statuses(bed, 1);
    bed.pass(100);
    assert.deepEqual(statuses(bed, 2), [500, 503]);
  });

  it('looks at how long answers take', () => {
    const bed = over('LatencyAtQuantileMS(50.0) > 100', new FakePod());
    const answer = (after: number): void => {
      bed.send();
      bed.pass(after);
      bed.pod.answers.at(-1)?.begin({ status: 200, reason: '', headers: [] });
    };
    for (const after of [50, 90, 90]) answer(after);
    assert.equal(bed.send().status, undefined);
    for (const after of [120, 120, 120, 120]) answer(after);
    assert.equal(bed.send().status, 503);
  });

  it('forgets what was long ago', () => {
    const pod = failing();
    const bed = inFrontOf(pod, breaker('NetworkErrorRatio() > 0.5', { checkPeriod: 20_000 }));
    statuses(bed, 5);
    bed.pass(20_000);
    pod.behaviour = answering(200).behaviour;
    assert.deepEqual(statuses(bed, 2), [200, 200]);
  });

  it('has a state for each router', () => {
    let time = 0;
    const middleware = createMiddleware(breaker('NetworkErrorRatio() > 0.5'), {
      name: 'tested@file',
      now: () => time,
    });
    const status = (handler: ReturnType<typeof middleware>): number | undefined => {
      const received = new Received();
      handler(aRequest(), received);
      return received.status;
    };
    const made = (router: string, pod: FakePod): ReturnType<typeof middleware> =>
      middleware(pod.handler, { ...noServices, router });
    const [one, other] = [made('one@file', failing()), made('other@file', answering(200))];
    time = 100;
    status(one);
    assert.deepEqual([status(one), status(other)], [503, 200]);
    assert.equal(status(made('one@file', answering(200))), 503, 'it is forgotten with the handler');
  });

  it('is refused with an expression that it can not read', () => {
    assert.throws(
      () => over('NetworkErrorRatio > 0.5', failing()),
      (error) => {
        assert.ok(error instanceof MiddlewareError);
        assert.match(error.message, /character 19/);
        return true;
      },
    );
  });
});
