/**
 * What an API server was asked for, as its audit log tells: a JSON object a line for each stage of a request, the
 * first when the answer begins (of a watch alone) and the last when it has ended.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ApiRequest } from '../cluster.ts';

export interface AuditLog {
  /** Since the log was opened, oldest first. */
  requests(): readonly ApiRequest[];
  close(): void;
}

/** Reads from where the file ends now on. */
export function openAuditLog(path: string): AuditLog {
  const file = openSync(path, 'r');
  let position = fstatSync(file).size;
  let rest = '';
  /** By the request's own number. */
  const requests = new Map<string, ApiRequest>();

  const readOn = (): void => {
    const size = fstatSync(file).size;
    if (size <= position) return;
    const bytes = Buffer.alloc(size - position);
    const read = readSync(file, bytes, 0, bytes.length, position);
    position += read;
    const lines = (rest + bytes.toString('utf8', 0, read)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') continue;
      const event: AuditEvent = JSON.parse(line);
      requests.set(event.auditID, requestOf(event));
    }
  };

  return {
    requests() {
      readOn();
      return [...requests.values()];
    },
    close: () => closeSync(file),
  };
}

/** https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/, as far as it matters here. */
interface AuditEvent {
  readonly auditID: string;
  readonly stage: 'ResponseStarted' | 'ResponseComplete' | 'Panic';
  readonly requestURI: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
    readonly apiVersion?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  /** RFC 3339 with microseconds. */
  readonly requestReceivedTimestamp: string;
}

function requestOf(event: AuditEvent): ApiRequest {
  const {
    resource = '',
    subresource,
    namespace = '',
    name = '',
    apiGroup,
    apiVersion,
  } = event.objectRef ?? {};
  return {
    verb: event.verb,
    target: event.requestURI,
    group: apiGroup ?? '',
    version: apiVersion ?? '',
    resource: subresource === undefined ? resource : `${resource}/${subresource}`,
    namespace,
    name,
    status: event.responseStatus?.code ?? 0,
    open: event.stage === 'ResponseStarted',
    user: event.user.username,
    start: Date.parse(event.requestReceivedTimestamp),
  };
}
