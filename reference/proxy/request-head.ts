import type { IncomingMessage } from 'node:http';
import { normaliseHost } from '../runtime/facts.ts';
import type { Connection } from './connection.ts';
import { connectionOptions, headerKind, withoutHeaders } from './header-names.ts';

/** A request as it goes on to a pod, save for the Host, which depends on the service. */
export interface RequestHead {
  readonly kind: 'head';
  /** Host, with port where the client gave one; empty where there is none (HTTP/1.0). */
  readonly authority: string;
  /** What rules match on: see `RequestFacts`. */
  readonly host: string;
  /** Path and query as the client spelt them: dot segments, `%2F` and repeated slashes are the pod's business. */
  readonly target: string;
  /** Name, value, name, value …, in the client's order and spelling, the forwarded ones last. No Host. */
  readonly headers: string[];
  /** How the end of the body is told: by its length in bytes, or by chunks. */
  readonly body: 'none' | number | 'chunked';
  /** The client holds its body back until it is told to go on (RFC 9110 §10.1.1). */
  readonly expectsContinue: boolean;
}

/** A request that must not reach a pod. */
export interface RefusedHead {
  readonly kind: 'refused';
  readonly status: number;
  readonly reason: string;
}

export interface HeadOptions {
  /** `X-Forwarded-Server`: the name of this machine. */
  readonly serverName: string;
}

/**
 * Checks what Node's parser leaves open (RFC 9112 §3.2 and §6.1, RFC 9110 §7.2), and rewrites the head for the
 * way to a pod: hop-by-hop fields out, `X-Forwarded-*` and `X-Real-Ip` in.
 */
export function readHead(
  request: IncomingMessage,
  connection: Connection,
  options: HeadOptions,
): RequestHead | RefusedHead {
  const { rawHeaders } = request;
  const { trusted } = connection;
  let headers: string[] = [];
  let host: string | undefined;
  let listed: string[] | undefined;
  let body: RequestHead['body'] = 'none';
  let trailer: string | undefined;
  let trailers = false;
  let expectsContinue = false;
  let forwardedFor = '';
  let forwardedHost = false;
  let forwardedPort = false;
  let forwardedProto: string | undefined;
  let forwardedServer = false;
  let realIp = false;

  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const value = rawHeaders[at + 1] ?? '';
    switch (headerKind(name)) {
      case 'end-to-end':
        headers.push(name, value);
        break;
      case 'host':
        if (host !== undefined) return refused(400, 'several Host headers');
        host = value;
        break;
      case 'content-length':
        if (!/^0+$/.test(value)) body = Number(value);
        headers.push(name, value);
        break;
      case 'transfer-encoding':
        // Any other coding would have to be undone, or told to the pod (RFC 9112 §6.1).
        if (value.toLowerCase() !== 'chunked') return refused(501, 'a transfer coding other than chunked');
        body = 'chunked';
        break;
      case 'connection':
        for (const option of connectionOptions(value)) {
          listed ??= [];
          listed.push(option);
        }
        break;
      case 'te':
        trailers = trailers || /(?:^|,)\s*trailers\s*(?:$|[;,])/i.test(value);
        break;
      case 'expect':
        expectsContinue = true;
        break;
      case 'hop-by-hop':
        break;
      case 'trailer':
        trailer = trailer === undefined ? value : `${trailer}, ${value}`;
        break;
      case 'x-forwarded-for':
        if (trusted && value !== '') forwardedFor += forwardedFor === '' ? value : `, ${value}`;
        break;
      case 'x-forwarded-host':
        forwardedHost ||= trusted;
        if (trusted) headers.push(name, value);
        break;
      case 'x-forwarded-port':
        forwardedPort ||= trusted;
        if (trusted) headers.push(name, value);
        break;
      case 'x-forwarded-proto':
        if (trusted) {
          forwardedProto = value;
          headers.push(name, value);
        }
        break;
      case 'x-forwarded-server':
        forwardedServer ||= trusted;
        if (trusted) headers.push(name, value);
        break;
      case 'x-real-ip':
        realIp ||= trusted;
        if (trusted) headers.push(name, value);
        break;
      case 'x-forwarded-other':
        if (trusted) headers.push(name, value);
        break;
    }
  }

  if (listed !== undefined)
    headers = withoutHeaders(
      headers,
      listed.filter((name) => !kept.has(name)),
    );
  if (body === 'chunked' && request.httpVersionMinor === 0)
    return refused(400, 'Transfer-Encoding in HTTP/1.0');
  const place = readTarget(request.url ?? '', host);
  if (place.kind === 'refused') return place;

  const { authority } = place;
  if (trailers) headers.push('TE', 'trailers');
  if (trailer !== undefined && body === 'chunked') headers.push('Trailer', trailer);
  if (expectsContinue && body !== 'none') headers.push('Expect', '100-continue');
  headers.push(
    'X-Forwarded-For',
    forwardedFor === '' ? connection.clientAddress : `${forwardedFor}, ${connection.clientAddress}`,
  );
  if (!forwardedHost && authority !== '') headers.push('X-Forwarded-Host', authority);
  const proto = forwardedProto ?? schemeOf(request, connection);
  if (!forwardedPort) headers.push('X-Forwarded-Port', portOf(authority, proto));
  if (forwardedProto === undefined) headers.push('X-Forwarded-Proto', proto);
  if (!forwardedServer) headers.push('X-Forwarded-Server', options.serverName);
  if (!realIp) headers.push('X-Real-Ip', connection.clientAddress);
  return {
    kind: 'head',
    authority,
    host: place.host,
    target: place.target,
    headers,
    body,
    expectsContinue,
  };
}

/** What `Connection` can't take away, because how the message is framed and where it goes rest on it. */
const kept: ReadonlySet<string> = new Set(['host', 'content-length']);

interface Target extends Pick<RequestHead, 'authority' | 'host' | 'target'> {
  readonly kind: 'target';
}

/** RFC 9112 §3.2: origin form, or absolute form, whose authority wins over Host. */
function readTarget(url: string, host: string | undefined): Target | RefusedHead {
  let authority = host ?? '';
  let target = url;
  if (url.charCodeAt(0) !== slash) {
    const [, named, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url) ?? [];
    if (named === undefined || named === '') return refused(400, 'a target that is neither a path nor a URL');
    authority = named;
    target = rest.startsWith('/') ? rest : `/${rest}`;
  }
  const name = normaliseHost(authority);
  if (name === undefined) return refused(400, 'a Host that is none');
  // A fragment is no part of a request target; what comes behind `#` would be read differently by each hop.
  if (!isTarget(target)) return refused(400, 'a target with characters that a URL has not');
  return { kind: 'target', authority, host: name, target };
}

const slash = '/'.charCodeAt(0);

/** Printable ASCII save `#`; what undici would refuse is refused here, with 400. */
function isTarget(target: string): boolean {
  return !/[^!"$-~]/.test(target);
}

/** As Traefik has it, a WebSocket's scheme is `ws` or `wss`. */
function schemeOf(request: IncomingMessage, connection: Connection): string {
  if (request.headers.upgrade?.toLowerCase() === 'websocket') return connection.tls ? 'wss' : 'ws';
  return connection.tls ? 'https' : 'http';
}

function portOf(authority: string, proto: string): string {
  const colon = authority.lastIndexOf(':');
  if (colon !== -1 && colon > authority.lastIndexOf(']')) {
    const port = authority.slice(colon + 1);
    if (port !== '') return port;
  }
  return proto === 'https' || proto === 'wss' ? '443' : '80';
}

function refused(status: number, reason: string): RefusedHead {
  return { kind: 'refused', status, reason };
}
