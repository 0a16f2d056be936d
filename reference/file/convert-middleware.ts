import type { DecodedMembers } from '../configuration/schema.ts';
import type { ForwardAuth, Middleware } from '../dynamic/middleware.ts';
import type { EntryContext } from './convert.ts';
import type { middleware } from './schema/middlewares.ts';

type Given = DecodedMembers<typeof middleware>;

/** Undefined where it can't be used: who asks for it is then not served, rather than without it. */
export async function convertMiddleware(
  given: Given,
  context: EntryContext,
): Promise<Middleware | undefined> {
  const { basicAuth, digestAuth, forwardAuth, plugin: _plugin, ...others } = given;
  if (basicAuth !== undefined) {
    const users = await allUsers(basicAuth, 1, `${context.option}.basicAuth`, context);
    return users && { basicAuth: { ...basicAuth, users } };
  }
  if (digestAuth !== undefined) {
    const users = await allUsers(digestAuth, 2, `${context.option}.digestAuth`, context);
    return users && { digestAuth: { ...digestAuth, users } };
  }
  if (forwardAuth !== undefined) return convertForwardAuth(forwardAuth, context);
  const [definition] = definitionsOf(others);
  return definition;
}

/** Each kind that is there, as a definition of that kind alone. */
function* definitionsOf(
  given: Omit<Given, 'basicAuth' | 'digestAuth' | 'forwardAuth' | 'plugin'>,
): Iterable<Middleware> {
  const { addPrefix, stripPrefix, stripPrefixRegex, replacePath, replacePathRegex } = given;
  if (addPrefix !== undefined) yield { addPrefix };
  if (stripPrefix !== undefined) yield { stripPrefix };
  if (stripPrefixRegex !== undefined) yield { stripPrefixRegex };
  if (replacePath !== undefined) yield { replacePath };
  if (replacePathRegex !== undefined) yield { replacePathRegex };
  const { redirectScheme, redirectRegex, headers, contentType, passTLSClientCert } = given;
  if (redirectScheme !== undefined) yield { redirectScheme };
  if (redirectRegex !== undefined) yield { redirectRegex };
  if (headers !== undefined) yield { headers };
  if (contentType !== undefined) yield { contentType };
  if (passTLSClientCert !== undefined) yield { passTLSClientCert };
  const { ipWhiteList, rateLimit, inFlightReq, retry, circuitBreaker } = given;
  if (ipWhiteList !== undefined) yield { ipWhiteList };
  if (rateLimit !== undefined) yield { rateLimit };
  if (inFlightReq !== undefined) yield { inFlightReq };
  if (retry !== undefined) yield { retry };
  if (circuitBreaker !== undefined) yield { circuitBreaker };
  const { compress, buffering, errors, chain } = given;
  if (compress !== undefined) yield { compress };
  if (buffering !== undefined) yield { buffering };
  if (errors !== undefined) yield { errors };
  if (chain !== undefined) yield { chain };
}

const mostUsers = 100_000;

/**
 * Those of the option and those of `usersFile`, a line each; where both have one of the same name, that of the file.
 *
 * @param nameParts how many of the parts between colons make the name
 */
async function allUsers(
  { users, usersFile }: { readonly users: readonly string[]; readonly usersFile: string | undefined },
  nameParts: number,
  option: string,
  { references, omission }: EntryContext,
): Promise<readonly string[] | undefined> {
  if (usersFile === undefined) return users;
  const content = await references.file(usersFile);
  if (content.kind === 'unreadable') {
    omission(`${option}.usersFile`, content.reason, content.remedy);
    return undefined;
  }
  const nameOf = (user: string): string => user.split(':').slice(0, nameParts).join(':');
  const lines = content.text.split('\n').map((line) => line.trim());
  const inFile = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (inFile.length > mostUsers) {
    omission(
      `${option}.usersFile`,
      `The file has more than ${mostUsers} users.`,
      'Use forwardAuth for as many.',
    );
    return undefined;
  }
  const byName = new Map([...users, ...inFile].map((user) => [nameOf(user), user]));
  return [...byName.values()];
}

async function convertForwardAuth(
  given: NonNullable<Given['forwardAuth']>,
  { option, references, omission }: EntryContext,
): Promise<{ readonly forwardAuth: ForwardAuth } | undefined> {
  const { tls, ...forwardAuth } = given;
  if (tls === undefined) return { forwardAuth };
  const pems: { ca?: string; cert?: string; key?: string } = {};
  let complete = true;
  for (const part of ['ca', 'cert', 'key'] as const) {
    if (tls[part] === '') continue;
    const pem = await references.pem(tls[part]);
    if (pem.kind === 'text') pems[part] = pem.text;
    else {
      omission(`${option}.forwardAuth.tls.${part}`, pem.reason, pem.remedy);
      complete = false;
    }
  }
  if (!complete) return undefined;
  return { forwardAuth: { ...forwardAuth, tls: { ...pems, insecureSkipVerify: tls.insecureSkipVerify } } };
}
