import type { IncomingMessage } from 'node:http';
import type { Connection } from './connection.ts';
import type { RequestRecord } from './observer.ts';
import { type Observation, peerOf } from './request-trace.ts';

/** A message that never became a request, and what its client was told. */
export interface UnreadRequest {
  readonly connection: Connection;
  readonly status: number;
  /** The bytes at which reading ended, where they are known. */
  readonly packet: Buffer | undefined;
}

/** One that is refused for what its request line or version says, whatever else it has. */
export function refusedRequest(
  { method, url, httpVersion }: IncomingMessage,
  connection: Connection,
  status: number,
): UnreadRequest {
  return { connection, status, packet: Buffer.from(`${method} ${url} HTTP/${httpVersion}`, 'latin1') };
}

/** Tells the observer of it: all that can be said is what stands in the request line, where that has been read. */
export function tellUnread(unread: UnreadRequest, { observer, entryPoint }: Observation): void {
  const { connection, status } = unread;
  const [method, target] = requestLine(unread.packet);
  const record: RequestRecord = {
    entryPoint,
    client: connection.client ?? {
      address: connection.clientAddress,
      httpVersion: '1.1',
      tls: connection.clientTls,
    },
    peer: peerOf(connection),
    method,
    authority: '',
    target,
    requestHeaders: [],
    start: Date.now(),
    duration: 0,
    status,
    responseHeaders: [],
    requestSize: 0,
    responseSize: 0,
    router: undefined,
    service: undefined,
    origin: undefined,
    retries: 0,
    upgrade: undefined,
  };
  const { requestHeaders } = record;
  observer.requestBegan?.({ entryPoint, method, requestHeaders });
  observer.requestEnded(record);
}

/** Of a request line, bytes: no log wants more. */
const longest = 8 * 1024;

/** Method and target, both empty where the bytes do not begin with a request. */
function requestLine(packet: Buffer | undefined): readonly [method: string, target: string] {
  const text = packet?.toString('latin1', 0, longest) ?? '';
  const [, method = '', target = ''] = /^([A-Z]{1,32}) (\S+) HTTP\/\d/.exec(text) ?? [];
  return [method, target];
}
