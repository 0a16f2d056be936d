/** What a request that has proved who it is from carries on. */
import type { ProxyRequest } from '../exchange.ts';
import { asRead, fieldText, isFieldName, withoutFields } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';

export interface UserHeaderOptions {
  /** The credentials go no further. */
  readonly removeHeader: boolean;
  /** Is told the user's name. */
  readonly headerField?: string;
}

/**
 * @param kind `basicAuth` or `digestAuth`
 * @throws {MiddlewareError} where the field is none
 */
export function passUserOn(
  options: UserHeaderOptions,
  kind: string,
): (request: ProxyRequest, user: string) => ProxyRequest {
  const { removeHeader, headerField = '' } = options;
  if (headerField !== '' && !isFieldName(headerField)) {
    throw new MiddlewareError(`${kind}.headerField`, "It is no header's name.", 'Write one like X-User.');
  }
  if (!removeHeader && headerField === '') return (request) => request;
  const own = asRead(headerField);
  return (request, user) => {
    const headers = withoutFields(
      request.headers,
      (name) => (removeHeader && name === 'authorization') || (own !== '' && asRead(name) === own),
    );
    if (headerField !== '') headers.push(headerField, fieldText(user));
    return { ...request, headers };
  };
}

/**
 * As the quoted string of a challenge (RFC 9110 §5.6.4).
 *
 * @throws {MiddlewareError} where it has what can't be quoted
 */
export function quotedRealm(realm: string, kind: string): string {
  if (/\p{Cc}/u.test(realm)) {
    throw new MiddlewareError(`${kind}.realm`, 'It has control characters.', 'Write it on one line.');
  }
  return `"${fieldText(realm).replace(/["\\]/g, '\\$&')}"`;
}
