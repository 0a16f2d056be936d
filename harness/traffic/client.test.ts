import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { describe, test } from 'node:test';
import {
  type Address,
  createTrafficClient,
  describeExchange,
  type Exchange,
  receivedByPod,
} from './client.ts';

const request = { method: 'GET', url: 'http://app.example.com:8080/a/../b?c=%2F', headers: { accept: 'x' } };

async function exchangeWith(server: Server): Promise<Exchange> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = createTrafficClient();
  try {
    return await client.exchange(request, addressOf(server));
  } finally {
    await client.close();
    server.close();
  }
}

function addressOf(server: Server): Address {
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return { host: '127.0.0.1', port: address.port };
}

describe('an exchange', () => {
  test('sends the path as it is written, and the host of the URL to wherever it goes', async () => {
    const server = createServer((incoming, response) => {
      response.setHeader('x-of', ['one', 'two']);
      response.end(`${incoming.method} ${incoming.url} ${incoming.headers.host} ${incoming.headers.accept}`);
    });
    const { outcome } = await exchangeWith(server);
    assert.ok(outcome.kind === 'answer');
    assert.equal(outcome.answer.body, 'GET /a/../b?c=%2F app.example.com:8080 x');
    assert.deepEqual(
      outcome.answer.headers.filter(([name]) => name === 'x-of').map(([, value]) => value),
      ['one', 'two'],
    );
  });

  test('that the connection does not survive is an outcome, not an error', async () => {
    const { outcome } = await exchangeWith(createTcpServer((socket) => socket.destroy()));
    assert.equal(outcome.kind, 'error');
  });
});

describe('what a pod received', () => {
  const answered = (status: number, body: string): Exchange => ({
    request,
    outcome: { kind: 'answer', answer: { status, headers: [], body } },
  });
  const echo = JSON.stringify({ pod: 'app-1', namespace: 'default', service: 'app' });

  test('is read from its answer', () => {
    assert.equal(receivedByPod(answered(200, echo))?.service, 'app');
  });

  for (const [what, exchange] of [
    ['another status', answered(502, echo)],
    ['a body that is no JSON', answered(200, 'ok')],
    ['JSON of somebody else', answered(200, '{"status":"ok"}')],
    ['JSON that is no object', answered(200, 'null')],
    ['no answer', { request, outcome: { kind: 'error', message: 'refused' } }],
  ] as const) {
    test(`is nothing for ${what}`, () => assert.equal(receivedByPod(exchange), undefined));
  }
});

test('a description has the request as it was sent and what came of it', () => {
  assert.equal(
    describeExchange({ request, outcome: { kind: 'error', message: 'connection refused' } }),
    ['> GET /a/../b?c=%2F', '> host: app.example.com:8080', '> accept: x', '! connection refused'].join('\n'),
  );
});
