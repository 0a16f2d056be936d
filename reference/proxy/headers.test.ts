import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { converse, serviceOf, startMirrorPod, startRawPod, startTestProxy } from './proxy.fixture.ts';

/** What the pod got as the head of the request, by line. */
async function sent(
  request: string,
  options: Parameters<typeof startTestProxy>[1] = {},
  passHostHeader = true,
): Promise<{ readonly lines: readonly string[]; readonly authority: string }> {
  await using pod = await startMirrorPod();
  await using proxy = await startTestProxy(serviceOf([pod.target], passHostHeader), options);
  const answer = await converse(proxy.port, request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
  assert.match(answer, /^HTTP\/1.1 200 /);
  const mirrored = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return { lines: mirrored.split('\r\n').filter((line) => line !== ''), authority: pod.target.authority };
}

const insecure = { forwardedHeaders: { insecure: true, trustedIPs: [] } };
const plain = 'GET /x HTTP/1.1\r\nHost: example.net\r\n\r\n';
const named = (lines: readonly string[], name: string): string[] =>
  lines.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));

describe('headers to the pod', () => {
  it('keep the order and spelling of the client', async () => {
    const { lines } = await sent(
      'GET /x HTTP/1.1\r\nzeta: 1\r\nHost: example.net\r\nX-ALPHA: 2\r\nx-beta: a\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n',
    );
    const own = lines.filter((line) => /^(?:zeta|x-alpha|x-beta|cookie)/i.test(line));
    assert.deepEqual(own, ['zeta: 1', 'X-ALPHA: 2', 'x-beta: a', 'Cookie: a=1', 'Cookie: b=2']);
  });

  it('keep bytes above ASCII as they are', async () => {
    const { lines } = await sent('GET /x HTTP/1.1\r\nHost: example.net\r\nX-Name: J\xc3\xb6rg\r\n\r\n');
    assert.deepEqual(named(lines, 'x-name'), ['X-Name: J\xc3\xb6rg']);
  });

  it('say who the client is', async () => {
    const { lines } = await sent(plain);
    assert.deepEqual(
      lines.filter((line) => /^x-/i.test(line)),
      [
        'X-Forwarded-For: 127.0.0.1',
        'X-Forwarded-Host: example.net',
        'X-Forwarded-Port: 80',
        'X-Forwarded-Proto: http',
        'X-Forwarded-Server: proxy-1',
        'X-Real-Ip: 127.0.0.1',
      ],
    );
  });

  it('take the forwarded port from Host', async () => {
    const { lines } = await sent('GET /x HTTP/1.1\r\nHost: example.net:8080\r\n\r\n');
    assert.deepEqual(named(lines, 'x-forwarded-port'), ['X-Forwarded-Port: 8080']);
    assert.deepEqual(named(lines, 'x-forwarded-host'), ['X-Forwarded-Host: example.net:8080']);
  });

  const claims =
    'GET /x HTTP/1.1\r\nHost: example.net\r\nX-Forwarded-For: 1.1.1.1\r\nx-forwarded-for: 2.2.2.2\r\n' +
    'X-Forwarded-Host: evil.net\r\nX-Forwarded-Port: 1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Server: evil\r\n' +
    'X-Real-Ip: 3.3.3.3\r\nX-Forwarded-Prefix: /evil\r\nX_Forwarded_For: 4.4.4.4\r\nX_Real-Ip: 5.5.5.5\r\n\r\n';

  it('leave out what an untrusted client claims', async () => {
    const { lines } = await sent(claims);
    assert.deepEqual(
      lines.filter((line) => /^x[-_]/i.test(line)),
      [
        'X-Forwarded-For: 127.0.0.1',
        'X-Forwarded-Host: example.net',
        'X-Forwarded-Port: 80',
        'X-Forwarded-Proto: http',
        'X-Forwarded-Server: proxy-1',
        'X-Real-Ip: 127.0.0.1',
      ],
    );
  });

  const trusted: readonly (readonly [string, Parameters<typeof startTestProxy>[1]])[] = [
    ['insecure', insecure],
    ['the address of the client', { forwardedHeaders: { insecure: false, trustedIPs: ['127.0.0.1'] } }],
    [
      'a range with the client in it',
      { forwardedHeaders: { insecure: false, trustedIPs: ['::1', '127.0.0.0/8'] } },
    ],
  ];
  for (const [what, options] of trusted) {
    it(`keep what a trusted client says, and add it to the chain: ${what}`, async () => {
      const { lines } = await sent(claims, options);
      assert.deepEqual(named(lines, 'x-forwarded-for'), ['X-Forwarded-For: 1.1.1.1, 2.2.2.2, 127.0.0.1']);
      assert.deepEqual(named(lines, 'x-forwarded-host'), ['X-Forwarded-Host: evil.net']);
      assert.deepEqual(named(lines, 'x-forwarded-port'), ['X-Forwarded-Port: 1']);
      assert.deepEqual(named(lines, 'x-forwarded-proto'), ['X-Forwarded-Proto: https']);
      assert.deepEqual(named(lines, 'x-forwarded-server'), ['X-Forwarded-Server: evil']);
      assert.deepEqual(named(lines, 'x-real-ip'), ['X-Real-Ip: 3.3.3.3']);
      assert.deepEqual(named(lines, 'x-forwarded-prefix'), ['X-Forwarded-Prefix: /evil']);
    });
  }

  it('do not include hop-by-hop fields, nor those that Connection lists', async () => {
    const { lines } = await sent(
      'GET /x HTTP/1.1\r\nHost: example.net\r\nConnection: keep-alive, X-Mine, Host\r\nKeep-Alive: timeout=1\r\n' +
        'Proxy-Connection: keep-alive\r\nHTTP2-Settings: AAMA\r\nProxy-Authorization: Basic eA==\r\nX-Mine: 1\r\nX-Other: 2\r\nTE: gzip\r\n' +
        'HTTP2-Settings: AAMAAABkAAQAAP__\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings, X-Real-Ip\r\n\r\n',
    );
    assert.deepEqual(
      lines
        .map((line) => line.split(':')[0]?.toLowerCase())
        .filter((name) => !name?.startsWith('x-forwarded-')),
      ['get /x http/1.1', 'host', 'connection', 'x-other', 'x-real-ip'],
    );
    assert.deepEqual(named(lines, 'host'), ['host: example.net']);
    assert.deepEqual(named(lines, 'connection'), ['connection: keep-alive']);
  });

  it('say who the client is, whatever Connection lists', async () => {
    const names = ['For', 'Host', 'Port', 'Proto', 'Server', 'Prefix'].map((name) => `X-Forwarded-${name}`);
    const listing = `Connection: ${[...names, 'X-Real-Ip'].join(', ')}\r\n\r\n`;
    for (const options of [{}, insecure]) {
      const kept = await sent(claims, options);
      const { lines } = await sent(claims.replace(/\r\n$/, listing), options);
      assert.deepEqual(lines, kept.lines);
    }
  });

  it('are all there, however many', async () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `X-${index}: 1\r\n`).join('');
    const { lines } = await sent(`GET /x HTTP/1.1\r\nHost: example.net\r\n${many}\r\n`);
    assert.equal(lines.filter((line) => /^X-\d+: 1$/.test(line)).length, 3_000);
  });

  it('are matched on with every value of a repeated field', async () => {
    const seen: unknown[] = [];
    const service = serviceOf([]);
    await using proxy = await startTestProxy(service);
    proxy.useTable({
      find: ({ headers }) => {
        seen.push(headers['user-agent']);
        return undefined;
      },
    });
    await converse(
      proxy.port,
      'GET / HTTP/1.1\r\nHost: example.net\r\nUser-Agent: a\r\nUser-Agent: b\r\nConnection: close\r\n\r\n',
    );
    assert.deepEqual(seen, ['a, b']);
  });

  it('pass on that the client takes trailers', async () => {
    const { lines } = await sent('GET /x HTTP/1.1\r\nHost: example.net\r\nTE: gzip;q=0.5, trailers\r\n\r\n');
    assert.deepEqual(named(lines, 'te'), ['TE: trailers']);
  });

  it("carry the server's own authority where the client's is not passed on", async () => {
    const { lines, authority } = await sent(plain, {}, false);
    assert.deepEqual(named(lines, 'host'), [`host: ${authority}`]);
    assert.deepEqual(named(lines, 'x-forwarded-host'), ['X-Forwarded-Host: example.net']);
  });
});

