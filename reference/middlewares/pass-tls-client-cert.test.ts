import 'reflect-metadata';
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { before, describe, it } from 'node:test';
import * as x509 from '@peculiar/x509';
import type { DistinguishedNameParts, PassTlsClientCert } from '../dynamic/middleware.ts';
import { subjectAltNames } from './certificate-names.ts';
import type { ProxyRequest } from './exchange.ts';
import { answering, inFrontOf, type TestBed } from './handlers.fixture.ts';

const everyPart: DistinguishedNameParts = {
  country: true,
  province: true,
  locality: true,
  organization: true,
  organizationalUnit: true,
  commonName: true,
  serialNumber: true,
  domainComponent: true,
};

const noPart: DistinguishedNameParts = {
  country: false,
  province: false,
  locality: false,
  organization: false,
  commonName: false,
  serialNumber: false,
  domainComponent: false,
};

const nothing = { notAfter: false, notBefore: false, sans: false, serialNumber: false };

const over = (options: PassTlsClientCert): TestBed =>
  inFrontOf(answering(200), { passTLSClientCert: options });

describe('passTLSClientCert', () => {
  let certificate: X509Certificate;

  before(async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: '6a2f20f8ce8d4852bad9bbbe60ecbf79',
      name: 'DC=org, DC=cheese, O=Cheese, O="Cheese, 2", OU=Section, CN=first, CN=*.example.com, C=FR, L=Lyon, ST=State',
      notBefore: new Date('2018-12-06T11:10:16Z'),
      notAfter: new Date('2030-12-05T11:10:16Z'),
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'email', value: 'test@example.org' },
          { type: 'ip', value: '10.0.1.0' },
          { type: 'dns', value: '*.example.org' },
          { type: 'dns', value: 'a.example.net' },
        ]),
      ],
    });
    certificate = new X509Certificate(Buffer.from(made.rawData));
  });

  const presenting = (...headers: string[]): Partial<ProxyRequest> => ({
    headers,
    client: {
      address: '192.0.2.1',
      httpVersion: '1.1',
      tls: { serverName: '', protocol: '', cipher: '', certificate: () => certificate },
    },
  });

  function infoOf(info: NonNullable<PassTlsClientCert['info']>): string | undefined {
    const bed = over({ pem: false, info });
    bed.send(presenting());
    return bed.pod.header('X-Forwarded-Tls-Client-Cert-Info');
  }

  it('passes the certificate in PEM, without delimiters and line ends', () => {
    const bed = over({ pem: true });
    bed.send(presenting());
    const pem = certificate.toString().replace(/-----[A-Z ]+-----|\n/g, '');
    assert.equal(bed.pod.header('X-Forwarded-Tls-Client-Cert'), pem);
    assert.equal(bed.pod.header('X-Forwarded-Tls-Client-Cert-Info'), undefined);
  });

  it('passes what is asked of it, as the value of a query', () => {
    const all = { notAfter: true, notBefore: true, sans: true, serialNumber: true, subject: everyPart };
    const info = infoOf(all);
    const text = decodeURIComponent(info?.replaceAll('+', ' ') ?? '');
    assert.equal(
      text,
      'Subject="DC=org,DC=cheese,C=FR,ST=State,L=Lyon,O=Cheese,O=Cheese, 2,OU=Section,CN=*.example.com";' +
        'SerialNumber="141142874255168551917600297745052909433";NB="1544094616";NA="1922699416";' +
        'SAN="*.example.org,a.example.net,test@example.org,10.0.1.0"',
    );
    assert.match(info ?? '', /^[\w.~%+-]+$/);
  });

  it('passes single parts', () => {
    const parts = { ...noPart, organization: true };
    assert.equal(infoOf({ ...nothing, subject: parts }), 'Subject%3D%22O%3DCheese%2CO%3DCheese%2C+2%22');
    assert.equal(
      infoOf({ ...nothing, issuer: { ...noPart, commonName: true } }),
      'Issuer%3D%22CN%3D%2A.example.com%22',
    );
    assert.equal(infoOf({ ...nothing, notBefore: true }), 'NB%3D%221544094616%22');
    assert.equal(infoOf(nothing), undefined);
  });

  it('never passes on what the client says of one', () => {
    const own = ['x-forwarded-tls-client-cert', 'a', 'X_Forwarded-Tls_Client-Cert-Info', 'b', 'X-Other', 'c'];
    const bed = over({ pem: false });
    bed.send(presenting(...own));
    assert.deepEqual(bed.pod.request.headers, ['X-Other', 'c']);
    bed.send({ headers: own });
    assert.deepEqual(bed.pod.request.headers, ['X-Other', 'c']);
  });
});

describe('subjectAltNames', () => {
  it('takes no value for an entry of its own', () => {
    assert.deepEqual(subjectAltNames('DNS:"a.org, DNS:evil.org", URI:spiffe://a, DNS:b.org'), [
      'a.org, DNS:evil.org',
      'b.org',
      'spiffe://a',
    ]);
    assert.deepEqual(subjectAltNames(''), []);
  });
});
