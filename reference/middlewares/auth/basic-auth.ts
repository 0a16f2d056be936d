import { createHmac, randomBytes } from 'node:crypto';
import type { BasicAuth } from '../../dynamic/middleware.ts';
import { answerLater, respondWith } from '../answering.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Middleware } from '../exchange.ts';
import { fieldText, fieldValue, isFieldValue } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { BusyError, type CheckPassword, checkPassword } from './password-checker.ts';
import { passUserOn, quotedRealm } from './user-header.ts';

/** Passwords that are remembered to be right, so that not every request takes as long as bcrypt does. */
const maximumRemembered = 1_024;

/** Characters; what is longer is nobody's password, and only costs time. */
const maximumPassword = 1_024;

/** Of bcrypt: each one more doubles the time, and this many take seconds. */
const maximumCost = 15;

/**
 * Lets pass who gives the name and password of a user (RFC 7617).
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/basicauth/
 *
 * How long a refusal takes tells nothing of which names there are: for one that there is not, the password is compared
 * with that of a user, always of the same.
 *
 * @throws {MiddlewareError} naming the user whose entry can't be read
 */
export function basicAuth(options: BasicAuth, check: CheckPassword = checkPassword): Middleware {
  const users = readUsers(options.users);
  const names = [...users.keys()];
  const passOn = passUserOn(options, 'basicAuth');
  const realm = quotedRealm(options.realm, 'basicAuth');
  const key = randomBytes(32);
  const remembered = new BoundedMap<string, true>(maximumRemembered);
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();

  const isUser = async (
    { name, password }: Credentials,
    known: string,
    isWanted: () => boolean,
  ): Promise<boolean> => {
    if (password.length > maximumPassword) return false;
    const own = users.get(name);
    const hash = own ?? users.get(names[digest(name).readUInt32BE() % names.length] ?? '') ?? '';
    const right = (await check({ password, hash }, isWanted)) && own !== undefined;
    if (right) remembered.set(known, true);
    return right;
  };

  return (next) => (request, answer) => {
    const refuse = (): ReturnType<typeof next> =>
      respondWith(answer, 401, ['WWW-Authenticate', `Basic realm=${realm}`], '401 Unauthorized\n');
    const credentials = readCredentials(fieldValue(request.headers, 'authorization'));
    if (credentials === undefined || names.length === 0) return refuse();
    const pass = (): ReturnType<typeof next> => next(passOn(request, credentials.name), answer);
    // No name has a colon in it (RFC 7617, section 2), so that no two pairs are the same text.
    const known = digest(`${credentials.name}:${credentials.password}`).toString('base64');
    if (remembered.get(known)) return pass();
    return answerLater<boolean | 'busy'>(
      answer,
      (isWanted) =>
        isUser(credentials, known, isWanted).catch((error: unknown) => {
          if (error instanceof BusyError) return 'busy';
          throw error;
        }),
      (right) => {
        if (right === 'busy') return respondWith(answer, 503, ['Retry-After', '1']);
        return right ? pass() : refuse();
      },
    );
  };
}

interface Credentials {
  readonly name: string;
  readonly password: string;
}

function readCredentials(field: string | undefined): Credentials | undefined {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2}) *$/i.exec(field ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The hash of each name; of one that stands twice, the latter. */
function readUsers(entries: readonly string[]): ReadonlyMap<string, string> {
  const users = new Map<string, string>();
  for (const [at, entry] of entries.entries()) {
    const field = `basicAuth.users[${at}]`;
    const colon = entry.indexOf(':');
    const name = entry.slice(0, Math.max(colon, 0)).trim();
    const hash = entry.slice(colon + 1).trim();
    if (colon === -1 || name === '' || !isFieldValue(fieldText(name))) {
      throw new MiddlewareError(field, 'It is not `name:hash`.', 'Write what htpasswd prints.');
    }
    checkHash(hash, name, field);
    users.set(name, hash);
  }
  return users;
}

/** bcrypt, Apache's MD5, or SHA-1. */
function checkHash(hash: string, name: string, field: string): void {
  const cost = /^\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(hash)?.[1];
  if (cost !== undefined && Number(cost) > maximumCost) {
    throw new MiddlewareError(
      field,
      `The password of ${name} would take many seconds to check.`,
      `Take a cost of ${maximumCost} at most.`,
    );
  }
  const isKnown =
    cost !== undefined ||
    /^\$apr1\$[^$]{1,8}\$[./A-Za-z0-9]{22}$/.test(hash) ||
    /^\{SHA\}[A-Za-z0-9+/]{27}=$/.test(hash);
  if (!isKnown) {
    throw new MiddlewareError(
      field,
      `The password of ${name} is hashed in a way that is not known.`,
      'Hash it with `htpasswd -B`.',
    );
  }
}
