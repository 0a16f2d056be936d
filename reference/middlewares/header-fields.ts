/**
 * Header fields as lists of name, value, name, value …: looked up and changed without regard to the case of names
 * (RFC 9110 §5.1), and kept in order and spelling otherwise.
 */

/** The first value of the field; `name` in lower case. */
export function fieldValue(headers: readonly string[], name: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (isNamed(headers[at], name)) return headers[at + 1];
  }
  return undefined;
}

/** All values of the field, in order; `name` in lower case. */
export function fieldValues(headers: readonly string[], name: string): string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    if (isNamed(headers[at], name)) values.push(headers[at + 1] ?? '');
  }
  return values;
}

/** Whether a list-valued field has the token, whatever its case; `name` and `token` in lower case. */
export function fieldHasToken(headers: readonly string[], name: string, token: string): boolean {
  return fieldValues(headers, name).some((value) =>
    value.split(',').some((member) => member.trim().toLowerCase() === token),
  );
}

/** Without the fields of which `drop` says so; names are given in lower case. */
export function withoutFields(headers: readonly string[], drop: (name: string) => boolean): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    if (!drop(name.toLowerCase())) kept.push(name, headers[at + 1] ?? '');
  }
  return kept;
}

/** The field with this value alone, at the end of the list. */
export function withField(headers: readonly string[], name: string, value: string): string[] {
  const lower = name.toLowerCase();
  const changed = withoutFields(headers, (other) => other === lower);
  changed.push(name, value);
  return changed;
}

/** The value as one more member of a list-valued field, unless it is one already, in any case. */
export function withMember(headers: readonly string[], name: string, member: string): string[] {
  const lower = name.toLowerCase();
  const values = fieldValues(headers, lower).filter((value) => value.trim() !== '');
  const members = values.join(',').split(',');
  if (members.some((other) => other.trim() === '*' || other.trim().toLowerCase() === member.toLowerCase())) {
    return [...headers];
  }
  return withField(headers, name, [...values, member].join(', '));
}

/** The name as CGI, WSGI and PHP show it to applications, which can't tell `X_User` from `X-User`; in lower case. */
export function asRead(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** RFC 9110 §5.1. */
export function isFieldName(name: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name);
}

/** RFC 9110 §5.5: what Node can send, and no line end, so that one field never becomes two. */
export function isFieldValue(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

/** Text as the bytes of a field, each of which is a character of the value: UTF-8, as Go writes it. */
export function fieldText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function isNamed(name: string | undefined, lower: string): boolean {
  return name !== undefined && name.length === lower.length && name.toLowerCase() === lower;
}
