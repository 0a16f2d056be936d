import { asRecord } from './json.ts';

/** When an ID token of OpenID Connect expires (`exp`), milliseconds since 1970; undefined where it does not say. */
export function idTokenExpiry(token: string): number | undefined {
  const [, payload = ''] = token.split('.');
  try {
    const { exp } = asRecord(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
