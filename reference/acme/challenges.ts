import type { IncomingMessage, ServerResponse } from 'node:http';

/** PEM. */
export interface ChallengeCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Answers a request that is about a challenge; false where it is not. */
export type ChallengeHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

const path = '/.well-known/acme-challenge/';

/** What authorities are shown while they look whether a name is under this process' control. */
export class Challenges {
  /** Key authorizations by token (RFC 8555, section 8.3). */
  readonly #authorizations = new Map<string, string>();
  /** By name (RFC 8737, section 3). */
  readonly #certificates = new Map<string, ChallengeCertificate>();

  /** Until the function returned is called. */
  showAuthorization(token: string, authorization: string): () => void {
    return put(this.#authorizations, token, authorization);
  }

  /** Until the function returned is called. */
  showCertificate(name: string, certificate: ChallengeCertificate): () => void {
    return put(this.#certificates, name, certificate);
  }

  /** HTTP-01. Tokens that are not known here are somebody else's: of cert-manager's solvers, say. */
  readonly handle: ChallengeHandler = (request, response) => {
    if (this.#authorizations.size === 0) return false;
    const { url = '', method } = request;
    if (!url.startsWith(path) || (method !== 'GET' && method !== 'HEAD')) return false;
    const authorization = this.#authorizations.get(url.slice(path.length));
    if (authorization === undefined) return false;
    response.writeHead(200, [
      'Content-Type',
      'application/octet-stream',
      'Content-Length',
      String(Buffer.byteLength(authorization)),
    ]);
    response.end(method === 'HEAD' ? undefined : authorization);
    return true;
  };

  /** TLS-ALPN-01: what a handshake for `acme-tls/1` is to get. */
  certificateFor(serverName: string): ChallengeCertificate | undefined {
    return this.#certificates.get(serverName.toLowerCase());
  }
}

function put<V>(map: Map<string, V>, key: string, value: V): () => void {
  map.set(key, value);
  return () => {
    if (map.get(key) === value) map.delete(key);
  };
}
