import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Challenges } from './challenges.ts';

describe('HTTP-01', () => {
  const challenges = new Challenges();
  const server = createServer((message, response) => {
    if (!challenges.handle(message, response)) response.writeHead(404).end('router');
  });
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  after(() => {
    server.close();
  });

  async function ask(path: string, method = 'GET') {
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, path, method, agent: false }).end();
    const [response] = await once(sent, 'response');
    let body = '';
    for await (const chunk of response) body += chunk;
    return { status: response.statusCode, headers: response.headers, body };
  }

  test('a token is answered with its key authorization for as long as it is shown', async () => {
    const hide = challenges.showAuthorization('token-1', 'token-1.thumbprint');
    const answer = await ask('/.well-known/acme-challenge/token-1');
    assert.equal(answer.body, 'token-1.thumbprint');
    assert.equal(answer.headers['content-type'], 'application/octet-stream');
    const head = await ask('/.well-known/acme-challenge/token-1', 'HEAD');
    assert.deepEqual([head.status, head.headers['content-length'], head.body], [200, '18', '']);
    hide();
    assert.equal((await ask('/.well-known/acme-challenge/token-1')).body, 'router');
  });

  test('everything else is left to the routers', async () => {
    const hide = challenges.showAuthorization('token-2', 'secret');
    for (const [path, method] of [
      ['/.well-known/acme-challenge/other', 'GET'],
      ['/.well-known/acme-challenge/', 'GET'],
      ['/.well-known/acme-challenge/token-2/more', 'GET'],
      ['/.well-known/acme-challenge/token-2?query', 'GET'],
      ['/.well-known/acme-challenge/__proto__', 'GET'],
      ['/token-2', 'GET'],
      ['/.well-known/acme-challenge/token-2', 'POST'],
    ] as const) {
      assert.equal((await ask(path, method)).body, 'router', `${method} ${path}`);
    }
    hide();
  });
});

test('TLS-ALPN-01: a certificate by its name, for as long as it is shown', () => {
  const challenges = new Challenges();
  const first = { certificate: 'first', privateKey: 'key' };
  const second = { certificate: 'second', privateKey: 'key' };
  const hideFirst = challenges.showCertificate('a.org', first);
  assert.equal(challenges.certificateFor('A.org'), first);
  assert.equal(challenges.certificateFor('b.org'), undefined);
  const hideSecond = challenges.showCertificate('a.org', second);
  hideFirst();
  assert.equal(challenges.certificateFor('a.org'), second);
  hideSecond();
  assert.equal(challenges.certificateFor('a.org'), undefined);
});
