import { STATUS_CODES } from 'node:http';
import type { RequestRecord } from '../proxy/observer.ts';
import { tlsCipher, tlsVersion } from './tls-names.ts';

/** @returns undefined: the line does not have the field */
export type Field = (record: RequestRecord, count: number) => string | number | undefined;

/**
 * The fields of a line in JSON, under the names and in the units (nanoseconds, bytes) of Traefik v2.10; `GzipRatio` and
 * `ClientUsername`, which are not known here, are left out and `-`.
 * https://doc.traefik.io/traefik/v2.10/observability/access-logs/#limiting-the-fieldsincluding-headers
 */
export const jsonFields: Readonly<Record<string, Field>> = {
  StartUTC: ({ start }) => new Date(start).toISOString(),
  StartLocal: ({ start }) => localTime(new Date(start)),
  Duration: ({ duration }) => nanoseconds(duration),
  RouterName: ({ router }) => router,
  ServiceName: ({ service }) => service,
  ServiceURL: ({ origin }) => origin?.server,
  ServiceAddr: ({ origin }) => origin?.server.replace(/^\w+:\/\//, ''),
  ClientAddr: ({ peer }) => peer,
  ClientHost: ({ client }) => client.address,
  ClientPort: ({ peer }) => peer.slice(peer.lastIndexOf(':') + 1),
  ClientUsername: () => '-',
  RequestAddr: ({ authority }) => authority,
  RequestHost: ({ authority }) => authority.replace(/:\d*$/, ''),
  RequestPort: ({ authority }) => /:(\d+)$/.exec(authority)?.[1] ?? '-',
  RequestMethod: ({ method }) => method,
  RequestPath: ({ target }) => target,
  RequestProtocol: ({ client }) => `HTTP/${client.httpVersion}`,
  RequestScheme: ({ client }) => (client.tls === undefined ? 'http' : 'https'),
  RequestContentSize: ({ requestSize }) => requestSize,
  OriginDuration: ({ origin }) => origin && nanoseconds(origin.duration),
  OriginContentSize: ({ origin }) => origin?.size,
  OriginStatus: ({ origin }) => origin?.status,
  OriginStatusLine: ({ origin }) => origin?.status && statusLine(origin.status),
  DownstreamStatus: ({ status }) => status,
  DownstreamStatusLine: ({ status }) => statusLine(status),
  DownstreamContentSize: ({ responseSize }) => responseSize,
  RequestCount: (_, count) => count,
  Overhead: ({ duration, origin }) => nanoseconds(duration - (origin?.duration ?? 0)),
  RetryAttempts: ({ retries }) => retries,
  TLSVersion: ({ client }) => client.tls && tlsVersion(client.tls.protocol),
  TLSCipher: ({ client }) => client.tls && tlsCipher(client.tls.cipher),
  TLSClientSubject: ({ client }) => client.tls?.certificate()?.subject?.replaceAll('\n', ','),
  entryPointName: ({ entryPoint }) => entryPoint,
};

function nanoseconds(milliseconds: number): number {
  return Math.max(0, Math.round(milliseconds * 1e6));
}

function statusLine(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
}

/** RFC 3339, with the offset of this machine's time zone. */
function localTime(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) return date.toISOString();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes)}`;
}
