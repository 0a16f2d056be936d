import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import type { Answer, Flow, Middleware, ProxyRequest } from '../middlewares/exchange.ts';
import { GatewayError } from '../middlewares/gateway-error.ts';
import type { RuntimeService } from '../runtime/runtime.ts';
import {
  converse,
  RawClient,
  runtimeFor,
  serverAt,
  serviceOf,
  startPod,
  startTestProxy,
  within,
} from './proxy.fixture.ts';

const get = 'GET /a?b=c HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n';

/** Adds a field to requests. */
function adding(name: string, value: string): Middleware {
  return (next) => (request, answer) =>
    next({ ...request, headers: [...request.headers, name, value] }, answer);
}

/** The same answer, some of it told otherwise. */
function instead(answer: Answer, changes: Partial<Answer>): Answer {
  return {
    inform: (status, headers) => answer.inform(status, headers),
    begin: (head) => answer.begin(head),
    write: (chunk) => answer.write(chunk),
    end: (trailers) => answer.end(trailers),
    fail: (error) => answer.fail(error),
    ...changes,
  };
}

function routed(service: RuntimeService, middlewares: readonly Middleware[]) {
  return { find: () => ({ router: 'app@file', service, middlewares }) };
}

async function startWith(service: RuntimeService, ...middlewares: readonly Middleware[]) {
  const proxy = await startTestProxy(service);
  const route = { router: 'app@file', service, middlewares };
  proxy.useTable({ find: () => route });
  return proxy;
}

describe('a request', () => {
  it("goes through the entry point's middlewares, then the router's, in their order", async () => {
    await using pod = await startPod((request, response) => response.end(request.headers['x-way']));
    const service = serviceOf([pod.target]);
    await using proxy = await startTestProxy(service);
    proxy.useRuntime({
      ...runtimeFor(service),
      table: () => routed(service, [adding('X-Way', 'c'), adding('X-Way', 'd')]),
      entryPointMiddlewares: (name) => (name === 'http' ? [adding('X-Way', 'a'), adding('X-Way', 'b')] : []),
    });
    assert.match(await converse(proxy.port, get), /\r\n\r\na, b, c, d$/);
  });

  it('may be changed in all that a pod sees of it', async () => {
    await using pod = await startPod((request, response) => {
      response.end(`${request.method} ${request.url} ${request.headers.host} ${request.headers['x-a']}`);
    });
    const change: Middleware = (next) => (request, answer) =>
      next({ ...request, method: 'PUT', target: '/x', host: 'other.net', headers: ['X-A', '1'] }, answer);
    await using proxy = await startWith(serviceOf([pod.target]), change);
    assert.match(await converse(proxy.port, get), /\r\n\r\nPUT \/x other.net 1$/);
  });

  it('goes to the next server where it is sent again', async () => {
    await using pod = await startPod((_request, response) => response.end('here'));
    const gone = await startPod(() => {});
    await gone[Symbol.asyncDispose]();
    const failures: Error[] = [];
    const retry: Middleware = (next) => (request, answer) =>
      next(
        request,
        instead(answer, {
          fail(error) {
            failures.push(error);
            next(request, answer);
          },
        }),
      );
    await using proxy = await startWith(serviceOf([serverAt(gone.port), pod.target]), retry);
    assert.match(await converse(proxy.port, get), /\r\n\r\nhere$/);
    assert.ok(failures[0] instanceof GatewayError);
    assert.equal(failures[0].status, 502);
  });

  it('has its way put together once', async () => {
    await using pod = await startPod((_request, response) => response.end('ok'));
    let made = 0;
    const counting: Middleware = (next) => {
      made++;
      return next;
    };
    await using proxy = await startWith(serviceOf([pod.target]), counting);
    await converse(proxy.port, get);
    await converse(proxy.port, get);
    assert.equal(made, 1);
  });

  it('is broken off through all middlewares when its client leaves', async () => {
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const waiting: Middleware = () => () => {
      arrive();
      return { resume() {}, abort: resolve };
    };
    await using proxy = await startWith(serviceOf([]), adding('X-A', '1'), waiting);
    const client = await RawClient.open(proxy.port);
    client.send(get);
    await within(arrived, 'the request');
    client.close();
    await within(aborted, 'the end');
  });

  for (const [what, middleware] of [
    [
      'handles it',
      () => () => {
        throw new Error('a fault');
      },
    ],
    [
      'is put in its place',
      () => {
        throw new Error('a fault');
      },
    ],
  ] as const satisfies readonly (readonly [string, Middleware])[]) {
    it(`costs no other one anything where a middleware fails when it ${what}`, async () => {
      await using pod = await startPod((_request, response) => response.end('ok'));
      const service = serviceOf([pod.target]);
      await using proxy = await startTestProxy(service);
      proxy.useTable({
        find: ({ path }) => ({
          router: 'app@file',
          service,
          middlewares: path === '/a' ? [middleware] : [],
        }),
      });
      assert.match(await converse(proxy.port, get), /^HTTP\/1.1 500 Internal Server Error\r\n/);
      assert.match(await converse(proxy.port, get.replace('/a', '/b')), /^HTTP\/1.1 200 OK\r\n/);
    });
  }
});

