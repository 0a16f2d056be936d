import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IpStrategy, Middleware, SourceCriterion } from '../dynamic/middleware.ts';
import { MiddlewareError } from './create.ts';
import type { ProxyRequest } from './exchange.ts';
import { answering, aRequest, FakePod, inFrontOf, noServices, Received } from './handlers.fixture.ts';
import { inFlightReq } from './in-flight-req.ts';

const from = (address: string, ...before: string[]): Partial<ProxyRequest> => ({
  client: { address, httpVersion: '1.1', tls: undefined },
  headers: ['X-Forwarded-For', [...before, address].join(', ')],
});

describe('ipWhiteList', () => {
  const list = (sourceRange: string[], ipStrategy?: IpStrategy): Middleware => ({
    ipWhiteList: ipStrategy === undefined ? { sourceRange } : { sourceRange, ipStrategy },
  });
  const status = (definition: Middleware, changes: Partial<ProxyRequest>): number | undefined =>
    inFrontOf(answering(200), definition).send(changes).status;

  it('lets pass whose address is listed, and nobody else', () => {
    const definition = list(['192.0.2.0/24', '2001:db8::1']);
    assert.equal(status(definition, from('192.0.2.7')), 200);
    assert.equal(status(definition, from('2001:db8::1')), 200);
    assert.equal(status(definition, from('198.51.100.1')), 403);
    assert.equal(status(definition, from('198.51.100.1', '192.0.2.7')), 403);
  });

  const listed = ['10.0.0.1'];
  const strategies: readonly (readonly [IpStrategy, before: string[], expected: number])[] = [
    [{ depth: 1, excludedIPs: [] }, ['192.0.2.1', '10.0.0.1'], 200],
    [{ depth: 1, excludedIPs: [] }, ['10.0.0.1', '192.0.2.1'], 403],
    [{ depth: 2, excludedIPs: [] }, ['10.0.0.1', '192.0.2.1'], 200],
    [{ depth: 3, excludedIPs: [] }, ['10.0.0.1', '192.0.2.1'], 403],
    [{ depth: 0, excludedIPs: ['192.0.2.1', '192.0.2.2'] }, ['10.0.0.1', '192.0.2.2', '192.0.2.1'], 200],
    [{ depth: 0, excludedIPs: ['192.0.2.0/24'] }, ['10.0.0.1', '192.0.2.2'], 200],
    [{ depth: 0, excludedIPs: ['192.0.2.0/24'] }, ['192.0.2.2'], 403],
    [{ depth: 1, excludedIPs: ['10.0.0.1'] }, ['10.0.0.1'], 200],
  ];
  for (const [strategy, before, expected] of strategies) {
    it(`${JSON.stringify(strategy)} of ${before.join(', ')}: ${expected}`, () => {
      assert.equal(status(list(listed, strategy), from('203.0.113.1', ...before)), expected);
    });
  }

  it('does not take the proxy itself for one of those before it', () => {
    assert.equal(status(list(['203.0.113.1'], { depth: 1, excludedIPs: [] }), from('203.0.113.1')), 403);
  });

  it('is refused with what is no range', () => {
    for (const range of ['10.0.0', '10.0.0.0/33', 'example.com']) {
      assert.throws(() => status(list([range]), {}), MiddlewareError);
    }
    assert.throws(() => status(list([]), {}), MiddlewareError);
  });
});

