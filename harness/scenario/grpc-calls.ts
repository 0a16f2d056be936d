/** The gRPC client of a scenario, and its latest call. */
import assert from 'node:assert/strict';
import type { GrpcCall, GrpcCallOptions, GrpcClient, GrpcEnd } from '../traffic/grpc-client.ts';
import { eventually } from './deadline.ts';
import type { Session } from './session.ts';

export class GrpcCalls {
  readonly #session: Session;
  #client: GrpcClient | undefined;
  #call: GrpcCall | undefined;
  /** Messages of the latest call that were expected. */
  #taken = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @param url `https` leads to `websecure`, over TLS; `http` to `web`, without */
  async connect(url: string): Promise<void> {
    const { protocol, host } = new URL(url);
    const secure = protocol === 'https:';
    await this.#session.settled('controller', { secrets: secure });
    const entryPoint = secure ? 'websecure' : 'web';
    const address = (await this.#session.controller()).address(entryPoint);
    if (address === undefined) throw new Error(`The implementation has no entry point named ${entryPoint}.`);
    const authority = secure ? await this.#session.certificates.authority() : undefined;
    // The library is loaded by the few scenarios that need it.
    const { GrpcClient } = await import('../traffic/grpc-client.ts');
    this.#client = new GrpcClient({ host, authority }, address);
  }

  begin(method: string, options: GrpcCallOptions): GrpcCall {
    assert.ok(this.#client, 'The scenario has no gRPC client.');
    this.#call = this.#client.call(method, options);
    this.#taken = 0;
    return this.#call;
  }

  /** The one that was begun last. */
  get current(): GrpcCall {
    assert.ok(this.#call, 'The scenario has made no call.');
    return this.#call;
  }

  /** The next message that comes, after those that were expected before. */
  async expectNext(message: string): Promise<void> {
    const index = this.#taken++;
    const { current } = this;
    await eventually(
      async () => current,
      ({ received, end }) => received.length > index || end !== undefined,
      () => `No message has come after ${JSON.stringify(current.received)}.`,
    );
    assert.equal(current.received[index], message, describeEnd(current));
  }

  async expectEnd(status: string): Promise<GrpcEnd> {
    const { end } = await eventually(
      async () => this.current,
      (call) => call.end !== undefined,
      () => 'The call has not ended.',
    );
    assert.ok(end);
    assert.equal(end.status, status, describeEnd(this.current));
    return end;
  }

  end(): void {
    // The library waits for a call that goes on, and so does the instance that it goes through.
    this.#call?.cancel();
    this.#client?.close();
  }
}

function describeEnd({ received, end }: GrpcCall): string {
  const messages = `After ${JSON.stringify(received)} the call`;
  return end === undefined ? `${messages} goes on.` : `${messages} ended with ${end.status}: ${end.details}`;
}
