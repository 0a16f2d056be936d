import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { createCertificateAuthority } from '../../../fixtures/certificates/index.ts';
import type { ForwardAuth } from '../../dynamic/middleware.ts';
import { MiddlewareError } from '../create.ts';
import type { ProxyRequest } from '../exchange.ts';
import { aBody, answering, inFrontOf, type Received, type TestBed } from '../handlers.fixture.ts';
import { fieldValues } from '../header-fields.ts';

describe('forwardAuth', () => {
  let respond: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  let asked: IncomingMessage | undefined;
  const server = createServer((request, response) => {
    asked = request;
    respond(request, response);
  });
  let address = '';

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const over = (changes: Partial<ForwardAuth> = {}): TestBed =>
    inFrontOf(answering(200, [], 'own'), {
      forwardAuth: {
        address: `${address}/check?a=b`,
        trustForwardHeader: false,
        authResponseHeaders: [],
        authResponseHeadersRegex: '',
        authRequestHeaders: [],
        ...changes,
      },
    });

  const answered =
    (status: number, headers: Record<string, string | string[]> = {}, body = ''): typeof respond =>
    (_request, response) => {
      response.writeHead(status, headers).end(body);
    };

  async function send(bed: TestBed, changes: Partial<ProxyRequest> = {}): Promise<Received> {
    const answer = bed.send(changes);
    await answer.over;
    return answer;
  }

  it('lets pass what the server lets pass', async () => {
    for (const status of [200, 204, 299]) {
      respond = answered(status, {}, status === 204 ? '' : 'ok');
      assert.equal((await send(over())).body, 'own');
    }
  });

  it('gives the client any other answer', async () => {
    respond = answered(302, { Location: '/login', 'Set-Cookie': ['a=b', 'c=d'], Connection: 'close' }, 'go');
    const bed = over();
    const answer = await send(bed);
    assert.deepEqual([answer.status, answer.body, answer.header('Location')], [302, 'go', '/login']);
    assert.deepEqual(fieldValues(answer.head?.headers ?? [], 'set-cookie'), ['a=b', 'c=d']);
    assert.equal(answer.header('Connection'), undefined);
    assert.equal(bed.pod.requests.length, 0);
  });

  it('tells what was asked of the proxy, with the headers of the client, and without its body', async () => {
    respond = answered(200);
    const body = aBody('x');
    await send(over(), {
      method: 'POST',
      target: '/a%2Fb?c',
      headers: [
        'Cookie',
        'd=e',
        'Content-Length',
        '1',
        'X-Forwarded-Uri',
        '/lie',
        'X-Forwarded-For',
        '10.0.0.1',
      ],
      body,
    });
    assert.equal(asked?.method, 'GET');
    assert.equal(asked?.url, '/check?a=b');
    const { headers = {} } = asked ?? {};
    assert.equal(headers['x-forwarded-method'], 'POST');
    assert.equal(headers['x-forwarded-proto'], 'http');
    assert.equal(headers['x-forwarded-host'], 'app.example.com');
    assert.equal(headers['x-forwarded-uri'], '/a%2Fb?c');
    assert.equal(headers['x-forwarded-for'], '192.0.2.1');
    assert.equal(headers.cookie, 'd=e');
    assert.equal(headers['content-length'], undefined);
    assert.equal(headers.host, new URL(address).host);
    assert.equal(body.from.readableDidRead, false);
  });

  it('believes what others have said of it where told', async () => {
    respond = answered(200);
    const headers = [
      'X-Forwarded-Uri',
      '/first',
      'X-Forwarded-Proto',
      'https',
      'X-Forwarded-For',
      '10.0.0.1, 192.0.2.1',
    ];
    await send(over({ trustForwardHeader: true }), { headers });
    assert.equal(asked?.headers['x-forwarded-uri'], '/first');
    assert.equal(asked?.headers['x-forwarded-proto'], 'https');
    assert.equal(asked?.headers['x-forwarded-for'], '10.0.0.1, 192.0.2.1');
  });

  it('gives the server the credentials of its address, where the client gives none', async () => {
    respond = answered(200);
    const bed = over({ address: address.replace('http://', 'http://me:se%63ret@') });
    await send(bed);
    assert.equal(asked?.headers.authorization, `Basic ${btoa('me:secret')}`);
    await send(bed, { headers: ['authorization', 'Bearer x'] });
    assert.equal(asked?.headers.authorization, 'Bearer x');
  });

  it('passes the headers listed to the server only', async () => {
    respond = answered(200);
    await send(over({ authRequestHeaders: ['Accept'] }), { headers: ['Accept', 'a/b', 'Cookie', 'd=e'] });
    assert.equal(asked?.headers.accept, 'a/b');
    assert.equal(asked?.headers.cookie, undefined);
    assert.equal(asked?.headers['x-forwarded-method'], 'GET');
  });

  it('passes the headers listed to the pod, and none of the client', async () => {
    respond = answered(200, { 'X-Auth-User': 'jane', 'X-Other': 'o' });
    const bed = over({ authResponseHeaders: ['X-Auth-User', 'X-Auth-Group'] });
    const forged = ['x-auth-user', 'admin', 'X-Auth-Group', 'admins', 'X_Auth-User', 'admin'];
    await send(bed, { headers: [...forged, 'X-Mine', 'm'] });
    assert.deepEqual(bed.pod.request.headers, ['X-Mine', 'm', 'X-Auth-User', 'jane']);
  });

  it('changes no bytes of the headers that it passes on', async () => {
    // UTF-8, of which each byte is a character of the value.
    const name = Buffer.from('J\u00f6rg').toString('latin1');
    respond = answered(200, { 'X-User': name });
    const bed = over({ authResponseHeaders: ['X-User'] });
    await send(bed);
    assert.equal(bed.pod.header('X-User'), name);
    respond = answered(401, { 'X-Why': name });
    assert.equal((await send(over())).header('X-Why'), name);
  });

  it('passes the headers that an expression finds', async () => {
    respond = answered(200, { 'x-auth-user': 'jane', 'X-Other': 'o', 'Content-Length': '0' });
    const bed = over({ authResponseHeadersRegex: '^X-Auth-|Content-Length' });
    await send(bed, { headers: ['X-Auth-Group', 'admins', 'X_Auth_Group', 'admins', 'X-Mine', 'm'] });
    assert.deepEqual(bed.pod.request.headers, ['X-Mine', 'm', 'x-auth-user', 'jane']);
  });

  it('refuses where the server does not answer', async () => {
    respond = (request) => request.socket.destroy();
    const bed = over();
    const answer = await send(bed);
    assert.deepEqual([answer.status, bed.pod.requests.length], [500, 0]);
  });

  it('does not read for ever what nobody wants', async () => {
    respond = (_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more);
      };
      response.on('error', () => {});
      more();
    };
    assert.equal((await send(over())).body, 'own');
  });

  it('asks no more for a client that has left', async () => {
    const gate = Promise.withResolvers<IncomingMessage>();
    respond = gate.resolve;
    const bed = over();
    const answer = bed.send();
    const request = await gate.promise;
    const closed = new Promise((resolve) => request.once('close', resolve));
    answer.flow.abort();
    await closed;
    assert.deepEqual([answer.status, answer.error, bed.pod.requests.length], [undefined, undefined, 0]);
  });

  it('asks over TLS only whom it trusts', async () => {
    const authority = await createCertificateAuthority({ commonName: 'CA' });
    const { certificate, privateKey } = await authority.issue({ hosts: ['localhost'] });
    const secure = createSecureServer({ cert: certificate, key: privateKey }, (_request, response) => {
      response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const { port } = secure.address() as AddressInfo;
    const statusWith = async (tls: ForwardAuth['tls'], host = 'localhost'): Promise<number | undefined> => {
      const bed = over({ address: `https://${host}:${port}`, ...(tls && { tls }) });
      return (await send(bed)).status;
    };
    try {
      const ca = authority.certificate;
      assert.equal(await statusWith({ ca, insecureSkipVerify: false }), 200);
      assert.equal(await statusWith({ ca, insecureSkipVerify: false }, '127.0.0.1'), 500, 'another name');
      assert.equal(await statusWith(undefined), 500, 'an unknown authority');
      assert.equal(await statusWith({ insecureSkipVerify: true }), 200);
    } finally {
      secure.closeAllConnections();
      await new Promise((resolve) => secure.close(resolve));
    }
  });

  it('is refused with what is no server or no certificate', () => {
    for (const changes of [
      { address: 'auth.example.com' },
      { address: 'ftp://auth.example.com' },
      { address: 'http://%zz:x@auth.example.com' },
      { authResponseHeadersRegex: '(' },
      { authResponseHeaders: ['X User'] },
      { tls: { cert: 'x', insecureSkipVerify: false } },
      { tls: { cert: 'x', key: 'y', insecureSkipVerify: false } },
    ]) {
      assert.throws(() => over(changes), MiddlewareError, JSON.stringify(changes));
    }
  });
});