describe('rateLimit', () => {
  const limit = (
    average: number,
    period: number,
    burst: number,
    sourceCriterion?: SourceCriterion,
  ): Middleware => ({
    rateLimit:
      sourceCriterion === undefined
        ? { average, period, burst }
        : { average, period, burst, sourceCriterion },
  });

  it('lets a burst pass, and then the average', () => {
    const bed = inFrontOf(answering(200), limit(2, 1_000, 3));
    assert.deepEqual(
      Array.from({ length: 4 }, () => bed.send().status),
      [200, 200, 200, 429],
    );
    bed.pass(499);
    assert.equal(bed.send().status, 429);
    bed.pass(1);
    assert.equal(bed.send().status, 200);
    assert.equal(bed.send().status, 429);
    bed.pass(60_000);
    assert.deepEqual(
      Array.from({ length: 4 }, () => bed.send().status),
      [200, 200, 200, 429],
    );
  });

  it('says when to come again', () => {
    const bed = inFrontOf(answering(200), limit(6, 60_000, 1));
    bed.send();
    assert.equal(bed.send().header('Retry-After'), '10');
    bed.pass(5_000);
    assert.equal(bed.send().header('Retry-After'), '5');
  });

  it('sets no limit for an average of 0', () => {
    const bed = inFrontOf(answering(200), limit(0, 1_000, 1));
    for (let count = 0; count < 10; count++) assert.equal(bed.send().status, 200);
  });

  it('counts by client, host or header', () => {
    const alternating = (criterion: SourceCriterion | undefined, ...requests: Partial<ProxyRequest>[]) => {
      const bed = inFrontOf(answering(200), limit(1, 1_000, 1, criterion));
      return requests.map((request) => bed.send(request).status);
    };
    const one = { ...from('192.0.2.1'), authority: 'a.example.com' };
    const other = { ...from('192.0.2.2'), authority: 'a.example.com' };
    assert.deepEqual(alternating(undefined, one, one, other), [200, 429, 200]);
    assert.deepEqual(alternating({ requestHost: true }, one, other), [200, 429]);
    const named = (name: string): Partial<ProxyRequest> => ({ headers: ['x-user', name] });
    const byUser = { requestHeaderName: 'X-User' };
    assert.deepEqual(
      alternating(byUser, named('a'), named('a'), named('b'), {}, {}),
      [200, 429, 200, 200, 429],
    );
  });

  it('is refused with several criteria, or a period of nothing', () => {
    assert.throws(
      () => inFrontOf(answering(200), limit(1, 1, 1, { requestHost: true, requestHeaderName: 'X' })),
      MiddlewareError,
    );
    assert.throws(() => inFrontOf(answering(200), limit(1, 0, 1)), MiddlewareError);
  });
});

describe('inFlightReq', () => {
  const waiting = (): FakePod => new FakePod();
  const limit = (amount: number): Middleware => ({ inFlightReq: { amount } });
  const finish = (pod: FakePod, which: number): void => {
    pod.answers[which]?.begin({ status: 200, reason: '', headers: [] });
    pod.answers[which]?.end([]);
  };

  it('refuses what is more at one time', () => {
    const bed = inFrontOf(waiting(), limit(2));
    bed.send();
    bed.send();
    assert.equal(bed.send().status, 429);
    finish(bed.pod, 0);
    assert.equal(bed.send().status, undefined);
    assert.equal(bed.send().status, 429);
  });

  it('counts no longer what has failed, or whose client has left', () => {
    const bed = inFrontOf(waiting(), limit(1));
    const first = bed.send();
    bed.pod.answers[0]?.fail(new Error('gone'));
    first.flow.abort();
    const second = bed.send();
    assert.equal(second.status, undefined);
    second.flow.abort();
    assert.equal(bed.pod.aborted, 2);
    assert.equal(bed.send().status, undefined);
    assert.equal(bed.send().status, 429);
  });

  it('counts no longer what a fault has ended', () => {
    const handler = inFlightReq({ amount: 1 })(() => {
      throw new Error('a fault');
    }, noServices);
    for (const _ of [1, 2]) assert.throws(() => handler(aRequest(), new Received()), /a fault/);
  });

  it('counts hosts apart', () => {
    const bed = inFrontOf(waiting(), limit(1));
    bed.send({ authority: 'a.example.com' });
    assert.equal(bed.send({ authority: 'b.example.com' }).status, undefined);
    assert.equal(bed.send({ authority: 'A.example.com' }).status, 429);
  });

  it('is refused where nothing could pass', () => {
    assert.throws(() => inFrontOf(waiting(), limit(0)), MiddlewareError);
  });
});
