import { Http2ServerRequest } from 'node:http2';
import type { ProxyRequest, RequestBody } from '../middlewares/exchange.ts';
import { normaliseHost } from '../runtime/facts.ts';
import { type Connection, clientOf, type IncomingRequest } from './connection.ts';
import { connectionOptions, headerKind, withoutHeaders } from './header-names.ts';

/** A request as it goes on. */
export interface RequestHead {
  readonly kind: 'head';
  /** What rules match on: see `RequestFacts`. */
  readonly host: string;
  readonly request: ProxyRequest;
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
  /** `http.encodeQuerySemicolons` of the entry point. */
  readonly encodeQuerySemicolons: boolean;
}

/** How the end of a body is told: by its length in bytes, or when it comes. */
type Framing = 'none' | number | 'open';

/**
 * Checks what Node's parsers leave open (RFC 9112 §3.2 and §6.1, RFC 9110 §7.2, RFC 9113 §8.3.1), and rewrites the
 * head for the way to a pod: hop-by-hop fields out, `X-Forwarded-*` and `X-Real-Ip` in.
 *
 * @param upgrade whether it may end in another protocol
 * @param context see `ProxyRequest`
 */
export function readHead(
  request: IncomingRequest,
  connection: Connection,
  options: HeadOptions,
  upgrade = false,
  context: object | undefined = undefined,
): RequestHead | RefusedHead {
  const { rawHeaders } = request;
  const { trusted } = connection;
  let headers: string[] = [];
  let host: string | undefined;
  let named: string | undefined;
  let cookies = 0;
  let listed: string[] | undefined;
  let framing: Framing = 'none';
  let measured = false;
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
      case 'authority':
        named = value;
        break;
      case 'pseudo':
        break;
      case 'cookie':
        cookies++;
        headers.push(name, value);
        break;
      case 'content-length':
        measured = true;
        if (!/^0+$/.test(value)) framing = Number(value);
        headers.push(name, value);
        break;
      case 'transfer-encoding':
        // Any other coding would have to be undone, or told to the pod (RFC 9112 §6.1).
        if (value.toLowerCase() !== 'chunked') return refused(501, 'a transfer coding other than chunked');
        framing = 'open';
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
      listed.filter((name) => !isKept(name)),
    );
  const client = clientOf(request, connection);
  if (framing === 'open' && client.httpVersion === '1.0')
    return refused(400, 'Transfer-Encoding in HTTP/1.0');
  if (client.httpVersion === '2.0' && request instanceof Http2ServerRequest) {
    if (named !== undefined && host !== undefined && named.toLowerCase() !== host.toLowerCase())
      return refused(400, 'an :authority and another Host');
    host = named ?? host;
    if (!measured && !request.stream.endAfterHeaders) framing = 'open';
    if (cookies > 1) headers = withCookiesJoined(headers);
  }
  const place = readTarget(request.url ?? '', host);
  if (place.kind === 'refused') return place;

  const { authority, target } = place;
  if (trailers) headers.push('TE', 'trailers');
  if (trailer !== undefined && framing === 'open') headers.push('Trailer', trailer);
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
    host: place.host,
    request: {
      method: request.method ?? 'GET',
      target: target.includes(';') ? withPlainQuery(target, options) : target,
      headers,
      authority,
      host: undefined,
      body: bodyOf(request, framing),
      expectsContinue: expectsContinue && framing !== 'none',
      upgrade,
      client,
      context,
    },
  };
}

function bodyOf(request: IncomingRequest, framing: Framing): RequestBody | undefined {
  if (framing === 'none') return undefined;
  return { from: request, length: framing === 'open' ? undefined : framing };
}

/** HTTP/2 lets each cookie have a field of its own, HTTP/1 does not (RFC 9113 §8.2.3). */
function withCookiesJoined(headers: readonly string[]): string[] {
  const joined: string[] = [];
  let place = -1;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    const value = headers[at + 1] ?? '';
    if (headerKind(name) === 'cookie' && place !== -1) joined[place] += `; ${value}`;
    else {
      joined.push(name, value);
      if (headerKind(name) === 'cookie') place = joined.length - 1;
    }
  }
  return joined;
}

/**
 * What `Connection` can't take away: how the message is framed and where it goes rest on some of it, and what is said
 * of clients is not theirs to unsay, where a trusted proxy has passed on their `Connection`.
 */
function isKept(name: string): boolean {
  const kind = headerKind(name);
  return kind === 'content-length' || kind.startsWith('x-forwarded-') || kind === 'x-real-ip';
}

interface Target {
  readonly kind: 'target';
  /** As the client spelt it: dot segments, `%2F` and repeated slashes are the pod's business. */
  readonly target: string;
  readonly authority: string;
  /** See `RequestHead`. */
  readonly host: string;
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

/**
 * Nobody agrees on what a semicolon in a query is: so that proxy and pod do, none is left there.
 * https://doc.traefik.io/traefik/v2.10/routing/entrypoints/#encodequerysemicolons
 */
function withPlainQuery(target: string, { encodeQuerySemicolons }: HeadOptions): string {
  const mark = target.indexOf('?');
  if (mark === -1) return target;
  const query = target.slice(mark).replaceAll(';', encodeQuerySemicolons ? '%3B' : '&');
  return target.slice(0, mark) + query;
}

/** As Traefik has it, a WebSocket's scheme is `ws` or `wss`. */
function schemeOf(request: IncomingRequest, connection: Connection): string {
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
