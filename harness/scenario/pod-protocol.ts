/** What the pods of a scenario speak, and the certificates that pods and proxies show one another. */
import type { PodProtocol } from '../cluster/cluster.ts';
import type { Session } from './session.ts';

/** Columns of a table of Services that say what their pods speak; HTTP/1.1 without TLS where none is there. */
export interface PodColumns {
  readonly protocol?: string | undefined;
  /** Hosts between commas that the certificate is for: the address of the pods where nothing is said. */
  readonly certificate?: string | undefined;
  /** URIs between commas that the certificate has. */
  readonly uris?: string | undefined;
  /** `another authority`: than the one that the scenario calls `${authority}`. */
  readonly signer?: string | undefined;
  /** `required`: of `${authority}`. */
  readonly clientCertificates?: string | undefined;
}

const protocols: Readonly<Record<string, { readonly kind: PodProtocol['kind']; readonly tls: boolean }>> = {
  '': { kind: 'http', tls: false },
  HTTP: { kind: 'http', tls: false },
  HTTPS: { kind: 'http', tls: true },
  'HTTPS, HTTP/2 too': { kind: 'http2', tls: true },
  h2c: { kind: 'http2', tls: false },
  gRPC: { kind: 'grpc', tls: false },
  'gRPC over TLS': { kind: 'grpc', tls: true },
  'nothing, and take no connections': { kind: 'deaf', tls: false },
};

export async function podProtocol({ certificates }: Session, columns: PodColumns): Promise<PodProtocol> {
  const { protocol = '', certificate, uris = '', signer = '', clientCertificates } = columns;
  const known = protocols[protocol];
  if (known === undefined) {
    throw new Error(`Pods speak ${Object.keys(protocols).filter(Boolean).join('; ')}, not ${protocol}.`);
  }
  const { kind, tls } = known;
  if (!tls) return { kind };
  const authority = clientCertificates === 'required' ? await certificates.authority() : undefined;
  const tlsFor = async (hosts: readonly string[]) => {
    const request = { hosts, commonName: 'pod', uris: listOf(uris) };
    const pair = await (signer === 'another authority'
      ? certificates.issueFromAnother(request)
      : certificates.issueFor(request));
    return { ...pair, ...(authority === undefined ? {} : { clientAuthority: authority }) };
  };
  if (certificate !== undefined) return { kind, tls: await tlsFor(listOf(certificate)) };
  return { kind, tls: await tlsFor(['127.0.0.1']), tlsAt: (address) => tlsFor([address]) };
}

/**
 * Names files of certificates: `authority`, that of the scenario's own authority; `client.certificate` and `client.key`
 * those of a client with the common name `proxy`; the same of `server`, for server.example.com. With `.pem` the text.
 */
export function defineCertificateFiles({ access, certificates }: Session): void {
  access.defineFile('authority', () => certificates.authority());
  const definePair = (name: string, request: Parameters<typeof certificates.issueFor>[0]): void => {
    let issued: ReturnType<typeof certificates.issueFor> | undefined;
    const issue = () => {
      issued ??= certificates.issueFor(request);
      return issued;
    };
    access.defineFile(`${name}.certificate`, async () => (await issue()).certificate);
    access.defineFile(`${name}.key`, async () => (await issue()).privateKey);
  };
  definePair('client', { commonName: 'proxy', usage: 'client' });
  definePair('server', { hosts: ['server.example.com'], usage: 'server' });
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
