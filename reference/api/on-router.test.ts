import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnswerHead, ProxyRequest } from '../middlewares/exchange.ts';
import type { InternalService } from './internal-answer.ts';
import { textAnswer } from './internal-answer.ts';
import { onRouter } from './on-router.ts';

/** Asks as the proxy does; resolves when the answer is over. */
function ask(service: InternalService, request: Partial<ProxyRequest> = {}) {
  const { promise, resolve } = Promise.withResolvers<{ head?: AnswerHead; body: string; failed?: Error }>();
  let head: AnswerHead | undefined;
  let body = '';
  const flow = onRouter(service)(
    {
      method: 'GET',
      target: '/api/version?x=1',
      headers: [],
      authority: 'a.com',
      body: undefined,
      expectsContinue: false,
      upgrade: false,
      client: { address: '127.0.0.1', httpVersion: '1.1', tls: undefined },
      ...request,
    },
    {
      inform: () => {},
      begin: (given) => {
        head = given;
      },
      write: (chunk) => {
        body += chunk;
        return true;
      },
      end: () => resolve(head === undefined ? { body } : { head, body }),
      fail: (failed) => resolve({ body, failed }),
    },
  );
  return { answer: promise, flow, begun: () => head !== undefined };
}

test('it is told method, target and the tag that the client has', async () => {
  const service: InternalService = ({ method, target, ifNoneMatch }) =>
    textAnswer(200, `${method} ${target} ${ifNoneMatch}`);
  const { answer } = ask(service, { headers: ['if-none-match', '"x"'] });
  const { head, body } = await answer;
  assert.equal(body, 'GET /api/version?x=1 "x"');
  assert.equal(head?.status, 200);
  assert.equal(head?.headers[head.headers.indexOf('Content-Length') + 1], String(body.length));
});

test('HEAD gets the head alone', async () => {
  const { head, body } = await ask(() => textAnswer(200, 'OK'), { method: 'HEAD' }).answer;
  assert.deepEqual([head?.status, body], [200, '']);
});

test('an answer may take its time, fail, or be no longer wanted', async () => {
  assert.equal((await ask(async () => textAnswer(200, 'OK')).answer).body, 'OK');
  const failed = await ask(() => Promise.reject(new Error('no'))).answer;
  assert.equal(failed.failed?.message, 'no');
  const late = Promise.withResolvers<ReturnType<typeof textAnswer>>();
  const left = ask(() => late.promise);
  left.flow.abort();
  late.resolve(textAnswer(200, 'OK'));
  await late.promise;
  await Promise.resolve();
  assert.equal(left.begun(), false);
});
