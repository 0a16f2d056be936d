import { ConnectionError } from './connection-error.ts';

/** @throws {ConnectionError} Where it is no `http:` or `https:` URL, or carries what does not belong in one. */
export function parseServer(address: string, where: string): URL {
  const remedy = 'Give a URL such as https://10.0.0.1:6443.';
  const url = URL.parse(address);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new ConnectionError(`“${address}” is no http or https URL.`, where, remedy);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConnectionError(
      'the URL holds a user name or a password.',
      where,
      'Take it out; credentials go into the token option or the kubeconfig.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new ConnectionError(`the URL “${url}” has a query or a fragment.`, where, remedy);
  }
  return url;
}
