/**
 * Requests over real sockets to the entry points of an implementation, as a client on the network sends them:
 * the URL's host goes into the Host header, the connection to wherever the entry point listens.
 */
import { isIPv6 } from 'node:net';
import { Agent } from 'undici';
import type { ReceivedRequest } from '../../fixtures/pods/index.ts';
import { exchangeOverTls, type PresentedCertificate } from './https.ts';

export interface HttpRequest {
  readonly method: string;
  /** Absolute; its path is sent as it is written, without normalising. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where it goes; undefined: where the scheme of the URL leads. */
  readonly entryPoint?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** In the order received, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Over TLS alone. */
  readonly certificate?: PresentedCertificate | undefined;
}

/** A request and what came of it: an answer, or the reason why there was none. */
export interface Exchange {
  readonly request: HttpRequest;
  readonly outcome:
    | { readonly kind: 'answer'; readonly answer: HttpAnswer }
    | { readonly kind: 'error'; readonly message: string };
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface TrafficClient {
  /**
   * Sends one request; errors of the connection are outcomes, never thrown.
   *
   * @param authority PEM: whom the client trusts to sign certificates, where the URL begins with `https`
   */
  exchange(request: HttpRequest, address: Address, authority?: string): Promise<Exchange>;
  close(): Promise<void>;
}

const answerTimeoutMs = 10_000;

export function createTrafficClient(): TrafficClient {
  const agent = new Agent({ headersTimeout: answerTimeoutMs, bodyTimeout: answerTimeoutMs, connections: 64 });
  return {
    async exchange(request, address, authority) {
      const { secure, host, target } = splitUrl(request.url);
      const { method, headers } = request;
      const timeout = answerTimeoutMs;
      try {
        const answer = secure
          ? await exchangeOverTls({ method, host, target, headers, timeout, authority }, address)
          : await exchangeInPlain(agent, request, address);
        return { request, outcome: { kind: 'answer', answer } };
      } catch (error) {
        return {
          request,
          outcome: { kind: 'error', message: error instanceof Error ? error.message : String(error) },
        };
      }
    },
    async close() {
      await agent.destroy();
    },
  };
}

async function exchangeInPlain(agent: Agent, request: HttpRequest, address: Address): Promise<HttpAnswer> {
  const { host, target } = splitUrl(request.url);
  const response = await agent.request({
    origin: `http://${isIPv6(address.host) ? `[${address.host}]` : address.host}:${address.port}`,
    path: target,
    method: request.method,
    headers: { host, ...request.headers },
  });
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((one) => [name, one] as const),
  );
  return { status: response.statusCode, headers, body: await response.body.text() };
}

/** What the echo pod behind an answer received; undefined where no pod of the harness answered. */
export function receivedByPod({ outcome }: Exchange): ReceivedRequest | undefined {
  if (outcome.kind !== 'answer' || outcome.answer.status !== 200) return undefined;
  try {
    const received = JSON.parse(outcome.answer.body);
    return typeof received?.pod === 'string' ? received : undefined;
  } catch {
    return undefined;
  }
}

/** For messages and evidence: the request line, the status line, and what else matters. */
export function describeExchange({ request, outcome }: Exchange): string {
  const { host, target } = splitUrl(request.url);
  const sent = [
    `> ${request.method} ${target}`,
    ...Object.entries({ host, ...request.headers }).map(([name, value]) => `> ${name}: ${value}`),
  ];
  const got =
    outcome.kind === 'error'
      ? [`! ${outcome.message}`]
      : [
          `< ${outcome.answer.status}`,
          ...outcome.answer.headers.map(([name, value]) => `< ${name}: ${value}`),
          outcome.answer.body.slice(0, 2000),
        ];
  return [...sent, ...got].join('\n');
}

/** Not through `URL`, which would normalise what a scenario wants sent as it is. */
export function splitUrl(url: string) {
  const [, scheme, host, target] = /^(https?):\/\/([^/?#]*)(.*)$/.exec(url) ?? [];
  if (host === undefined) throw new Error(`Not an absolute http:// or https:// URL: ${url}`);
  return { secure: scheme === 'https', host, target: target === undefined || target === '' ? '/' : target };
}
