import { namedSections, notImplemented, option, required, section } from '../schema.ts';
import * as type from '../value-types.ts';
import { invalid, type ValueType, valid } from '../value-types.ts';

/** Let's Encrypt's directory. */
const letsEncrypt = 'https://acme-v02.api.letsencrypt.org/directory';

/** Hours; no authority signs for longer than ten years. */
const longestCertificate = 10 * 366 * 24;

const mailAddress: ValueType<string> = {
  ...type.text,
  name: 'mail address',
  parse: (input) =>
    /^[^\s@,]+@[^\s@,]+$/.test(input)
      ? valid(input)
      : invalid(input, 'is not a mail address', 'Write such as admin@example.com, or leave it out.'),
};

/** As authorities hand them out (RFC 8555, section 7.3.4); either alphabet of base64. */
const macKey: ValueType<string> = {
  ...type.text,
  name: 'base64url',
  parse: (input) =>
    /^[\w+/-]+={0,2}$/.test(input)
      ? valid(input)
      : invalid(input, 'is not base64url', 'Copy it as the authority shows it.'),
};

const acme = section('optional', 'Certificates from an ACME server (RFC 8555), such as Let’s Encrypt.', {
  email: option({
    type: mailAddress,
    default: '',
    description: 'Where the authority writes to when something is wrong with a certificate.',
    example: 'admin@example.com',
  }),
  /** Relative to the working directory. */
  storage: option({
    type: type.text,
    default: 'acme.json',
    description:
      'File in which account and certificates are kept. It is made with mode 600, and not used with a wider one.',
    example: '/data/acme.json',
  }),
  caServer: option({
    type: type.serverUrl,
    default: letsEncrypt,
    description: 'URL of the authority’s directory.',
    example: 'https://acme-staging-v02.api.letsencrypt.org/directory',
  }),
  /** Hours. */
  certificatesDuration: option({
    type: type.integer(1, longestCertificate),
    default: 2160,
    description:
      'How long the authority’s certificates are valid, in hours; how long before their end they are renewed depends on it.',
    example: '2160',
  }),
  preferredChain: option({
    type: type.text,
    default: '',
    description:
      'Common name of the issuer at the end of the chain that is preferred where the authority offers several. Where none matches: its first.',
    example: 'ISRG Root X1',
  }),
  keyType: option({
    type: type.oneOf('EC256', 'EC384', 'RSA2048', 'RSA4096', 'RSA8192'),
    default: 'RSA4096',
    description: 'Kind of the certificates’ private keys.',
    example: 'EC256',
  }),
  eab: section('optional', 'External account binding, for authorities that ask for it.', {
    kid: option({
      type: type.text,
      default: '',
      description: 'Key identifier that the authority has given.',
      example: 'abc-1',
    }),
    hmacEncoded: option({
      type: macKey,
      default: '',
      description: 'MAC key that the authority has given, in base64url.',
      example: 'HMAC',
      secret: true,
    }),
  }),
  httpChallenge: section('optional', 'Show control of a name by HTTP-01.', {
    entryPoint: required({
      type: type.text,
      description:
        'Entry point that answers, which the authority has to reach at port 80 of the certificate’s names.',
      example: 'web',
    }),
  }),
  tlsChallenge: section(
    'optional',
    'Show control of a name by TLS-ALPN-01, on any entry point that the authority reaches at port 443.',
    {},
  ),
  ...notImplemented('dnsChallenge'),
});

export const certificatesResolvers = namedSections(
  'NAME',
  'Where routers get certificates from: they name one as tls.certResolver.',
  { acme },
);
