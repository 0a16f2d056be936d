/** Methods of which a request that is done twice does no more than one (RFC 9110 §9.2.2). */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

/** Whether a request of the method may be sent again where nobody knows what has become of it. */
export function isIdempotent(method: string): boolean {
  return methods.has(method);
}
