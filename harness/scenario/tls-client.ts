/** The client of a scenario that chooses what it offers in handshakes, and what it expects to come of it. */
import { type HttpAnswer, receivedByPod } from '../traffic/client.ts';
import { exchangeWithOffer, type TlsOffer, type TlsOutcome } from '../traffic/tls-client.ts';
import { eventually } from './deadline.ts';
import { get, isAnsweredBy, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** Where requests over TLS go. */
const entryPoint = 'websecure';

export class TlsClient {
  readonly #session: Session;
  #offer: TlsOffer = {};

  constructor(session: Session) {
    this.#session = session;
  }

  /** In place of what it has offered before. Rejects for a property that there is not. */
  async offer(properties: Readonly<Record<string, string>>): Promise<void> {
    const offers = await Promise.all(
      Object.entries(properties).map(([name, value]) => this.#read(name, value)),
    );
    this.#offer = Object.assign({}, ...offers);
  }

  /** The certificate that it offers, in PEM without delimiters and line ends. */
  certificate(): string {
    const { certificate } = this.#offer;
    if (certificate === undefined) throw new Error('The TLS client offers no certificate.');
    return certificate.certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  }

  /**
   * Sooner or later a pod of the Service answers. Behind the barrier all the same: a handshake that was made before a
   * configuration is in force says nothing of it, even if the request finds that in force.
   */
  async expectReaches(url: string, service: ServiceReference): Promise<void> {
    await this.#session.settled();
    await eventually(
      () => this.#ask(url),
      (outcome) => outcome.kind === 'answer' && isAnsweredBy(exchangeOf(url, outcome.answer), service),
      (last) => `Expected ${url} to reach the Service ${service.name}, but ${described(last)}`,
    );
  }

  /** Sooner or later this is what version, cipher, curve or protocol are. */
  async expectAgreement(url: string, what: string): Promise<void> {
    await this.#session.settled();
    await eventually(
      () => this.#ask(url),
      (outcome) => outcome.kind === 'answer' && Object.values(outcome.agreed).includes(what),
      (last) => `Expected ${url} to agree on ${what}, but ${described(last)}`,
    );
  }

  /** Once everything has been seen. */
  async expectStatus(url: string, status: number): Promise<void> {
    await this.#session.settled();
    const outcome = await this.#ask(url);
    if (outcome.kind !== 'answer' || outcome.answer.status !== status)
      throw new Error(`Expected ${url} to be answered with ${status}, but ${described(outcome)}`);
  }

  /** Sooner or later. */
  async expectRefusalInTheEnd(url: string): Promise<void> {
    await eventually(
      () => this.#ask(url),
      ({ kind }) => kind === 'refused',
      (last) => `Expected ${url} to refuse the handshake, but ${described(last)}`,
    );
  }

  /** Once everything has been seen. */
  async expectRefusal(url: string): Promise<void> {
    await this.#session.settled();
    const outcome = await this.#ask(url);
    if (outcome.kind !== 'refused')
      throw new Error(`Expected ${url} to refuse the handshake, but ${described(outcome)}`);
  }

  async #ask(url: string): Promise<TlsOutcome> {
    const address = (await this.#session.controller()).address(entryPoint);
    if (address === undefined) throw new Error(`The implementation has no entry point named ${entryPoint}.`);
    return await exchangeWithOffer(this.#offer, get(url), address);
  }

  async #read(name: string, value: string): Promise<TlsOffer> {
    switch (name) {
      case 'versions':
        return { versions: versionsOf(value) };
      case 'ciphers':
        return { ciphers: value.replaceAll(/,\s*/g, ':') };
      case 'curves':
        return { curves: value.replaceAll(/,\s*/g, ':') };
      case 'protocols':
        return { protocols: value.split(/,\s*/) };
      case 'server name':
        return { serverName: value };
      case 'certificate':
        return await this.#certificate(value);
      default:
        throw new Error(`A TLS client does not offer "${name}".`);
    }
  }

  async #certificate(signer: string): Promise<TlsOffer> {
    const { certificates } = this.#session;
    const request = { commonName: 'client', usage: 'client' } as const;
    switch (signer) {
      case 'of the authority':
        return { certificate: await certificates.issueFor(request) };
      case 'of another authority':
        return { certificate: await certificates.issueFromAnother(request) };
      case 'none':
        return {};
      default:
        throw new Error(`A certificate is "of the authority", "of another authority" or "none".`);
    }
  }
}

const versions = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;

/** `1.2`, or `1.2 to 1.3`. */
function versionsOf(text: string): NonNullable<TlsOffer['versions']> {
  const [least, most = least] = text.split(' to ').map((name) => {
    if (!isVersion(name)) throw new Error(`There is no TLS ${name}.`);
    return versions[name];
  });
  if (least === undefined || most === undefined) throw new Error('A TLS client offers a version.');
  return { least, most };
}

function isVersion(name: string): name is keyof typeof versions {
  return Object.hasOwn(versions, name);
}

function exchangeOf(url: string, answer: HttpAnswer) {
  return { request: get(url), outcome: { kind: 'answer' as const, answer } };
}

function described(outcome: TlsOutcome): string {
  if (outcome.kind === 'refused') return `the client was refused: ${outcome.reason}`;
  const { agreed, answer } = outcome;
  const pod = receivedByPod(exchangeOf('', answer))?.pod;
  return `the answer is ${answer.status}${pod === undefined ? '' : ` of ${pod}`}, over ${Object.values(agreed).join(', ')}`;
}
