import { createCertificateAuthority } from '../../fixtures/certificates/index.ts';
import type { Authority, Issued } from './authority.ts';
import type { AuthorityError } from './authority-error.ts';

/** An authority without a protocol: it signs what it is asked for, unless it has been told to fail. */
export class FakeAuthority implements Authority {
  readonly orders: string[] = [];
  failure: AuthorityError | undefined;
  /** Of what it signs. */
  validity: { readonly notBefore: Date; readonly notAfter: Date };
  closed = false;
  readonly #signer = createCertificateAuthority();
  #held: PromiseWithResolvers<void> | undefined;

  constructor(validity: FakeAuthority['validity']) {
    this.validity = validity;
  }

  async obtain(names: readonly string[]): Promise<Issued> {
    this.orders.push(names.join(' '));
    const { failure, validity } = this;
    await this.#held?.promise;
    if (failure !== undefined) throw failure;
    return await (await this.#signer).issue({ hosts: names, ...validity });
  }

  /** Orders wait until the function returned is called. */
  hold(): () => void {
    this.#held = Promise.withResolvers();
    return () => this.#held?.resolve();
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}
