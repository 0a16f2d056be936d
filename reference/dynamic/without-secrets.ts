import type { Middleware } from './middleware.ts';

/** The definition as it may be shown: who knows what is left out could ask for more than is meant for them. */
export function withoutSecrets(definition: Middleware): Middleware {
  if ('basicAuth' in definition) {
    const { basicAuth } = definition;
    return { basicAuth: { ...basicAuth, users: basicAuth.users.map(withoutHash) } };
  }
  if ('digestAuth' in definition) {
    const { digestAuth } = definition;
    return { digestAuth: { ...digestAuth, users: digestAuth.users.map(withoutHash) } };
  }
  if ('forwardAuth' in definition) {
    const { forwardAuth } = definition;
    const { tls } = forwardAuth;
    return tls?.key === undefined
      ? definition
      : { forwardAuth: { ...forwardAuth, tls: { ...tls, key: hidden } } };
  }
  if ('headers' in definition) {
    const { headers } = definition;
    const { customRequestHeaders, customResponseHeaders } = headers;
    return {
      headers: {
        ...headers,
        customRequestHeaders: withoutCredentials(customRequestHeaders),
        customResponseHeaders: withoutCredentials(customResponseHeaders),
      },
    };
  }
  return definition;
}

const hidden = 'xxxx';

/** Users of both kinds end in the hash, and none of what is before it has a secret in it. */
function withoutHash(user: string): string {
  const colon = user.lastIndexOf(':');
  return colon < 0 ? hidden : `${user.slice(0, colon)}:${hidden}`;
}

const credentials = /^(?:(?:proxy-)?authorization|cookie|set-cookie|x-api-key|.*-token)$/i;

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      credentials.test(name) && value !== '' ? hidden : value,
    ]),
  );
}
