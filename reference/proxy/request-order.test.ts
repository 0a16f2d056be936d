import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { RequestOrder } from './request-order.ts';

/** Requests of these methods, by their places, and those of them that have begun. */
function take(...methods: readonly string[]) {
  const order = new RequestOrder();
  const begun: number[] = [];
  for (const [at, method] of methods.entries()) beginOrWait(order, method, () => begun.push(at));
  return { order, begun };
}

function beginOrWait(order: RequestOrder, method: string, start: () => void): void {
  if (order.begin(method)) start();
  else order.wait(method, start);
}

describe('requests of one connection', () => {
  it('begin at once where all of them are safe', () => {
    assert.deepEqual(take('GET', 'HEAD', 'OPTIONS').begun, [0, 1, 2]);
  });

  it('wait for one that is not', () => {
    const { order, begun } = take('POST', 'GET', 'GET');
    assert.deepEqual(begun, [0]);
    order.ended();
    assert.deepEqual(begun, [0, 1, 2]);
  });

  it('are waited for by one that is not', () => {
    const { order, begun } = take('GET', 'GET', 'DELETE', 'GET');
    assert.deepEqual(begun, [0, 1]);
    order.ended();
    assert.deepEqual(begun, [0, 1]);
    order.ended();
    assert.deepEqual(begun, [0, 1, 2]);
    order.ended();
    assert.deepEqual(begun, [0, 1, 2, 3]);
  });

  it('do not begin any more where they are forgotten', () => {
    const { order, begun } = take('POST', 'GET');
    order.forget();
    order.ended();
    assert.deepEqual(begun, [0]);
  });

  it('all begin in their order, one that is not safe always alone', () => {
    const methods = fc.array(fc.constantFrom('GET', 'POST'), { maxLength: 30 });
    fc.assert(
      fc.property(methods, fc.array(fc.boolean()), (all, ends) => {
        const order = new RequestOrder();
        const begun: string[] = [];
        let underWay: string[] = [];
        const end = (): void => {
          underWay.shift();
          order.ended();
        };
        for (const [at, method] of all.entries()) {
          beginOrWait(order, method, () => {
            underWay = [...underWay, method];
            begun.push(`${at} ${method}`);
            assert.ok(underWay.length === 1 || !underWay.includes('POST'), begun.join());
          });
          if (ends[at] === true && underWay.length > 0) end();
        }
        while (underWay.length > 0) end();
        assert.deepEqual(
          begun,
          all.map((method, at) => `${at} ${method}`),
        );
      }),
    );
  });
});