describe('targets', () => {
  const untouched = [
    '/a/../b',
    '/a%2Fb',
    '/a//b',
    '/a/./b?x=%zz&y=/../',
    '/%',
    '/a?b?c',
    '//x',
    '/a;b=c|"<>',
  ];
  for (const target of untouched) {
    it(`go to the pod as they came: ${target}`, async () => {
      const { lines } = await sent(`GET ${target} HTTP/1.1\r\nHost: example.net\r\n\r\n`);
      assert.equal(lines[0], `GET ${target} HTTP/1.1`);
    });
  }

  it('in absolute form name the host, whatever Host says', async () => {
    const { lines } = await sent('GET http://example.net:81/y?z HTTP/1.1\r\nHost: other.net\r\n\r\n');
    assert.equal(lines[0], 'GET /y?z HTTP/1.1');
    assert.deepEqual(named(lines, 'host'), ['host: example.net:81']);
  });

  it('in absolute form may have no path', async () => {
    const { lines } = await sent('GET http://example.net?z HTTP/1.1\r\nHost: example.net\r\n\r\n');
    assert.equal(lines[0], 'GET /?z HTTP/1.1');
  });

  it('of OPTIONS * are answered by the proxy', async () => {
    await using pod = await startRawPod(() => {});
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(
      proxy.port,
      'OPTIONS * HTTP/1.1\r\nHost: example.net\r\nConnection: close\r\n\r\n',
    );
    assert.match(answer, /^HTTP\/1.1 200 OK\r\nContent-Length: 0\r\n/);
    assert.equal(pod.received(), '');
  });
});

