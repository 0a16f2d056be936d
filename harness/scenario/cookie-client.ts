/** A client that keeps cookies, as browsers do, and what was set with its latest answer. */
import assert from 'node:assert/strict';
import { describeExchange, type Exchange, receivedByPod } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { get, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** RFC 6265, section 4.1. */
export interface SetCookie {
  readonly name: string;
  readonly value: string;
  /** By their names in lower case; empty where one has no value. */
  readonly attributes: ReadonlyMap<string, string>;
}

export class CookieClient {
  readonly #session: Session;
  readonly #jar = new Map<string, string>();
  #latest: Exchange | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Asks until a pod answers; its name. Cookies that are set are sent from then on. */
  async ask(url: string, controller?: string): Promise<string> {
    const cookie = [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers: Record<string, string> = cookie === '' ? {} : { cookie };
    this.#latest = await eventually(
      () => this.#session.exchange({ ...get(url), headers }, controller),
      (exchange) => receivedByPod(exchange) !== undefined,
      (last) => `Expected a pod to answer ${url}, but:\n${describeExchange(last)}`,
    );
    for (const { name, value } of this.cookies()) this.#jar.set(name, value);
    return this.pod();
  }

  /** Which answered last. */
  pod(): string {
    assert.ok(this.#latest, 'The client has not asked for anything yet.');
    return receivedByPod(this.#latest)?.pod ?? '';
  }

  /** Of all cookies that it has been given so far. */
  names(): readonly string[] {
    return [...this.#jar.keys()];
  }

  /** What the latest answer sets. */
  cookies(): readonly SetCookie[] {
    assert.ok(this.#latest?.outcome.kind === 'answer', 'The client has not been answered yet.');
    const { headers } = this.#latest.outcome.answer;
    return headers.filter(([name]) => name === 'set-cookie').map(([, value]) => parseSetCookie(value));
  }

  /** The only one that the latest answer sets. */
  cookie(): SetCookie {
    const [cookie, ...others] = this.cookies();
    assert.ok(cookie !== undefined && others.length === 0, `It sets ${others.length} cookies more, or none.`);
    return cookie;
  }
}

function parseSetCookie(text: string): SetCookie {
  const [[name = '', value = ''] = [], ...attributes] = text.split(';').map((part) => {
    const [before = '', ...after] = part.trim().split('=');
    return [before, after.join('=')] as const;
  });
  return { name, value, attributes: new Map(attributes.map(([key, of]) => [key.toLowerCase(), of])) };
}

/** Neither as it is nor in one of the encodings in which addresses are usually written. */
export async function expectOpaque(
  session: Session,
  { value }: SetCookie,
  { namespace, name }: ServiceReference,
): Promise<void> {
  const cluster = await session.cluster();
  const live = await cluster.read({ apiVersion: 'v1', kind: 'Endpoints', namespace, name });
  const { subsets = [] } = (live ?? {}) as {
    subsets?: readonly { readonly addresses?: readonly { readonly ip: string }[] }[];
  };
  const addresses = subsets.flatMap((subset) => subset.addresses ?? []).map(({ ip }) => ip);
  assert.ok(addresses.length > 0, `The Service ${namespace}/${name} has no ready pod.`);
  const decoded = (['base64', 'hex'] as const).map((encoding) =>
    Buffer.from(value, encoding).toString('latin1'),
  );
  for (const reading of [value, decodeURIComponent(value), ...decoded]) {
    for (const address of addresses) {
      const bytes = String.fromCharCode(...address.split('.').map(Number));
      assert.ok(!reading.includes(address) && !reading.includes(bytes), `${value} tells of ${address}.`);
    }
  }
}
