/** Getting one certificate from an ACME server, step by step (RFC 8555, section 7). */
import { setTimeout as delay } from 'node:timers/promises';
import type { Authorization, Client, Order } from 'acme-client';
import type { AcmeOptions } from '../configuration/static-configuration.ts';
import { AuthorityError, plain, refusal } from './authority-error.ts';
import type { Challenges } from './challenges.ts';
import { createAccountKey, createKey, storedKeyTypes } from './keys.ts';
import type { StoredAccount } from './storage-format.ts';
import type { Transport } from './transport.ts';

/** PEM. */
export interface Issued {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Authority {
  /**
   * @param names at least one; DNS names
   * @throws AuthorityError
   */
  obtain(names: readonly string[]): Promise<Issued>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

export interface AuthorityInput {
  readonly options: AcmeOptions;
  readonly transport: Transport;
  readonly challenges: Challenges;
  /** Kept from a run before. */
  readonly account: StoredAccount | undefined;
  /** There is another account, or more is known of it. */
  readonly accountChanged: (account: StoredAccount) => void;
}

type Library = typeof import('acme-client');
type Challenge = Authorization['challenges'][number];

/** How long an authority may take to look at challenges, or to sign, milliseconds. */
const patience = 120_000;
const firstPause = 100;
const longestPause = 5_000;

export function createAuthority(input: AuthorityInput): Authority {
  const { transport } = input;
  const accounts = new Accounts(input);
  return {
    async obtain(names) {
      return await transport.run(async (library) => {
        try {
          return await accounts.use(library, (client) => obtain(library, client, names, input));
        } catch (error) {
          // The library tells of answers that it can make nothing of in errors of no kind.
          if (error instanceof AuthorityError) throw error;
          const reason = plain(error instanceof Error ? error.message : String(error));
          throw new AuthorityError('unreachable', `the authority's answer can't be used: ${reason}`, {
            cause: error,
          });
        }
      });
    },
    close: () => transport.close(),
  };
}

/** The one account of a resolver. */
class Accounts {
  readonly #input: AuthorityInput;
  #account: StoredAccount | undefined;
  #client: Promise<Client> | undefined;

  constructor(input: AuthorityInput) {
    this.#input = input;
    this.#account = input.account;
  }

  /** An authority that has forgotten the account, as those for tests do, is told of it again. */
  async use<T>(library: Library, work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open(library));
    } catch (error) {
      const forgotten = error instanceof AuthorityError && error.type === 'accountDoesNotExist';
      if (!forgotten || this.#account?.registration === undefined) throw error;
      this.#account = { ...this.#account, registration: undefined };
      this.#client = undefined;
      return await work(await this.#open(library));
    }
  }

  #open(library: Library): Promise<Client> {
    this.#client ??= this.#create(library).catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #create({ Client: AcmeClient }: Library): Promise<Client> {
    const { options, accountChanged } = this.#input;
    const { email, caServer, eab, keyType } = options;
    const account = this.#account ?? {
      email,
      privateKey: await createAccountKey(),
      keyType: storedKeyTypes[keyType],
      registration: undefined,
    };
    const { registration, privateKey } = account;
    const known = registration !== undefined && isOf(caServer, registration.uri);
    const client = new AcmeClient({
      directoryUrl: caServer,
      accountKey: privateKey,
      ...(known ? { accountUrl: registration.uri } : {}),
      ...(eab === undefined ? {} : { externalAccountBinding: { kid: eab.kid, hmacKey: eab.hmacEncoded } }),
    });
    if (known && account.email === email) return client;
    const contact = email === '' ? [] : [`mailto:${email}`];
    const body = known
      ? await client.updateAccount({ contact })
      : await client.createAccount({ termsOfServiceAgreed: true, ...(email === '' ? {} : { contact }) });
    const { status } = body;
    this.#account = {
      ...account,
      email,
      registration: { uri: client.getAccountUrl(), body: { status, contact } },
    };
    accountChanged(this.#account);
    return client;
  }
}

/** An account is one authority's: another `caServer` needs another one. */
function isOf(caServer: string, uri: string): boolean {
  return URL.parse(uri)?.origin === new URL(caServer).origin;
}

