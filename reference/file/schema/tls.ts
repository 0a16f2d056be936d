import { option, section, sectionList } from '../../configuration/schema.ts';
import { oneOf } from '../../configuration/value-types.ts';
import { keyPair } from './transports.ts';
import { flagOption, optionalWord, textOption, texts, textsOption } from './value-types.ts';

const version = oneOf('VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13');

/** What stands under `tls.certificates`, a list. */
export const certificate = { ...keyPair, stores: textsOption() };

/** What stands under `tls.options.NAME`. */
export const tlsOptions = {
  minVersion: option({ type: version, default: 'VersionTLS12', description: '', example: 'VersionTLS13' }),
  maxVersion: optionalWord(version),
  cipherSuites: textsOption(),
  curvePreferences: textsOption(),
  clientAuth: section('optional', 'Certificates of clients.', {
    caFiles: option({ type: texts, default: [], description: '', example: '["ca.pem"]', secret: true }),
    clientAuthType: option({
      type: oneOf(
        'NoClientCert',
        'RequestClientCert',
        'RequireAnyClientCert',
        'VerifyClientCertIfGiven',
        'RequireAndVerifyClientCert',
      ),
      default: 'NoClientCert',
      description: '',
      example: 'RequireAndVerifyClientCert',
    }),
  }),
  sniStrict: flagOption(),
  // Without effect in Traefik v2.10, too, which leaves the order to Go.
  preferServerCipherSuites: flagOption(),
  alpnProtocols: textsOption(['h2', 'http/1.1', 'acme-tls/1']),
};

/** What stands under `tls.stores.NAME`. */
export const tlsStore = {
  defaultCertificate: section('optional', 'Presented where no other is for the name.', keyPair),
  defaultGeneratedCert: section('optional', 'The same, obtained from a resolver.', {
    resolver: textOption(),
    domain: section('always', 'What it is for.', { main: textOption(), sans: textsOption() }),
  }),
};

/** Certificates in a list. */
export const certificates = sectionList('Certificates, chosen by the name that is asked for.', certificate);
