/** The client of a scenario that speaks HTTP/2 without TLS, and the requests that it has sent. */
import { holdHeader } from '../cluster/cluster.ts';
import { describeExchange, type Exchange } from '../traffic/client.ts';
import { Http2Client } from '../traffic/http2-client.ts';
import { get, isAnsweredBy, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

export class Http2Requests {
  readonly #session: Session;
  #client: Http2Client | undefined;
  #asked: Promise<Exchange>[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Behind the barrier, so that what a request meets is never "not yet".
   *
   * @param header sent before anything else, as Latin-1
   */
  async connect(header = ''): Promise<Http2Client> {
    if (this.#client !== undefined) return this.#client;
    await this.#session.settled();
    const address = (await this.#session.controller()).address('web');
    if (address === undefined) throw new Error('The implementation has no entry point named web.');
    this.#client = new Http2Client(address, header);
    return this.#client;
  }

  /** All at once. */
  async ask(url: string, count: number): Promise<void> {
    const client = await this.connect();
    this.#asked.push(...Array.from({ length: count }, () => client.exchange(get(url))));
  }

  /** One that its pod does not answer until it is told the label. */
  async askHeldBack(url: string, label: string): Promise<{ readonly answer: Promise<Exchange> }> {
    const client = await this.connect();
    const answer = client.exchange({ ...get(url), headers: { [holdHeader]: label } });
    this.#asked.push(answer);
    return { answer };
  }

  /** Every request so far. */
  async expectAllAnsweredBy(service: ServiceReference): Promise<void> {
    if (this.#asked.length === 0) throw new Error('The HTTP/2 client has sent no request.');
    for (const exchange of await Promise.all(this.#asked)) {
      if (!isAnsweredBy(exchange, service))
        throw new Error(
          `Expected a pod of the Service ${service.name} to answer, but:\n${describeExchange(exchange)}`,
        );
    }
  }

  end(): void {
    this.#client?.close();
  }
}
