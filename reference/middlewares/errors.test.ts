import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorPage } from '../dynamic/middleware.ts';
import { MiddlewareError } from './create.ts';
import type { Services } from './exchange.ts';
import { GatewayError } from './gateway-error.ts';
import { aBody, answering, FakePod, inFrontOf, type TestBed } from './handlers.fixture.ts';

const page = (): FakePod => answering(200, ['Content-Type', 'text/html'], 'sorry');

function over(pod: FakePod, pages: FakePod | undefined, changes: Partial<ErrorPage> = {}): TestBed {
  const services: Services = {
    router: 'tested@file',
    handler: (name) => (name === 'pages@file' ? pages?.handler : undefined),
  };
  const errors = { status: ['404', '500-599'], service: 'pages', query: '/{status}.html', ...changes };
  return inFrontOf(pod, { errors }, services);
}

describe('errors', () => {
  it('gives the page of another service under the same status', () => {
    const pages = page();
    const answer = over(answering(503, ['X-One', 'a'], 'broken'), pages).send();
    assert.deepEqual([answer.status, answer.body], [503, 'sorry']);
    assert.equal(answer.header('Content-Type'), 'text/html');
    assert.equal(answer.header('X-One'), undefined);
    assert.equal(pages.request.target, '/503.html');
  });

  const statuses: readonly (readonly [status: number, listed: string[], body: string])[] = [
    [404, ['404', '500-599'], 'sorry'],
    [500, ['404', '500-599'], 'sorry'],
    [599, ['404', '500-599'], 'sorry'],
    [499, ['404', '500-599'], 'own'],
    [403, ['403,404', '500 - 599'], 'sorry'],
    [200, ['404'], 'own'],
  ];
  for (const [status, listed, body] of statuses) {
    it(`${status} of ${listed.join(' and ')}: ${body}`, () => {
      assert.equal(over(answering(status, [], 'own'), page(), { status: listed }).send().body, body);
    });
  }

  it('asks for the page with a GET, and without what was said of the body', () => {
    const pages = page();
    over(answering(500), pages).send({
      method: 'POST',
      target: '/a?b',
      headers: ['Content-Type', 'x/y', 'If-None-Match', '"x"', 'Range', 'bytes=0-1', 'Accept', 'text/html'],
      body: aBody('x'),
    });
    const { method, body, headers, authority } = pages.request;
    assert.deepEqual([method, body, authority], ['GET', undefined, 'app.example.com']);
    assert.deepEqual(headers, ['Accept', 'text/html']);
  });

  it('may name the URL that was asked for', () => {
    const pages = page();
    over(answering(500), pages, { query: '/x?from={url}' }).send({ target: '/a b?c=d&e' });
    assert.equal(pages.request.target, '/x?from=%2Fa%20b%3Fc%3Dd%26e');
  });

  it('stands in for pods that give no answer', () => {
    const failing = (error: Error): FakePod => new FakePod((answer) => answer.fail(error));
    assert.deepEqual(statusAndBody(over(failing(new Error('gone')), page())), [502, 'sorry']);
    assert.deepEqual(statusAndBody(over(failing(new GatewayError(504, new Error('late'))), page())), [
      504,
      'sorry',
    ]);
    const answer = over(failing(new Error('gone')), page(), { status: ['404'] }).send();
    assert.equal(answer.error?.message, 'gone');
  });

  it('gives the status alone where there is no page', () => {
    const failing = new FakePod((answer) => answer.fail(new Error('gone')));
    assert.deepEqual(statusAndBody(over(answering(404), undefined)), [404, 'Not Found']);
    assert.deepEqual(statusAndBody(over(answering(404), failing)), [404, 'Not Found']);
  });

  it('lets go of the answer that it replaces, and leads what the client wants to the page', () => {
    const pod = new FakePod((answer) => answer.begin({ status: 500, reason: '', headers: [] }));
    const pages = new FakePod();
    const answer = over(pod, pages).send();
    assert.equal(pod.aborted, 1);
    answer.flow.abort();
    assert.deepEqual([pod.aborted, pages.aborted], [1, 1]);
  });

  it('takes a failure amid an answer for what it is', () => {
    const pod = new FakePod((answer) => {
      answer.begin({ status: 200, reason: '', headers: [] });
      answer.fail(new Error('broken off'));
    });
    assert.equal(over(pod, page()).send().error?.message, 'broken off');
  });

  it('is refused with what is no status', () => {
    for (const status of ['5xx', '599-500', '', '50']) {
      assert.throws(() => over(answering(200), page(), { status: [status] }), MiddlewareError, status);
    }
  });
});

function statusAndBody(bed: TestBed): unknown[] {
  const { status, body } = bed.send();
  return [status, body];
}
