/** An ACME server as a test wants it: it believes every signature, and answers what it has been told to. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';

export interface ScriptedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface ScriptedAuthority {
  readonly directory: string;
  /** Method and path of each request, without those for nonces. */
  readonly requests: readonly string[];
  /** What was signed, by path; the last of each. */
  readonly payloads: ReadonlyMap<string, unknown>;
  /** The next so many requests for the path are answered so; by default one. */
  script(path: string, answer: ScriptedAnswer, times?: number): void;
  stop(): Promise<void>;
}

const token = 'token-of-the-challenge';

/** A problem document (RFC 8555, section 6.7). */
export function problem(type: string, detail: string): object {
  return { type: `urn:ietf:params:acme:error:${type}`, detail };
}

/** Starts one whose every order goes well: its authorization is valid once the challenge has been taken up. */
export async function startScriptedAuthority(): Promise<ScriptedAuthority> {
  const requests: string[] = [];
  const payloads = new Map<string, unknown>();
  const scripted = new Map<string, ScriptedAnswer[]>();
  const signer = await createCertificateAuthority();
  let names: string[] = [];
  let taken = false;
  let finalized = false;

  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    const url = (of: string): string => `http://${request.headers.host}${of}`;
    if (path !== '/nonce') requests.push(`${request.method} ${path}`);
    const payload = await payloadOf(request);
    if (payload !== undefined) payloads.set(path, payload);
    const {
      status,
      headers = {},
      body,
    } = scripted.get(path)?.shift() ?? (await answerTo(path, payload, url));
    response.writeHead(status, {
      'Replay-Nonce': `nonce-${requests.length}`,
      'Content-Type': 'application/json',
      ...headers,
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function answerTo(
    path: string,
    payload: unknown,
    url: (of: string) => string,
  ): Promise<ScriptedAnswer> {
    const order = {
      status: finalized ? 'valid' : taken ? 'ready' : 'pending',
      identifiers: names.map((value) => ({ type: 'dns', value })),
      authorizations: [url('/authorization')],
      finalize: url('/finalize'),
      certificate: url('/certificate'),
    };
    switch (path) {
      case '/directory':
        return {
          status: 200,
          body: { newNonce: url('/nonce'), newAccount: url('/new-account'), newOrder: url('/new-order') },
        };
      case '/nonce':
        return { status: 200 };
      case '/new-account':
        return { status: 201, headers: { Location: url('/account') }, body: { status: 'valid' } };
      case '/account':
        return { status: 200, body: { status: 'valid' } };
      case '/new-order':
        [taken, finalized] = [false, false];
        names = (payload as { identifiers: { value: string }[] }).identifiers.map(({ value }) => value);
        return { status: 201, headers: { Location: url('/order') }, body: order };
      case '/order':
        return { status: 200, body: order };
      case '/authorization':
        return {
          status: 200,
          body: {
            status: taken ? 'valid' : 'pending',
            identifier: { type: 'dns', value: names[0] },
            challenges: ['http-01', 'dns-01'].map((type) => ({
              type,
              url: url('/challenge'),
              status: 'pending',
              token,
            })),
          },
        };
      case '/challenge':
        taken = true;
        return { status: 200, body: {} };
      case '/finalize':
        finalized = true;
        return { status: 200, body: { ...order, status: 'processing' } };
      case '/certificate':
        return { status: 200, body: (await signer.issue({ hosts: names })).certificate };
      default:
        return { status: 404, body: problem('malformed', `there is no ${path}`) };
    }
  }

  return {
    directory: `http://127.0.0.1:${port}/directory`,
    requests,
    payloads,
    script(path, answer, times = 1) {
      const list = scripted.get(path) ?? [];
      scripted.set(path, list);
      for (let count = 0; count < times; count++) list.push(answer);
    },
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Of a JSON web signature (RFC 7515, section 7.2.2); undefined: there is none, or it is empty. */
async function payloadOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  if (text === '') return undefined;
  const { payload } = JSON.parse(text) as { readonly payload: string };
  return payload === '' ? undefined : JSON.parse(Buffer.from(payload, 'base64url').toString());
}
