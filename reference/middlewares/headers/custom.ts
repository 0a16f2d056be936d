import { asRead, fieldText, isFieldName, isFieldValue, withoutFields } from '../header-fields.ts';
import { MiddlewareError } from '../middleware-error.ts';

/** Changes a list of name, value, name, value …. */
export type ChangeFields = (headers: readonly string[]) => string[];

/**
 * Fields that are set, or removed where their value is empty.
 *
 * @param field where they stand: `headers.customRequestHeaders`
 * @throws {MiddlewareError} where one can't stand in a message, or would change how the message ends
 */
export function readCustomFields(fields: Readonly<Record<string, string>>, field: string): ChangeFields {
  const dropped = new Set<string>();
  const added: string[] = [];
  for (const [name, text] of Object.entries(fields)) {
    const lower = name.toLowerCase();
    const value = fieldText(text);
    if (!isFieldName(name)) {
      throw new MiddlewareError(field, `"${fieldText(name)}" is no header's name.`, 'Write one like X-Name.');
    }
    if (!isFieldValue(value)) {
      throw new MiddlewareError(
        `${field}.${name}`,
        'The value has control characters.',
        'Write it on one line.',
      );
    }
    if (value !== '' && ofTheConnection.has(lower)) {
      throw new MiddlewareError(
        `${field}.${name}`,
        'It belongs to the connection, and is not for middlewares to set.',
        'Leave it out.',
      );
    }
    dropped.add(lower);
    if (value !== '' && lower !== 'host') added.push(name, value);
  }
  if (dropped.size === 0) return (headers) => [...headers];
  const droppedAsRead = new Set([...dropped].map(asRead));
  // Applications may take `X_User` for `X-User`: what is set or removed must not come in by another spelling.
  const isDropped = (name: string): boolean =>
    dropped.has(name) || (name.includes('_') && droppedAsRead.has(asRead(name)));
  return (headers) => [...withoutFields(headers, isDropped), ...added];
}

/** RFC 9110 §7.6.1, RFC 9112 §6. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
