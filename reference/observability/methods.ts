/** Others could be made up without end: they count as one. */
const known: ReadonlySet<string> = new Set([
  'CONNECT',
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'TRACE',
]);

/** The method as a label: itself, or `EXTENSION_METHOD` for all that HTTP does not define (RFC 9110 §9, RFC 5789). */
export function methodLabel(method: string): string {
  return known.has(method) ? method : 'EXTENSION_METHOD';
}
