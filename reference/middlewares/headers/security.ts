import type { HeadersOptions } from '../../dynamic/middleware.ts';
import { fieldText, isFieldValue, withoutFields } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';

/** The headers of an answer, with those that tell browsers to be careful. */
export type SecurityFields = (headers: readonly string[], secure: boolean) => readonly string[];

/** @throws {MiddlewareError} where a value can't stand in a message */
export function securityFields(options: HeadersOptions): SecurityFields {
  const plain = fieldsOf({
    'X-Frame-Options': options.customFrameOptionsValue || (options.frameDeny ? 'DENY' : ''),
    'X-Content-Type-Options': options.contentTypeNosniff ? 'nosniff' : '',
    'X-XSS-Protection': options.customBrowserXSSValue || (options.browserXssFilter ? '1; mode=block' : ''),
    'Content-Security-Policy': options.contentSecurityPolicy,
    'Referrer-Policy': options.referrerPolicy,
    'Feature-Policy': options.featurePolicy,
    'Permissions-Policy': options.permissionsPolicy,
  });
  const overTls = fieldsOf({ 'Public-Key-Pins': options.isDevelopment ? '' : options.publicKey });
  const transport = fieldsOf({ 'Strict-Transport-Security': transportSecurity(options) });
  const whenPlain = adding([...plain, ...(options.forceSTSHeader ? transport : [])]);
  const whenSecure = adding([...plain, ...transport, ...overTls]);
  return (headers, secure) => (secure ? whenSecure(headers) : whenPlain(headers));
}

/** RFC 6797; empty: none. */
function transportSecurity(options: HeadersOptions): string {
  if (options.stsSeconds <= 0 || options.isDevelopment) return '';
  const subdomains = options.stsIncludeSubdomains ? '; includeSubDomains' : '';
  return `max-age=${options.stsSeconds}${subdomains}${options.stsPreload ? '; preload' : ''}`;
}

function fieldsOf(values: Readonly<Record<string, string>>): string[] {
  const fields: string[] = [];
  for (const [name, text] of Object.entries(values)) {
    const value = fieldText(text);
    if (!isFieldValue(value)) {
      throw new MiddlewareError(
        'headers',
        `The value for ${name} has control characters.`,
        'Write it on one line.',
      );
    }
    if (value !== '') fields.push(name, value);
  }
  return fields;
}

function adding(fields: readonly string[]): (headers: readonly string[]) => readonly string[] {
  if (fields.length === 0) return (headers) => headers;
  const names = new Set(fields.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase()));
  return (headers) => [...withoutFields(headers, (name) => names.has(name)), ...fields];
}