describe('an answer', () => {
  it('may be given by a middleware, and no pod hears of the request', async () => {
    let heard = 0;
    await using pod = await startPod((_request, response) => {
      heard++;
      response.end();
    });
    const refusing: Middleware = () => (_request, answer) => {
      answer.begin({ status: 403, reason: '', headers: ['X-By', 'middleware'] });
      answer.write(Buffer.from('no'));
      answer.end([]);
      return { resume() {}, abort() {} };
    };
    await using proxy = await startWith(serviceOf([pod.target]), refusing);
    assert.match(
      await converse(proxy.port, get),
      /^HTTP\/1.1 403 Forbidden\r\nX-By: middleware\r\n.*\r\n\r\n2\r\nno\r\n0\r\n\r\n$/s,
    );
    assert.equal(heard, 0);
  });

  it('may be changed on its way', async () => {
    await using pod = await startPod((_request, response) => {
      response.writeHead(200, { 'Content-Length': '2', 'X-A': '1' }).end('ok');
    });
    const changing: Middleware = (next) => (request, answer) =>
      next(
        request,
        instead(answer, {
          begin: ({ status, reason }) => answer.begin({ status, reason, headers: ['X-B', '2'] }),
          write: (chunk) => answer.write(Buffer.concat([chunk, chunk])),
        }),
      );
    await using proxy = await startWith(serviceOf([pod.target]), changing);
    const text = await converse(proxy.port, get);
    assert.match(text, /^HTTP\/1.1 200 OK\r\nX-B: 2\r\n.*okok/s);
    assert.doesNotMatch(text, /X-A|Content-Length/);
  });

  it('may be held up by a middleware at every piece', async () => {
    const size = 200_000;
    await using pod = await startPod((_request, response) => response.end(Buffer.alloc(size, 'a')));
    const slow: Middleware = (next) => (request, answer) => {
      const flow = next(
        request,
        instead(answer, {
          write(chunk) {
            answer.write(chunk);
            setImmediate(() => flow.resume());
            return false;
          },
        }),
      );
      return flow;
    };
    await using proxy = await startWith(serviceOf([pod.target]), slow);
    const text = await converse(proxy.port, get);
    assert.equal(text.length - text.indexOf('a'.repeat(100)), size);
  });

  it('of a pod that gives none is told to middlewares as a failure, and to clients with its status', async () => {
    const gone = await startPod(() => {});
    await gone[Symbol.asyncDispose]();
    await using proxy = await startWith(serviceOf([serverAt(gone.port)]), (next) => next);
    assert.match(await converse(proxy.port, get), /^HTTP\/1.1 502 Bad Gateway\r\n/);
  });

  it('of a service without servers is told to middlewares as any other', async () => {
    const marking: Middleware = (next) => (request, answer) =>
      next(
        request,
        instead(answer, {
          begin: (head) => answer.begin({ ...head, headers: [...head.headers, 'X-Seen', `${head.status}`] }),
        }),
      );
    await using proxy = await startWith(serviceOf([]), marking);
    assert.match(await converse(proxy.port, get), /^HTTP\/1.1 503 .*\r\nX-Seen: 503\r\n.*Unavailable$/s);
  });

  it('is given by an internal service in the place of servers', async () => {
    const service: RuntimeService = {
      ...serviceOf([]),
      internal: (request, answer) => {
        answer.begin({ status: 200, reason: '', headers: [] });
        answer.write(Buffer.from(request.target));
        answer.end([]);
        return { resume() {}, abort() {} };
      },
    };
    await using proxy = await startWith(service);
    assert.match(await converse(proxy.port, get), /^HTTP\/1.1 200 OK\r\n.*\/a\?b=c/s);
  });

  it('may be asked of another service', async () => {
    await using pod = await startPod((_request, response) => response.end('the other one'));
    const other = { ...serviceOf([pod.target]), name: 'other@file' };
    const service = serviceOf([]);
    const elsewhere: Middleware = (_next, services) => (request, answer) => {
      assert.equal(services.handler('missing@file'), undefined);
      const handler = services.handler('other@file');
      assert.ok(handler !== undefined);
      return handler(request, answer);
    };
    await using proxy = await startTestProxy(service);
    proxy.useRuntime({
      ...runtimeFor(service),
      table: () => routed(service, [elsewhere]),
      service: (name) => (name === other.name ? other : undefined),
    });
    assert.match(await converse(proxy.port, get), /\r\n\r\nthe other one$/);
  });
});