async function obtain(
  library: Library,
  client: Client,
  names: readonly string[],
  input: AuthorityInput,
): Promise<Issued> {
  const { options, transport } = input;
  const order = await client.createOrder({
    identifiers: names.map((value) => ({ type: 'dns', value })),
  });
  await authorize(library, client, order, input);
  const privateKey = await createKey(options.keyType);
  const [, request] = await library.crypto.createCsr({ altNames: [...names] }, privateKey);
  await client.finalizeOrder(await until(() => client.getOrder(order), isReady, transport), request);
  const valid = await until(() => client.getOrder(order), isValid, transport);
  const { preferredChain } = options;
  const certificate = await client.getCertificate(valid, preferredChain === '' ? undefined : preferredChain);
  return { certificate, privateKey };
}

/** Shows what the authority looks for, for each name of the order that it does not trust already. */
async function authorize(
  library: Library,
  client: Client,
  order: Order,
  input: AuthorityInput,
): Promise<void> {
  const pending = (await client.getAuthorizations(order)).filter(({ status }) => status !== 'valid');
  if (pending.length === 0) return;
  const shown: (() => void)[] = [];
  try {
    for (const authorization of pending) {
      const challenge = chosenOf(authorization, input.options);
      shown.push(await show(library, client, authorization, challenge, input.challenges));
      if (challenge.status === 'pending') await client.completeChallenge(challenge);
    }
    await until(() => client.getAuthorizations(order), areValid, input.transport);
  } finally {
    for (const hide of shown) hide();
  }
}

function chosenOf({ challenges, identifier }: Authorization, options: AcmeOptions): Challenge {
  const types = [
    ...(options.tlsChallenge === undefined ? [] : ['tls-alpn-01']),
    ...(options.httpChallenge === undefined ? [] : ['http-01']),
  ];
  const offered = types.flatMap((type) => challenges.filter((challenge) => challenge.type === type));
  const [first] = offered;
  if (first !== undefined) return first;
  const others = challenges.map(({ type }) => type).join(', ');
  throw new AuthorityError(
    'refused',
    `for ${identifier.value} the authority takes ${others || 'no challenge'}, and not ${types.join(' or ')}`,
  );
}

async function show(
  { crypto }: Library,
  client: Client,
  authorization: Authorization,
  challenge: Challenge,
  challenges: Challenges,
): Promise<() => void> {
  const keyAuthorization = await client.getChallengeKeyAuthorization(challenge);
  if (challenge.type === 'http-01') return challenges.showAuthorization(challenge.token, keyAuthorization);
  const [privateKey, certificate] = await crypto.createAlpnCertificate(
    authorization,
    keyAuthorization,
    await createKey('EC256'),
  );
  return challenges.showCertificate(authorization.identifier.value, {
    certificate: certificate.toString(),
    privateKey: privateKey.toString(),
  });
}

/** Asks until it is so, with pauses that grow. */
async function until<T>(
  ask: () => Promise<T>,
  isSo: (state: T) => boolean,
  { ended }: Transport,
): Promise<T> {
  const end = performance.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(pause * 1.5, longestPause)) {
    const state = await ask();
    if (isSo(state)) return state;
    if (performance.now() > end) {
      throw new AuthorityError('refused', `the authority has not decided within ${patience / 1000} seconds`);
    }
    await delay(pause, undefined, { signal: ended });
  }
}

/** @throws AuthorityError where one is not, and never will be */
function areValid(authorizations: readonly Authorization[]): boolean {
  for (const { status, challenges, identifier } of authorizations) {
    if (status === 'valid' || status === 'pending') continue;
    const { error } = challenges.find((challenge) => challenge.status === 'invalid') ?? {};
    const { message, type } = refusal(0, error);
    const why = error === undefined ? status : message;
    throw new AuthorityError(
      'refused',
      `the authority did not see that ${identifier.value} leads here: ${why}`,
      {
        type,
      },
    );
  }
  return authorizations.every(({ status }) => status === 'valid');
}

/** @throws AuthorityError where it is not, and never will be */
function isReady(order: Order): boolean {
  return isNoLonger(order, ['pending']);
}

/** @throws AuthorityError where it is not, and never will be */
function isValid(order: Order): boolean {
  return isNoLonger(order, ['pending', 'ready', 'processing']);
}

function isNoLonger(order: Order, states: readonly string[]): boolean {
  const { status } = order;
  if (states.includes(status)) return false;
  if (status === 'ready' || status === 'valid') return true;
  const { message, type } = refusal(0, 'error' in order ? order.error : undefined);
  throw new AuthorityError('refused', `the authority has ended the order as ${status}: ${message}`, { type });
}
