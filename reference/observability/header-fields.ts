import type { AccessLogOptions } from '../configuration/static-configuration.ts';

/** Headers as a message has them: name, value, name, value …. */
export type RawHeaders = readonly string[];

/** What becomes of a header; what is not told of by name has `defaultMode`. */
export type HeaderMode = AccessLogOptions['fields']['headers']['defaultMode'];

/** Stands for the value of a header that is there, and is not to be shown. */
export const redacted = 'REDACTED';

/** By the names of headers in lower case, as they have none of their own. */
export function headerModes({
  names,
}: AccessLogOptions['fields']['headers']): ReadonlyMap<string, HeaderMode> {
  return new Map(Object.entries(names).map(([name, mode]) => [name.toLowerCase(), mode]));
}

/** The first value of a header, by its name in lower case; undefined where there is none. */
export function headerValue(headers: RawHeaders, name: string): string | undefined {
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const candidate = headers[at];
    if (candidate?.length === name.length && candidate.toLowerCase() === name) return headers[at + 1];
  }
  return undefined;
}

/** `user-agent` as `User-Agent`: one spelling for what clients spell in many ways. */
export function canonicalName(name: string): string {
  return name.toLowerCase().replace(/(?<![^-])[a-z]/g, (letter) => letter.toUpperCase());
}
