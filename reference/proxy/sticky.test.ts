import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RuntimeService, Server } from '../runtime/runtime.ts';
import { converse, RawClient, type RawPod, serviceOf, startRawPod, startTestProxy } from './proxy.fixture.ts';

/** A cookie says the server's authority, so that tests see whose it is. */
function stickyServiceOf(...pods: readonly RawPod[]): RuntimeService {
  const servers = pods.map(({ target }) => target);
  const cookie = ({ authority }: Server) => `pod=${authority}`;
  return {
    ...serviceOf(servers),
    sticky: {
      serverOf: (cookies) => servers.find((server) => cookies === cookie(server)),
      cookieFor: (server) => `${cookie(server)}; Path=/`,
    },
  };
}

/** Sets a cookie of its own, and says its name. */
function startNamedPod(name: string, status = '200 OK', more = ''): Promise<RawPod> {
  return startRawPod((socket) =>
    socket.write(
      `HTTP/1.1 ${status}\r\n${more}Set-Cookie: own=1\r\nX-Pod: ${name}\r\nContent-Length: 0\r\n\r\n`,
      'latin1',
    ),
  );
}

function get(cookie: string): string {
  return `GET / HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n${cookie}\r\n`;
}

function cookiesOf(answer: string): string[] {
  return [...answer.matchAll(/^set-cookie: (.*)\r$/gim)].map(([, cookie = '']) => cookie);
}

describe('a sticky service', () => {
  it('adds its cookie to what the pod sets', async () => {
    await using pod = await startNamedPod('one');
    await using proxy = await startTestProxy(stickyServiceOf(pod));
    const answer = await converse(proxy.port, get(''));
    assert.deepEqual(cookiesOf(answer), ['own=1', `pod=${pod.target.authority}; Path=/`]);
  });

  it('sends a client with the cookie to its pod, and does not set it again', async () => {
    await using one = await startNamedPod('one');
    await using two = await startNamedPod('two');
    await using proxy = await startTestProxy(stickyServiceOf(one, two));
    for (let sent = 0; sent < 3; sent++) {
      const answer = await converse(proxy.port, get(`Cookie: pod=${two.target.authority}\r\n`));
      assert.match(answer, /X-Pod: two\r\n/);
      assert.deepEqual(cookiesOf(answer), ['own=1']);
    }
  });

  it('sets the cookie anew for one that stands for no pod', async () => {
    await using pod = await startNamedPod('one');
    await using proxy = await startTestProxy(stickyServiceOf(pod));
    const answer = await converse(proxy.port, get('Cookie: pod=gone\r\n'));
    assert.deepEqual(cookiesOf(answer), ['own=1', `pod=${pod.target.authority}; Path=/`]);
  });

  it('sets none where no pod has answered', async () => {
    await using pod = await startRawPod((socket) => socket.destroy());
    await using proxy = await startTestProxy(stickyServiceOf(pod));
    const answer = await converse(proxy.port, get(''));
    assert.match(answer, /^HTTP\/1.1 502 /);
    assert.deepEqual(cookiesOf(answer), []);
  });

  it('sets the cookie when protocols are switched', async () => {
    await using pod = await startNamedPod(
      'one',
      '101 Switching Protocols',
      'Connection: Upgrade\r\nUpgrade: websocket\r\n',
    );
    await using proxy = await startTestProxy(stickyServiceOf(pod));
    const client = await RawClient.open(proxy.port);
    client.send('GET / HTTP/1.1\r\nHost: example.net\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const answer = await client.until(/\r\n\r\n/);
    assert.match(answer, /^HTTP\/1.1 101 /);
    assert.deepEqual(cookiesOf(answer), ['own=1', `pod=${pod.target.authority}; Path=/`]);
    client.close();
  });
});
