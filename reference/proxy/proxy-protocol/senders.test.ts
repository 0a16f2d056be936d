import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import {
  converse,
  entryPointDefaults,
  RawClient,
  serviceOf,
  startMirrorPod,
  startTestProxy,
  within,
} from '../proxy.fixture.ts';

const header = 'PROXY TCP4 192.0.2.7 203.0.113.1 50000 443\r\n';
const get = 'GET / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n';
const trusting = { proxyProtocol: { insecure: true, trustedIPs: [] } };

/** What the pod was told of the client. */
function realIp(answer: string): string | undefined {
  return /^X-Real-Ip: (.*)\r$/m.exec(answer)?.[1];
}

describe('a sender that speaks the PROXY protocol', () => {
  it('passes on a client, wherever what it sends is split', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), trusting);
    for (let split = 1; split <= header.length + 3; split += 3) {
      const client = await RawClient.open(proxy.port);
      client.socket.setNoDelay(true);
      client.socket.write((header + get).slice(0, split), 'latin1');
      // A turn of the loop each, so that the proxy reads them one by one.
      await new Promise((resolve) => setImmediate(resolve));
      client.send((header + get).slice(split));
      assert.equal(realIp(await client.end()), '192.0.2.7', `split at ${split}`);
    }
  });

  it('passes on a client that speaks TLS', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), trusting);
    const carrier = connect(proxy.port, '127.0.0.1');
    carrier.write(header);
    const socket = connectTls({ socket: carrier, rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    assert.equal(realIp(await RawClient.over(socket).send(get).end()), '192.0.2.7');
  });

  for (const over of ['TLS', 'plain TCP'] as const) {
    it(`passes on a client that speaks HTTP/2 over ${over}`, async () => {
      await using pod = await startMirrorPod();
      await using proxy = await startTestProxy(serviceOf([pod.target]), trusting);
      const carrier = connect(proxy.port, '127.0.0.1');
      carrier.write(header);
      const socket =
        over === 'TLS'
          ? connectTls({ socket: carrier, ALPNProtocols: ['h2'], rejectUnauthorized: false })
          : carrier;
      if (over === 'TLS') await once(socket, 'secureConnect');
      const session = connectHttp2('http://example.net', { createConnection: () => socket });
      const stream = session.request({ ':path': '/' }).setEncoding('latin1');
      let body = '';
      stream.on('data', (text: string) => {
        body += text;
      });
      await within(once(stream, 'end'), 'the answer');
      session.destroy();
      assert.equal(realIp(body), '192.0.2.7');
    });
  }

  it('is served as it is where it sends no header', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), trusting);
    assert.equal(realIp(await converse(proxy.port, get)), '127.0.0.1');
  });

  it('is not believed where it is not trusted, and its header is no part of the request', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), {
      proxyProtocol: { insecure: false, trustedIPs: ['192.0.2.0/24'] },
    });
    const answer = await converse(proxy.port, header + get);
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.equal(realIp(answer), '127.0.0.1');
  });

  it('is refused where the entry point does not speak it', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    assert.match(await converse(proxy.port, header + get), /^HTTP\/1\.1 400 /);
    assert.equal(pod.received(), '');
  });

  it('gives the address that decides whose forwarded headers are believed', async () => {
    await using pod = await startMirrorPod();
    await using proxy = await startTestProxy(serviceOf([pod.target]), {
      ...trusting,
      forwardedHeaders: { insecure: false, trustedIPs: ['192.0.2.7'] },
    });
    const forwarded = get.replace('\r\n\r\n', '\r\nX-Forwarded-For: 198.51.100.1\r\n\r\n');
    const told = (answer: string) => /^X-Forwarded-For: (.*)\r$/m.exec(answer)?.[1];
    assert.equal(told(await converse(proxy.port, header + forwarded)), '198.51.100.1, 192.0.2.7');
    assert.equal(told(await converse(proxy.port, forwarded)), '127.0.0.1');
  });

  for (const [what, bytes] of [
    ['a header that is malformed', `PROXY TCP4 nobody\r\n${get}`],
    ['a line that never ends', `PROXY ${'x'.repeat(200)}`],
  ] as const) {
    it(`is cut off with ${what}`, async () => {
      await using pod = await startMirrorPod();
      await using proxy = await startTestProxy(serviceOf([pod.target]), trusting);
      assert.equal(await converse(proxy.port, bytes), '');
      assert.equal(pod.received(), '');
    });
  }

  for (const bytes of ['', 'PROXY TCP4 192', '\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c']) {
    it(`is cut off in time where it stops after ${JSON.stringify(bytes)}`, async () => {
      const { respondingTimeouts, lifeCycle } = entryPointDefaults.transport;
      const transport = { lifeCycle, respondingTimeouts: { ...respondingTimeouts, readTimeout: 100 } };
      await using proxy = await startTestProxy(serviceOf([]), { ...trusting, transport });
      assert.equal(await converse(proxy.port, bytes), '');
    });
  }

  it('does not keep draining from ending where it says nothing', async () => {
    await using proxy = await startTestProxy(serviceOf([]), trusting);
    const client = await RawClient.open(proxy.port);
    await Promise.all([within(proxy.drain(), 'the end of draining'), client.end()]);
  });
});