describe('headers to the client', () => {
  async function answered(head: string, request = plain): Promise<string[]> {
    await using pod = await startRawPod((socket) => socket.end(`${head}\r\n\r\n`, 'latin1'));
    await using proxy = await startTestProxy(serviceOf([pod.target]));
    const answer = await converse(proxy.port, request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'));
    return (answer.split('\r\n\r\n')[0] ?? '').split('\r\n');
  }

  it('keep order, spelling and repetitions of the pod', async () => {
    const lines = await answered(
      'HTTP/1.1 299 All is well\r\nset-cookie: a=1\r\nX-B: 1\r\nSet-Cookie: b=2\r\nX-\xe4: no\r\nX-A: \xc3\xa4\r\nDate: then\r\nContent-Length: 0'.replace(
        'X-\xe4: no\r\n',
        '',
      ),
    );
    assert.deepEqual(lines.slice(0, 7), [
      'HTTP/1.1 299 All is well',
      'set-cookie: a=1',
      'X-B: 1',
      'Set-Cookie: b=2',
      'X-A: \xc3\xa4',
      'Date: then',
      'Content-Length: 0',
    ]);
  });

  it('do not include hop-by-hop fields, nor those that Connection lists', async () => {
    const lines = await answered(
      'HTTP/1.1 200 OK\r\nConnection: close, X-Mine\r\nKeep-Alive: timeout=9\r\nX-Mine: 1\r\nUpgrade: h2c\r\nProxy-Authenticate: Basic\r\nX-Other: 2\r\nContent-Length: 0',
    );
    assert.deepEqual(
      lines.slice(1).map((line) => line.split(':')[0]?.toLowerCase()),
      ['x-other', 'content-length', 'date', 'connection'],
    );
    assert.ok(lines.includes('Connection: close'));
  });
});