describe('the body of a request', () => {
  const post = 'POST / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n';

  /** Reads the whole body before the request goes on, with what is made of it. */
  function buffering(change: (body: Buffer) => { readonly from: Readable; readonly length?: number }) {
    const middleware: Middleware = (next) => (request, answer) => {
      let flow: Flow | undefined;
      if (request.expectsContinue) answer.inform(100, []);
      assert.ok(request.body !== undefined);
      buffer(request.body.from).then((whole) => {
        const { from, length } = change(whole);
        const headers = [...request.headers];
        const at = headers.findIndex((name) => name.toLowerCase() === 'content-length');
        if (at !== -1) headers.splice(at, 2);
        if (length !== undefined) headers.push('Content-Length', String(length));
        const changed: ProxyRequest = {
          ...request,
          headers,
          body: { from, length },
          expectsContinue: false,
        };
        flow = next(changed, answer);
      });
      return { resume: () => flow?.resume(), abort: () => flow?.abort() };
    };
    return middleware;
  }

  function startEcho() {
    return startPod(async (request, response) => {
      const { 'content-length': length, 'transfer-encoding': coding, expect } = request.headers;
      response.end(`${length} ${coding} ${expect} ${await buffer(request)}`);
    });
  }

  it('may be replaced by one of known length', async () => {
    await using pod = await startEcho();
    const doubling = buffering((body) => ({
      from: Readable.from([body, body]),
      length: 2 * body.length,
    }));
    await using proxy = await startWith(serviceOf([pod.target]), doubling);
    const answer = await converse(proxy.port, `${post}Content-Length: 3\r\n\r\nabc`);
    assert.match(answer, /\r\n\r\n6 undefined undefined abcabc$/);
  });

  it('may be replaced by one whose end is not known', async () => {
    await using pod = await startEcho();
    const streaming = buffering((body) => ({ from: Readable.from([body, Buffer.from('!')]) }));
    await using proxy = await startWith(serviceOf([pod.target]), streaming);
    const answer = await converse(proxy.port, `${post}Content-Length: 3\r\n\r\nabc`);
    assert.match(answer, /\r\n\r\nundefined chunked undefined abc!$/);
  });

  it('that a middleware reads is asked for by it', async () => {
    await using pod = await startEcho();
    const reading = buffering((body) => ({ from: Readable.from([body]), length: body.length }));
    await using proxy = await startWith(serviceOf([pod.target]), reading);
    const client = await RawClient.open(proxy.port);
    await client
      .send(`${post}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n`)
      .until(/^HTTP\/1.1 100 Continue\r\n\r\n/);
    assert.match(await client.send('abc').end(), /\r\n\r\n3 undefined undefined abc$/);
  });

  it('that breaks amid its way ends its request', async () => {
    await using pod = await startPod((request) => request.resume());
    const received = once(pod.server, 'request');
    const breaking = buffering(() => ({
      from: new Readable({
        read() {
          received.then(() => this.destroy(new Error('broken')));
        },
      }),
    }));
    await using proxy = await startWith(serviceOf([pod.target]), breaking);
    assert.match(
      await converse(proxy.port, `${post}Content-Length: 3\r\n\r\nabc`),
      /^HTTP\/1.1 502 Bad Gateway\r\n/,
    );
  });
});

