/** Certificates of a scenario: issued by an authority of its own, held in Secrets, presented by implementations. */
import { X509Certificate } from 'node:crypto';
import {
  type CertificateAuthority,
  type CertificateRequest,
  createCertificateAuthority,
  type KeyPair,
} from '../../fixtures/certificates/index.ts';
import type { Cluster, Manifest } from '../cluster/cluster.ts';
import { describeExchange, type Exchange } from '../traffic/client.ts';
import type { PresentedCertificate } from '../traffic/https.ts';
import { eventually } from './deadline.ts';
import { get, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** What may be wrong with a Secret that is to hold a certificate. */
export type Flaw = keyof typeof flaws;

const flaws = {
  'without a certificate': ({ privateKey }: KeyPair) => ({ 'tls.key': privateKey }),
  'without a key': ({ certificate }: KeyPair) => ({ 'tls.crt': certificate }),
  'whose certificate does not parse': (pair: KeyPair) => ({ ...dataOf(pair), 'tls.crt': 'no certificate' }),
  'whose key does not parse': (pair: KeyPair) => ({ ...dataOf(pair), 'tls.key': 'no key' }),
  'with the key of another': (pair: KeyPair, other: KeyPair) => ({
    ...dataOf(pair),
    'tls.key': other.privateKey,
  }),
  'whose key is too weak for TLS': (_pair: KeyPair, _other: KeyPair, weak: KeyPair) => dataOf(weak),
};

/** Of an RSA key: too short for a signature of TLS 1.3 (RFC 8446, section 4.2.3; RFC 8017, section 9.1.1). */
const tooFewBits = 512;

/** From when and until when; what is not said is an hour ago and a year from now. */
export type Validity = Pick<CertificateRequest, 'notBefore' | 'notAfter'>;

/** The certificate authority of a scenario, made when it is first needed. */
export class Certificates {
  #authority: Promise<CertificateAuthority> | undefined;
  readonly #others: string[] = [];

  /** PEM; undefined while nothing has been issued, and nobody else is trusted. */
  async trusted(): Promise<string | undefined> {
    const own = (await this.#authority)?.certificate;
    const all = own === undefined ? this.#others : [own, ...this.#others];
    return all.length === 0 ? undefined : all.join('\n');
  }

  /** From now on what this authority (PEM) has signed is accepted too. */
  trust(authority: string): void {
    this.#others.push(authority);
  }

  async issue(hosts: readonly string[], validity: Validity = {}): Promise<KeyPair> {
    return await this.issueFor({ hosts, ...validity });
  }

  async issueFor(request: CertificateRequest): Promise<KeyPair> {
    return await (await this.#own()).issue(request);
  }

  /** Signed by an authority that nobody trusts. */
  async issueFromAnother(request: CertificateRequest): Promise<KeyPair> {
    return await (await createCertificateAuthority({ commonName: 'Another CA' })).issue(request);
  }

  /** PEM of the scenario's authority. */
  async authority(): Promise<string> {
    return (await this.#own()).certificate;
  }

  #own(): Promise<CertificateAuthority> {
    this.#authority ??= createCertificateAuthority();
    return this.#authority;
  }
}

/** Creates or replaces a Secret with a certificate for these hosts. */
export async function putTlsSecret(
  session: Session,
  secret: ServiceReference,
  hosts: readonly string[],
  validity: Validity = {},
): Promise<void> {
  const pair = await session.certificates.issue(hosts, validity);
  await (await session.cluster()).apply(tlsSecretManifest(secret, dataOf(pair)));
}

/** Creates or replaces a Secret that is of no use for these hosts, for one reason. */
export async function putFlawedSecret(
  session: Session,
  secret: ServiceReference,
  hosts: readonly string[],
  flaw: Flaw,
): Promise<void> {
  const pair = await session.certificates.issue(hosts);
  const other = await session.certificates.issue(hosts);
  const weak = await session.certificates.issueFor({ hosts, rsaBits: tooFewBits });
  const data = flaws[flaw](pair, other, weak);
  // Of the type `kubernetes.io/tls` the API server takes only what has both.
  const type = Object.keys(data).length === 2 ? 'kubernetes.io/tls' : 'Opaque';
  await (await session.cluster()).apply({ ...tlsSecretManifest(secret, data), type });
}

/** Replaces the certificate in a Secret by a new one for the same hosts. */
export async function renewTlsSecret(session: Session, secret: ServiceReference): Promise<void> {
  const { subjectAltName = '' } = await certificateIn(await session.cluster(), secret);
  await putTlsSecret(
    session,
    secret,
    subjectAltName.split(', ').map((name) => name.replace('DNS:', '')),
  );
}

/** Waits until the certificate of the Secret is presented, to a client that trusts the scenario's authority. */
export async function expectPresents(
  session: Session,
  url: string,
  secret: ServiceReference,
  controller?: string,
): Promise<void> {
  const { fingerprint256 } = await certificateIn(await session.cluster(), secret);
  await eventually(
    () => session.exchange(get(url), controller),
    (exchange) => {
      const presented = presentedIn(exchange);
      return presented?.fingerprint === fingerprint256 && presented.trusted;
    },
    (last) =>
      `Expected the certificate of the Secret ${secret.namespace}/${secret.name} to be presented, but ${describePresented(last)}`,
  );
}

/** Waits until a certificate with that common name is presented. */
export async function expectCommonName(session: Session, url: string, name: string): Promise<void> {
  await eventually(
    () => session.exchange(get(url)),
    (exchange) => presentedIn(exchange)?.commonName === name,
    (last) => `Expected a certificate of ${name} to be presented, but ${describePresented(last)}`,
  );
}

/** What is presented, once all Secrets have been seen. */
export async function presentedBy(session: Session, url: string): Promise<PresentedCertificate> {
  await session.settled('controller', { secrets: true });
  const exchange = await session.exchange(get(url));
  const presented = presentedIn(exchange);
  if (presented === undefined)
    throw new Error(`No certificate was presented:\n${describeExchange(exchange)}`);
  return presented;
}

/** Signed by itself, so that it is nobody's in particular; once all Secrets have been seen. */
export async function expectDefaultCertificate(session: Session, url: string): Promise<PresentedCertificate> {
  const presented = await presentedBy(session, url);
  if (!presented.selfSigned)
    throw new Error(`Expected a certificate that is signed by itself, but it is for ${presented.names}.`);
  return presented;
}

export function presentedIn({ outcome }: Exchange): PresentedCertificate | undefined {
  return outcome.kind === 'answer' ? outcome.answer.certificate : undefined;
}

export function dataOf({ certificate, privateKey }: KeyPair): Record<string, string> {
  return { 'tls.crt': certificate, 'tls.key': privateKey };
}

export function tlsSecretManifest(
  { namespace, name }: ServiceReference,
  content: Readonly<Record<string, string>>,
): Manifest {
  const data = Object.entries(content).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name },
    type: 'kubernetes.io/tls',
    data: Object.fromEntries(data),
  };
}

async function certificateIn(
  cluster: Cluster,
  { namespace, name }: ServiceReference,
): Promise<X509Certificate> {
  const secret = await cluster.read({ apiVersion: 'v1', kind: 'Secret', namespace, name });
  const { 'tls.crt': certificate } = (secret?.data ?? {}) as Readonly<Record<string, string>>;
  if (certificate === undefined)
    throw new Error(`There is no certificate in the Secret ${namespace}/${name}.`);
  return new X509Certificate(Buffer.from(certificate, 'base64'));
}

function describePresented(exchange: Exchange): string {
  const presented = presentedIn(exchange);
  return presented === undefined
    ? `there was none:\n${describeExchange(exchange)}`
    : `it was that of ${presented.names || presented.commonName}${presented.trusted ? '' : ', which is not trusted'}.`;
}
