import type { Service } from './configuration.ts';
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
    const address = withoutUser(forwardAuth.address);
    return tls?.key === undefined
      ? { forwardAuth: { ...forwardAuth, address } }
      : { forwardAuth: { ...forwardAuth, address, tls: { ...tls, key: hidden } } };
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

/** The same where there is nothing to hide. */
export function serviceWithoutSecrets(definition: Service): Service {
  const { loadBalancer } = definition;
  if (!loadBalancer.servers.some(({ url }) => url.includes('@'))) return definition;
  const servers = loadBalancer.servers.map((server) => ({ ...server, url: withoutUser(server.url) }));
  return { loadBalancer: { ...loadBalancer, servers } };
}

/** A URL, or what was meant to be one, without the name and password that may stand in it. */
export function withoutUser(url: string): string {
  if (!url.includes('@')) return url;
  if (/^(?:https?|h2c):\/\//i.test(url) && URL.canParse(url)) {
    const { username, password } = new URL(url);
    if (username === '' && password === '') return url;
    const shown = url.replace(/^([^/]*:\/\/)[^/?#]*@/, '$1');
    if (shown !== url) return shown;
  }
  // Where the password ends is not to be known: too much is left out rather than too little.
  return url.replace(/^([^/]*:\/\/)?.*@/s, '$1');
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
