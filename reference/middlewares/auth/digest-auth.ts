import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DigestAuth } from '../../dynamic/middleware.ts';
import { respondWith } from '../answering.ts';
import type { Middleware, ProxyRequest } from '../exchange.ts';
import { fieldText, fieldValue, isFieldValue } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { Nonces, type NonceUse } from './nonces.ts';
import { passUserOn, quotedRealm } from './user-header.ts';

/**
 * Lets pass who proves to know the password of a user (RFC 7616, with MD5 and `qop=auth`, which all clients know).
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/digestauth/
 *
 * @param now milliseconds
 * @throws {MiddlewareError} naming the user whose entry can't be read
 */
export function digestAuth(options: DigestAuth, now: () => number): Middleware {
  const users = readUsers(options);
  const passOn = passUserOn(options, 'digestAuth');
  const realm = quotedRealm(options.realm, 'digestAuth');
  const opaque = randomBytes(16).toString('hex');
  const nonces = new Nonces(now);
  const key = randomBytes(32);
  /** Of a name that there is not: the same work, and never right. */
  const decoy = (name: string): string => createHmac('md5', key).update(name).digest('hex');

  const judge = (proof: Proof, request: ProxyRequest): NonceUse => {
    const known = users.get(proof.username);
    const expected = responseTo(proof, request.method, known ?? decoy(proof.username));
    const [given, right] = [Buffer.from(proof.response), Buffer.from(expected)];
    if (given.length !== right.length || !timingSafeEqual(given, right) || known === undefined)
      return 'unknown';
    return nonces.use(proof.nonce, Number.parseInt(proof.nc, 16));
  };

  const challenge = (stale: boolean): string =>
    `Digest realm=${realm}, nonce="${nonces.issue()}", opaque="${opaque}", algorithm=MD5, qop="auth"${stale ? ', stale=true' : ''}`;

  return (next) => (request, answer) => {
    const proof = readProof(fieldValue(request.headers, 'authorization'));
    const isForThis =
      proof !== undefined && proof.realm === fieldText(options.realm) && proof.uri === request.target;
    const use = isForThis ? judge(proof, request) : 'unknown';
    if (proof !== undefined && use === 'fresh') {
      return next(passOn(request, fromBytes(proof.username)), answer);
    }
    return respondWith(answer, 401, ['WWW-Authenticate', challenge(use === 'stale')], '401 Unauthorized\n');
  };
}

interface Proof {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly nc: string;
  readonly cnonce: string;
  readonly response: string;
}

/** Undefined: it is none, or of a kind that was not asked for. */
function readProof(field: string | undefined): Proof | undefined {
  const list = /^digest +(.*)$/is.exec(field ?? '')?.[1];
  if (list === undefined) return undefined;
  const parameters = readParameters(list);
  const of = (name: string): string => parameters.get(name) ?? '';
  const nc = of('nc');
  const algorithm = parameters.get('algorithm') ?? 'MD5';
  if (of('qop') !== 'auth' || algorithm.toUpperCase() !== 'MD5' || !/^[0-9a-f]{8}$/i.test(nc))
    return undefined;
  return {
    username: of('username'),
    realm: of('realm'),
    nonce: of('nonce'),
    uri: of('uri'),
    nc,
    cnonce: of('cnonce'),
    response: of('response').toLowerCase(),
  };
}

/** One by one, each where the last one has ended, so that it takes no longer for being nonsense. */
function readParameters(list: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  const parameter = /[\s,]*([\w*]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/y;
  for (let match = parameter.exec(list); match !== null; match = parameter.exec(list)) {
    const [, name = '', quoted, bare = ''] = match;
    parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare);
  }
  return parameters;
}

/** RFC 7616 §3.4.1. */
function responseTo(proof: Proof, method: string, userHash: string): string {
  const requestHash = md5(`${method}:${proof.uri}`);
  return md5(`${userHash}:${proof.nonce}:${proof.nc}:${proof.cnonce}:auth:${requestHash}`);
}

/** Of what stands in fields, whose characters are bytes. */
function md5(text: string): string {
  return createHash('md5').update(text, 'latin1').digest('hex');
}

function fromBytes(text: string): string {
  return Buffer.from(text, 'latin1').toString();
}

/** The hash of each name, as its bytes stand in fields, of those in this realm; of one that stands twice, the latter. */
function readUsers({ users: entries, realm }: DigestAuth): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const [at, entry] of entries.entries()) {
    const [name = '', ofRealm, hash = '', ...more] = entry.trim().split(':');
    const isComplete = name !== '' && more.length === 0 && isFieldValue(fieldText(name));
    if (!isComplete || !/^[0-9a-f]{32}$/i.test(hash)) {
      throw new MiddlewareError(
        `digestAuth.users[${at}]`,
        'It is not `name:realm:hash`, with an MD5 hash.',
        'Write what htdigest prints.',
      );
    }
    if (ofRealm === realm) users.set(fieldText(name), hash.toLowerCase());
  }
  return users;
}
