/** Against a real ACME server, where this machine has one. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { findPebble, type Pebble, type PebbleOptions, startPebble } from '../../fixtures/acme/pebble.ts';
import type { AcmeOptions } from '../configuration/static-configuration.ts';
import { type Authority, createAuthority, type Issued } from './authority.ts';
import { AuthorityError } from './authority-error.ts';
import { Challenges } from './challenges.ts';
import type { StoredAccount } from './storage-format.ts';
import { Transport } from './transport.ts';

const program = await findPebble();
const skip = program === undefined && 'the ACME server pebble is not on the PATH';

function nameOf(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? '';
}

/** Who has signed the last certificate of a chain. */
function endOf({ certificate }: Issued): string {
  const last = certificate.slice(certificate.lastIndexOf('-----BEGIN CERTIFICATE-----'));
  return nameOf(new X509Certificate(last).issuer);
}

describe('pebble', { skip }, () => {
  const challenges = new Challenges();
  const account: { latest: StoredAccount | undefined } = { latest: undefined };
  let answers = true;
  const web = createServer((request, response) => {
    if (!answers || !challenges.handle(request, response)) response.writeHead(404).end();
  });
  let pebble: Pebble | undefined;
  let authority: Authority | undefined;

  beforeEach(async () => {
    answers = true;
    account.latest = undefined;
    await once(web.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(async () => {
    await authority?.close();
    await pebble?.end();
    web.close();
    web.closeAllConnections();
  });

  async function begin(
    given: Partial<AcmeOptions> = {},
    settings: Partial<PebbleOptions> = {},
  ): Promise<Authority> {
    const { port } = web.address() as AddressInfo;
    pebble = await startPebble(program ?? '', {
      http: async () => ({ host: '127.0.0.1', port }),
      https: async () => undefined,
      ...settings,
    });
    return await again(given);
  }

  /** Another client of the same server. */
  async function again(given: Partial<AcmeOptions>): Promise<Authority> {
    assert.ok(pebble !== undefined);
    await authority?.close();
    authority = createAuthority({
      options: {
        email: 'admin@example.com',
        storage: '',
        caServer: pebble.directory,
        certificatesDuration: 2160,
        preferredChain: '',
        keyType: 'EC256',
        eab: undefined,
        httpChallenge: { entryPoint: 'web' },
        tlsChallenge: undefined,
        ...given,
      },
      transport: new Transport({
        authorities: [await readFile(pebble.caFile, 'utf8')],
        serverName: undefined,
      }),
      challenges,
      account: undefined,
      accountChanged(changed) {
        account.latest = changed;
      },
    });
    return authority;
  }

  for (const [keyType, kind] of [
    ['EC384', 'ec'],
    ['RSA2048', 'rsa'],
  ] as const) {
    test(`a certificate with a key of the kind ${keyType}`, async () => {
      const { certificate } = await (await begin({ keyType })).obtain(['a.example.com', 'b.example.com']);
      const leaf = new X509Certificate(certificate);
      assert.equal(leaf.subjectAltName, 'DNS:a.example.com, DNS:b.example.com');
      assert.equal(leaf.publicKey.asymmetricKeyType, kind);
    });
  }

  test('the chain that is preferred, or the first where none is it', async () => {
    await begin({}, { alternateRoots: 1 });
    const preferred = nameOf(new X509Certificate((await pebble?.root(1)) ?? '').subject);
    const order = await again({ preferredChain: preferred });
    assert.equal(endOf(await order.obtain(['a.example.com'])), preferred);
    const other = await again({ preferredChain: 'Nobody' });
    const first = nameOf(new X509Certificate((await pebble?.root()) ?? '').subject);
    assert.equal(endOf(await other.obtain(['b.example.com'])), first);
  });

  test('an account that is forgotten is made again with the same key', async () => {
    const order = await begin();
    await order.obtain(['a.example.com']);
    const first = account.latest;
    await pebble?.stop();
    await pebble?.start();
    await order.obtain(['b.example.com']);
    assert.equal(account.latest?.privateKey, first?.privateKey);
  });

  const hmacEncoded = 'zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W';

  test('an account that is bound to an external one', async () => {
    const order = await begin({ eab: { kid: 'kid-1', hmacEncoded } }, { macKeys: { 'kid-1': hmacEncoded } });
    assert.match((await order.obtain(['a.example.com'])).certificate, /BEGIN CERTIFICATE/);
  });

  test('an account that should be', async () => {
    const order = await begin({}, { macKeys: { 'kid-1': hmacEncoded } });
    await assert.rejects(order.obtain(['a.example.com']), (error: unknown) => {
      assert.ok(error instanceof AuthorityError);
      assert.deepEqual([error.kind, error.type], ['refused', 'externalAccountRequired']);
      return true;
    });
  });

  test('a name that does not lead here', async () => {
    answers = false;
    const order = await begin();
    await assert.rejects(order.obtain(['a.example.com']), (error: unknown) => {
      assert.ok(error instanceof AuthorityError);
      assert.equal(error.kind, 'refused');
      assert.match(error.message, /did not see that a\.example\.com leads here: .*404/);
      assert.doesNotMatch(error.message, /acme-challenge\/[\w-]/);
      return true;
    });
  });

  test('a server that is not trusted is told as one that can not be reached', async () => {
    await begin();
    const other = createAuthority({
      options: {
        email: '',
        storage: '',
        caServer: pebble?.directory ?? '',
        certificatesDuration: 2160,
        preferredChain: '',
        keyType: 'EC256',
        eab: undefined,
        httpChallenge: { entryPoint: 'web' },
        tlsChallenge: undefined,
      },
      transport: new Transport({ authorities: undefined, serverName: undefined }),
      challenges,
      account: undefined,
      accountChanged: () => {},
    });
    await assert.rejects(other.obtain(['a.example.com']), /can't be reached: .*certificate/);
    await other.close();
  });
});
