import type { Socket } from 'node:net';
import { errors } from 'undici';

/** Errors of connections that had already carried an answer: the pod may just have closed an idle one. */
const ofUsedConnections = new WeakSet<Error>();

/** To be called for each connection to a pod, so that `failedOnUsedConnection` knows its errors. */
export function markErrors(socket: Socket): void {
  socket.once('error', (error) => {
    if (socket.bytesRead > 0) ofUsedConnections.add(error);
  });
}

/**
 * Whether the request failed because its connection, which had served others before, was closed by the pod.
 * Says nothing about whether the pod had seen the request.
 */
export function failedOnUsedConnection(error: Error): boolean {
  return (
    ofUsedConnections.has(error) ||
    (error instanceof errors.SocketError && (error.socket?.bytesRead ?? 0) > 0)
  );
}

/** Whether the pod has said `100 Continue` to a request without a body, which undici takes for an error. */
export function isUnaskedContinue(error: Error): boolean {
  return error instanceof errors.SocketError && error.message === 'bad response';
}

/** For failures that no connection has emitted itself. */
export function markOfUsedConnection(error: Error): void {
  ofUsedConnections.add(error);
}

/** The pod can't be trusted to be the one that is meant. */
export class CertificateError extends Error {
  readonly code = 'ERR_POD_CERTIFICATE';
}

/** The pod's answer did not begin in time. */
export class AnswerTimeoutError extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('no answer from the pod in time');
  }
}

/** 504 where time ran out, 500 for certificates, as in Traefik, 502 for everything else that can go wrong with a pod. */
export function statusOfFailure(error: Error): 500 | 502 | 504 {
  if (error instanceof CertificateError) return 500;
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'ETIMEDOUT':
      return 504;
    default:
      return 502;
  }
}
