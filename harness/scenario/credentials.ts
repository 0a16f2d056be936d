/** How clients say who they are. */
import { createHash } from 'node:crypto';

/** RFC 7617. */
export function basicCredentials(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** What a server asks for (RFC 7616, section 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
}

/** @throws Error where the header asks for no digest that every client can give: MD5, `qop=auth` */
export function readDigestChallenge(header: string): DigestChallenge {
  const parameter = (name: string): string | undefined =>
    new RegExp(`[ ,]${name}="?([^",]*)"?`, 'i').exec(header)?.[1];
  const [realm, nonce] = [parameter('realm'), parameter('nonce')];
  const algorithm = parameter('algorithm') ?? 'MD5';
  const isKnown = /^Digest /.test(header) && algorithm === 'MD5' && parameter('qop') === 'auth';
  if (!isKnown || realm === undefined || nonce === undefined)
    throw new Error(`It asks for no digest: ${header}`);
  return { realm, nonce, opaque: parameter('opaque') };
}

/** The answer to it for a GET, the first with its nonce (RFC 7616, section 3.4). */
export function digestCredentials(
  { realm, nonce, opaque }: DigestChallenge,
  { name, password, target }: { readonly name: string; readonly password: string; readonly target: string },
): string {
  const [nc, cnonce] = ['00000001', 'c0ffee'];
  const response = md5(
    `${md5(`${name}:${realm}:${password}`)}:${nonce}:${nc}:${cnonce}:auth:${md5(`GET:${target}`)}`,
  );
  const parameters = [
    `username="${name}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${target}"`,
    'algorithm=MD5',
    'qop=auth',
    `nc=${nc}`,
    `cnonce="${cnonce}"`,
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque="${opaque}"`]),
  ];
  return `Digest ${parameters.join(', ')}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