describe('a request to switch protocols', () => {
  const handshake =
    'GET /chat HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

  function startSwitchingPod(name: string) {
    return startPod((_request, response) => response.end('no upgrade')).then((pod) => {
      pod.server.on('upgrade', (request, socket) => {
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            `X-Pod: ${name}\r\nX-Seen: ${request.headers['x-a']}\r\n\r\n`,
        );
        socket.on('error', () => {}).pipe(socket);
      });
      return pod;
    });
  }

  it('passes no middleware by', async () => {
    await using pod = await startSwitchingPod('a');
    let heard = 0;
    pod.server.on('upgrade', () => heard++);
    const refusing: Middleware = () => (request, answer) => {
      assert.ok(request.upgrade);
      answer.begin({ status: 401, reason: '', headers: ['WWW-Authenticate', 'Basic'] });
      answer.end([]);
      return { resume() {}, abort() {} };
    };
    await using proxy = await startWith(serviceOf([pod.target]), refusing);
    const answer = await converse(proxy.port, handshake);
    assert.match(answer, /^HTTP\/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n/);
    assert.match(answer, /\r\nConnection: close\r\n/);
    assert.equal(heard, 0);
  });

  it('is changed by middlewares, and so is the answer to it; its end is told', async () => {
    await using pod = await startSwitchingPod('a');
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const changing: Middleware = (next) => (request, answer) =>
      next(
        { ...request, headers: [...request.headers, 'X-A', 'told'] },
        instead(answer, {
          begin: (head) => answer.begin({ ...head, headers: [...head.headers, 'X-More', '1'] }),
          end(trailers) {
            resolve();
            answer.end(trailers);
          },
        }),
      );
    await using proxy = await startWith(serviceOf([pod.target]), changing);
    const client = await RawClient.open(proxy.port);
    const head = await client.send(handshake).until(/\r\n\r\n$/);
    assert.match(head, /^HTTP\/1.1 101 Switching Protocols\r\n/);
    assert.match(head, /\r\nX-Seen: told\r\n/);
    assert.match(head, /\r\nX-More: 1\r\n/);
    await client.send('ping').until(/ping$/);
    client.close();
    await within(ended, 'the end');
  });

  it('may be sent again, to the next server', async () => {
    await using pod = await startSwitchingPod('second');
    const gone = await startPod(() => {});
    await gone[Symbol.asyncDispose]();
    const retry: Middleware = (next) => (request, answer) =>
      next(request, instead(answer, { fail: () => next(request, answer) }));
    await using proxy = await startWith(serviceOf([serverAt(gone.port), pod.target]), retry);
    const client = await RawClient.open(proxy.port);
    assert.match(await client.send(handshake).until(/\r\n\r\n$/), /\r\nX-Pod: second\r\n/);
    // What came behind the handshake goes to the pod once.
    await client.send('ping').until(/\r\n\r\nping$/);
    client.close();
  });

  it('is not switched where a middleware answers in the place of the pod', async () => {
    await using pod = await startSwitchingPod('a');
    const replacing: Middleware = (next) => (request, answer) => {
      const flow = next(
        request,
        instead(answer, {
          begin() {
            answer.begin({ status: 418, reason: '', headers: ['Content-Length', '0'] });
            answer.end([]);
            flow.abort();
          },
          end() {},
        }),
      );
      return flow;
    };
    await using proxy = await startWith(serviceOf([pod.target]), replacing);
    const answer = await converse(proxy.port, handshake);
    assert.match(answer, /^HTTP\/1.1 418 /);
    assert.doesNotMatch(answer, /101/);
  });

  it('may have its switch held back', async () => {
    await using pod = await startSwitchingPod('a');
    const holding: Middleware = (next) => (request, answer) =>
      next(request, instead(answer, { begin: (head) => setImmediate(() => answer.begin(head)) }));
    await using proxy = await startWith(serviceOf([pod.target]), holding);
    const client = await RawClient.open(proxy.port);
    await client.send(handshake).until(/^HTTP\/1.1 101 .*\r\n\r\n$/s);
    await client.send('ping').until(/\r\n\r\nping$/);
    client.close();
  });
});
