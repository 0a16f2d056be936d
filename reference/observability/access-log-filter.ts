import type { AccessLogOptions } from '../configuration/static-configuration.ts';
import { parseStatusRange } from '../configuration/status-range.ts';
import type { RequestRecord } from '../proxy/observer.ts';

/** Whether a request is logged: one of the filters that are set has to hold; without any, all are. */
export function createFilter(options: AccessLogOptions['filters']): (record: RequestRecord) => boolean {
  const { statusCodes, retryAttempts, minDuration } = options;
  const ranges = statusCodes.flatMap((text) => parseStatusRange(text) ?? []);
  const filters: ((record: RequestRecord) => boolean)[] = [];
  if (ranges.length > 0) {
    filters.push(({ status }) => ranges.some(({ first, last }) => status >= first && status <= last));
  }
  if (retryAttempts) filters.push(({ retries }) => retries > 0);
  if (minDuration > 0) filters.push(({ duration }) => duration > minDuration);
  if (filters.length === 0) return () => true;
  return (record) => filters.some((filter) => filter(record));
}
