/** The ACME server of a scenario, the file in which a resolver keeps what it gets from it, and what is presented of it. */
import { X509Certificate } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPebble, type Pebble, startPebble } from '../../fixtures/acme/pebble.ts';
import type { PresentedCertificate } from '../traffic/https.ts';
import { presentedIn } from './certificates.ts';
import { eventually } from './deadline.ts';
import { get } from './expectations.ts';
import type { Session } from './session.ts';

/** An order takes several requests, a look at each name, and new keys. */
const orderDeadlineMs = 30_000;

/** What Pebble's own certificates are signed by. */
const issuer = 'Pebble Intermediate CA';

export class AcmeServer {
  readonly #session: Session;
  readonly #presented = new Map<string, string>();
  #pebble: Pebble | undefined;
  #folder: Promise<string> | undefined;

  constructor(session: Session) {
    this.#session = session;
    session.access.values.define('acme.storage', () => this.#storage());
  }

  /**
   * Starts it, and lets instances of the implementation trust it. Ports 80 and 443 of every name lead to the entry
   * points `web` and `websecure` of the first of them. False where this machine has no ACME server.
   */
  async start(): Promise<boolean> {
    const program = await findPebble();
    if (program === undefined) return false;
    const address = async (entryPoint: string) => (await this.#session.controller()).address(entryPoint);
    const pebble = await startPebble(program, {
      http: () => address('web'),
      https: () => address('websecure'),
    });
    this.#pebble = pebble;
    const { access, certificates } = this.#session;
    access.values.define('acme.directory', async () => pebble.directory);
    access.setVariables({ LEGO_CA_CERTIFICATES: pebble.caFile });
    certificates.trust(await pebble.root());
    return true;
  }

  /** It is away, as far as everybody can tell. */
  async goAway(): Promise<void> {
    await this.#running.stop();
  }

  /** It is there again, having forgotten everything. */
  async comeBack(): Promise<void> {
    await this.#running.start();
    this.#session.certificates.trust(await this.#running.root());
  }

  /** How often it has looked at port 80, and at port 443, whatever the name. */
  get looks(): Pebble['looks'] {
    return this.#running.looks;
  }

  /** How often it has wanted to know where the name leads. */
  asked(name: string): number {
    return this.#running.asked(name);
  }

  /** Waits until a certificate of the server for exactly these names is presented. */
  async expectCertificate(url: string, names: readonly string[]): Promise<void> {
    const expected = [...names].sort().join(', ');
    const last = await eventually(
      async () => presentedIn(await this.#session.exchange(get(url))),
      (presented) => presented !== undefined && isOfServer(presented) && namesOf(presented) === expected,
      (presented) => `Expected a certificate of the ACME server for ${expected}, but ${describe(presented)}`,
      orderDeadlineMs,
    );
    if (last !== undefined) this.#presented.set(url, last.fingerprint);
  }

  /** Waits until the certificate is presented that `expectCertificate` has found at `of`, or `storeCertificate` is for. */
  async expectSameCertificate(url: string, of = url): Promise<void> {
    const expected = this.#presented.get(of);
    if (expected === undefined) throw new Error(`No certificate has been found at ${of} before.`);
    await eventually(
      async () => presentedIn(await this.#session.exchange(get(url))),
      (presented) => presented !== undefined && presented.fingerprint === expected,
      (presented) => `Expected the certificate that was presented before, but ${describe(presented)}`,
    );
  }

  /** Before an instance makes it: a file with nothing in it. */
  async makeStorage(mode: number): Promise<void> {
    const path = await this.#storage();
    await writeFile(path, '');
    await chmod(path, mode);
  }

  async storageMode(): Promise<number> {
    return (await stat(await this.#storage())).mode & 0o777;
  }

  /** As an earlier run may have left it: a certificate of the scenario's own authority, most of its time over. */
  async storeCertificate(resolver: string, host: string, daysLeft: number): Promise<void> {
    const day = 24 * 3_600_000;
    const { certificate, privateKey } = await this.#session.certificates.issue([host], {
      notBefore: new Date(Date.now() - 80 * day),
      notAfter: new Date(Date.now() + daysLeft * day),
    });
    this.#presented.set(`https://${host}/`, new X509Certificate(certificate).fingerprint256);
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const entry = {
      domain: { main: host },
      certificate: base64(certificate),
      key: base64(privateKey),
      Store: 'default',
    };
    const content = { [resolver]: { Account: null, Certificates: [entry] } };
    await writeFile(await this.#storage(), JSON.stringify(content), { mode: 0o600 });
  }

  async end(): Promise<void> {
    await this.#pebble?.end();
    if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true, force: true });
  }

  get #running(): Pebble {
    if (this.#pebble === undefined) throw new Error('The scenario has no ACME server yet.');
    return this.#pebble;
  }

  async #storage(): Promise<string> {
    this.#folder ??= mkdtemp(join(tmpdir(), 'acme-storage-'));
    return join(await this.#folder, 'acme.json');
  }
}

function isOfServer({ trusted, issuer: of }: PresentedCertificate): boolean {
  return trusted && of.startsWith(issuer);
}

function namesOf({ names }: PresentedCertificate): string {
  return names
    .split(', ')
    .map((name) => name.replace('DNS:', ''))
    .sort()
    .join(', ');
}

function describe(presented: PresentedCertificate | undefined): string {
  if (presented === undefined) return 'no certificate was presented.';
  const { names, commonName, issuer: of, trusted } = presented;
  return `it was one of ${of || 'nobody'} for ${names || commonName}${trusted ? '' : ', which is not trusted'}.`;
}
