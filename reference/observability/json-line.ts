import type { AccessLogOptions } from '../configuration/static-configuration.ts';
import type { RequestRecord } from '../proxy/observer.ts';
import { canonicalName, type RawHeaders } from './header-fields.ts';
import { jsonFields } from './json-fields.ts';

type HeaderMode = 'keep' | 'drop' | 'redact';

/**
 * Makes lines of JSON, with the names of fields that Traefik documents. What becomes of a field or header is settled
 * here, once; their names are compared without case.
 */
export function createJsonLine(
  options: AccessLogOptions['fields'],
): (record: RequestRecord, count: number) => string {
  const modes = lowerCased(options.names);
  const kept = Object.entries(jsonFields).filter(
    ([name]) => (modes.get(name.toLowerCase()) ?? options.defaultMode) === 'keep',
  );
  const headers = createHeaderReader(options.headers);
  return (record, count) => {
    const line: Record<string, unknown> = {};
    for (const [name, read] of kept) line[name] = read(record, count);
    if (headers !== undefined) {
      headers(line, 'request_', record.requestHeaders);
      headers(line, 'downstream_', record.responseHeaders);
    }
    // What surrounds the fields of every line that Traefik logs.
    line.level = 'info';
    line.msg = '';
    line.time = new Date(record.start + record.duration).toISOString();
    return JSON.stringify(line);
  };
}

/** Adds the headers that are not dropped; undefined where all of them are. */
function createHeaderReader(
  options: AccessLogOptions['fields']['headers'],
): ((line: Record<string, unknown>, prefix: string, headers: RawHeaders) => void) | undefined {
  const modes = lowerCased<HeaderMode>(options.names);
  const { defaultMode } = options;
  if (defaultMode === 'drop' && [...modes.values()].every((mode) => mode === 'drop')) return undefined;
  return (line, prefix, headers) => {
    for (let at = 0; at + 1 < headers.length; at += 2) {
      const [name = '', value = ''] = [headers[at], headers[at + 1]];
      const mode = modes.get(name.toLowerCase()) ?? defaultMode;
      if (mode === 'drop') continue;
      const field = prefix + canonicalName(name);
      const before = line[field];
      if (mode === 'redact') line[field] = 'REDACTED';
      else line[field] = before === undefined ? value : `${before}, ${value}`;
    }
  };
}

function lowerCased<Value>(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));
}
