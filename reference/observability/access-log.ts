import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import type { AccessLogOptions } from '../configuration/static-configuration.ts';
import type { ProxyObserver, RequestRecord } from '../proxy/observer.ts';
import { createFilter } from './access-log-filter.ts';
import { createCommonLine } from './common-line.ts';
import { createJsonLine } from './json-line.ts';
import { openLineWriter } from './line-writer.ts';

export interface AccessLog extends ProxyObserver {
  /** Goes on in a file of the same name. Throws Node's error where it can't be opened; the old one is then kept. */
  reopen(): void;
  /** Writes what is left; resolves when that is done. */
  close(): Promise<void>;
}

export interface AccessLogInput {
  readonly options: AccessLogOptions;
  /** Takes the lines where `options.filePath` is not set; stays open. */
  readonly output: Writable;
  /** Where a relative `filePath` starts. */
  readonly workingDirectory: string;
  /** Told how many lines were lost because disk or reader were behind. */
  readonly lost: (lines: number) => void;
}

/**
 * Opens the access log: a line for every request that passes the filters.
 * https://doc.traefik.io/traefik/v2.10/observability/access-logs/
 *
 * @throws Node's error where the file can't be opened
 */
export function openAccessLog({ options, output, workingDirectory, lost }: AccessLogInput): AccessLog {
  const { filePath, bufferingSize, filters, format, fields } = options;
  const writer = openLineWriter({
    path: filePath === undefined ? undefined : resolve(workingDirectory, filePath),
    output,
    together: bufferingSize,
    lost,
  });
  const wanted = createFilter(filters);
  const line: (record: RequestRecord, count: number) => string =
    format === 'json' ? createJsonLine(fields) : createCommonLine(fields.headers);
  let count = 0;
  return {
    requestEnded(record) {
      count++;
      if (wanted(record)) writer.write(line(record, count));
    },
    reopen: () => writer.reopen(),
    close: () => writer.close(),
  };
}
