import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RoutingTable, RuntimeService } from '../runtime/runtime.ts';
import {
  entryPointDefaults,
  handshake,
  RawClient,
  runtimeFor,
  serviceOf,
  startPod,
  startTestProxy,
} from './proxy.fixture.ts';

const get = () => 'GET / HTTP/1.1\r\nHost: example.net\r\n\r\n';

describe('an entry point', () => {
  it('takes HTTP and TLS on one port, each for its own routers', async () => {
    await using plain = await startPod((_request, response) => response.end('plain'));
    await using secure = await startPod((_request, response) => response.end('secure'));
    await using proxy = await startTestProxy(serviceOf([plain.target]));
    const table = (service: RuntimeService): RoutingTable => runtimeFor(service).table('http', false);
    proxy.useRuntime({
      ...runtimeFor(serviceOf([plain.target])),
      table: (_, tls) => table(serviceOf([tls ? secure.target : plain.target])),
    });
    const client = await RawClient.open(proxy.port);
    assert.match(await client.send(get()).until(/plain|secure/), /plain$/);
    client.close();
    const tls = RawClient.over(await handshake(proxy.port));
    assert.match(await tls.send(get()).until(/plain|secure/), /secure$/);
    tls.close();
  });

  for (const [how, over] of [
    ['over TLS where all routers are plain', true],
    ['in the plain where all routers are for TLS', false],
  ] as const) {
    it(`answers 404 ${how}`, async () => {
      await using pod = await startPod((_request, response) => response.end());
      await using proxy = await startTestProxy(serviceOf([pod.target]));
      const runtime = runtimeFor(serviceOf([pod.target]));
      const empty: RoutingTable = { find: () => undefined };
      proxy.useRuntime({
        ...runtime,
        table: (name, tls) => (tls === over ? empty : runtime.table(name, tls)),
      });
      const client = over ? RawClient.over(await handshake(proxy.port)) : await RawClient.open(proxy.port);
      assert.match(await client.send(get()).until(/page not found\n$/), /^HTTP\/1\.1 404 /);
      client.close();
    });
  }

  it('cuts off who begins a handshake that is none', async () => {
    await using proxy = await startTestProxy(serviceOf([]));
    const client = await RawClient.open(proxy.port);
    const answer = await client.send(`\x16\x03\x01\x00\x05${get()}`).end();
    assert.ok(!answer.includes('HTTP'), JSON.stringify(answer));
  });

  for (const [who, bytes] of [
    ['says nothing', ''],
    ['says one byte of a handshake', '\x16'],
    ['does not complete its ClientHello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ] as const) {
    it(`cuts off who ${who} in time`, async () => {
      const { respondingTimeouts, lifeCycle } = entryPointDefaults.transport;
      const transport = { lifeCycle, respondingTimeouts: { ...respondingTimeouts, readTimeout: 100 } };
      await using proxy = await startTestProxy(serviceOf([]), { transport });
      const client = await RawClient.open(proxy.port);
      assert.equal(await client.send(bytes).end(), '');
    });
  }

  it('leaves who has begun in time alone afterwards', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    await using pod = await startPod(async (_request, response) => {
      await mayAnswer;
      response.end('served');
    });
    const { respondingTimeouts, lifeCycle } = entryPointDefaults.transport;
    const transport = { lifeCycle, respondingTimeouts: { ...respondingTimeouts, readTimeout: 1_000 } };
    await using proxy = await startTestProxy(serviceOf([pod.target]), { transport });
    const plain = await RawClient.open(proxy.port);
    plain.send(get());
    const secure = RawClient.over(await handshake(proxy.port));
    secure.send(get());
    // One that comes after them, and says nothing, is cut off when their time is over too.
    await (await RawClient.open(proxy.port)).end();
    answer();
    for (const client of [plain, secure]) {
      await client.until(/served$/);
      client.close();
    }
  });

  it('is there for the next client when one leaves without a word, or amid its handshake', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    for (const bytes of ['', '\x16\x03\x01']) {
      const leaving = await RawClient.open(proxy.port);
      leaving.socket.end(bytes, 'latin1');
      await leaving.end();
      const resetting = await RawClient.open(proxy.port);
      resetting.send(bytes).socket.resetAndDestroy();
    }
    const client = RawClient.over(await handshake(proxy.port));
    await client.send(get()).until(/served$/);
    client.close();
  });
});

describe('draining', () => {
  it('cuts who has said nothing or not completed a handshake, and idle connections, at once', async () => {
    await using pod = await startPod((_request, response) => response.end('served'));
    const { respondingTimeouts } = entryPointDefaults.transport;
    const lifeCycle = { requestAcceptGraceTimeout: 0, graceTimeOut: 60_000 };
    const proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: { respondingTimeouts, lifeCycle },
    });
    const silent = await RawClient.open(proxy.port);
    const hesitant = await RawClient.open(proxy.port);
    hesitant.send('\x16\x03\x01');
    const idle = RawClient.over(await handshake(proxy.port));
    await idle.send(get()).until(/served$/);
    await proxy.drain();
    for (const client of [silent, hesitant, idle]) await client.end();
  });

  it('lets a request over TLS end', async () => {
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    await using pod = await startPod(async (_request, response) => {
      response.write('begun');
      await mayEnd;
      response.end(' and ended');
    });
    const { respondingTimeouts } = entryPointDefaults.transport;
    const lifeCycle = { requestAcceptGraceTimeout: 0, graceTimeOut: 60_000 };
    const proxy = await startTestProxy(serviceOf([pod.target]), {
      transport: { respondingTimeouts, lifeCycle },
    });
    const client = RawClient.over(await handshake(proxy.port));
    await client.send(get()).until(/begun/);
    const drained = proxy.drain();
    end();
    await drained;
    assert.match(await client.end(), /and ended/);
  });
});
