import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureVersion } from 'node:tls';
import type { ClientAuthType, TlsOptions, TlsVersion } from '../dynamic/configuration.ts';
import { cipherOf, curveOf } from '../tls/algorithms.ts';

/** TLS options in the terms of the TLS library; the same object for as long as the options are the same. */
export interface TlsProfile {
  readonly minVersion: SecureVersion;
  readonly maxVersion: SecureVersion;
  /** Of TLS up to 1.2, as OpenSSL lists them; undefined: its own. */
  readonly ciphers: string | undefined;
  /** As OpenSSL lists them; undefined: its own. */
  readonly curves: string | undefined;
  /** The most wanted first. */
  readonly alpnProtocols: readonly string[];
  readonly sniStrict: boolean;
  readonly clientAuth: ClientAuth;
}

export interface ClientAuth {
  /** What a client is asked for. */
  readonly certificate: 'none' | 'optional' | 'required';
  /** One that is given must be signed by one of the authorities. */
  readonly verified: boolean;
  /** PEM, one each. */
  readonly authorities: readonly string[];
}

/** What is wrong with TLS options: `fatal` where nothing can be agreed on with what is left. */
export interface TlsOptionsFault {
  readonly fatal: boolean;
  readonly field: string;
  readonly reason: string;
  readonly remedy: string;
}

/** What holds where no options are named, and none are called default. */
export const defaultTlsOptions: TlsOptions = {
  minVersion: 'VersionTLS12',
  cipherSuites: [],
  curvePreferences: [],
  sniStrict: false,
  alpnProtocols: ['h2', 'http/1.1', 'acme-tls/1'],
};

/**
 * Reads TLS options (TLS page, "TLS Options"). What can't be taken as it stands never makes handshakes laxer than
 * asked for: a part of a list is left out, and where that is not enough, there is no profile.
 *
 * @returns profile: undefined where handshakes must be refused
 */
export function readTlsOptions(options: TlsOptions): {
  readonly profile: TlsProfile | undefined;
  readonly faults: readonly TlsOptionsFault[];
} {
  const faults: TlsOptionsFault[] = [];
  const { minVersion, maxVersion = 'VersionTLS13' } = options;
  if (versions.indexOf(minVersion) > versions.indexOf(maxVersion)) {
    faults.push({
      fatal: true,
      field: 'maxVersion',
      reason: `maxVersion ${maxVersion} is below minVersion ${minVersion}, so that no handshake can succeed.`,
      remedy: 'Leave one of them out, or raise maxVersion.',
    });
  }
  const old = versions.indexOf(minVersion) < versions.indexOf('VersionTLS12');
  const suites = translate(options.cipherSuites, 'cipherSuites', cipherOf, faults);
  const curves = translate(options.curvePreferences, 'curvePreferences', curveOf, faults);
  const clientAuth = readClientAuth(options.clientAuth, faults);
  const profile: TlsProfile = {
    minVersion: nameOf[minVersion],
    maxVersion: nameOf[maxVersion],
    ciphers: cipherList(suites, old),
    curves: curves.length === 0 ? undefined : curves.join(':'),
    alpnProtocols: spoken(options.alpnProtocols, faults),
    sniStrict: options.sniStrict,
    clientAuth,
  };
  if (!faults.some(({ fatal }) => fatal) && !isAccepted(profile)) {
    faults.push({
      fatal: true,
      field: '',
      reason: 'No version, cipher and curve go together, so that no handshake can succeed.',
      remedy: 'Leave one of minVersion, maxVersion, cipherSuites and curvePreferences out.',
    });
  }
  return { profile: faults.some(({ fatal }) => fatal) ? undefined : profile, faults };
}

/** What TLS is made with, save for certificate and key. */
export function contextOptions({ minVersion, maxVersion, ciphers, curves, clientAuth }: TlsProfile) {
  return {
    minVersion,
    maxVersion,
    // Nobody's signature counts where nobody is asked for one.
    ca: [...clientAuth.authorities],
    ...(ciphers !== undefined && { ciphers }),
    ...(curves !== undefined && { ecdhCurve: curves }),
  };
}

function isAccepted(profile: TlsProfile): boolean {
  try {
    createSecureContext(contextOptions(profile));
    return true;
  } catch {
    return false;
  }
}

const versions: readonly TlsVersion[] = ['VersionTLS10', 'VersionTLS11', 'VersionTLS12', 'VersionTLS13'];

const nameOf: Readonly<Record<TlsVersion, SecureVersion>> = {
  VersionTLS10: 'TLSv1',
  VersionTLS11: 'TLSv1.1',
  VersionTLS12: 'TLSv1.2',
  VersionTLS13: 'TLSv1.3',
};

/** Those that are known, in OpenSSL's terms; none where all are to be allowed, or where there is a fatal fault. */
function translate(
  names: readonly string[],
  field: string,
  find: (name: string) => string | undefined,
  faults: TlsOptionsFault[],
): string[] {
  const known: string[] = [];
  names.forEach((name, index) => {
    const found = find(name);
    if (found !== undefined) known.push(found);
    else
      faults.push({
        fatal: false,
        field: `${field}[${index}]`,
        reason: `${JSON.stringify(name)} is not known, or not supported, and is left out.`,
        remedy: `Take it out of the list, or correct its name.`,
      });
  });
  if (names.length > 0 && known.length === 0) {
    faults.push({
      fatal: true,
      field,
      reason: `None of ${field} is known, so that no handshake can succeed.`,
      remedy: `Name one that is known, or leave ${field} out.`,
    });
  }
  return known;
}

/** Ciphers of TLS 1.3 are not for choosing: all of them are safe. */
const tls13Ciphers = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** OpenSSL takes what TLS before 1.2 signs with for too weak, unless told otherwise. */
const anyStrength = '@SECLEVEL=0';

function cipherList(suites: readonly string[], old: boolean): string | undefined {
  if (suites.length === 0) return old ? `DEFAULT:${anyStrength}` : undefined;
  const all = [...new Set([...tls13Ciphers, ...suites])];
  return [...all, ...(old ? [anyStrength] : [])].join(':');
}

const requests: Readonly<Record<ClientAuthType, Omit<ClientAuth, 'authorities'>>> = {
  NoClientCert: { certificate: 'none', verified: false },
  RequestClientCert: { certificate: 'optional', verified: false },
  RequireAnyClientCert: { certificate: 'required', verified: false },
  VerifyClientCertIfGiven: { certificate: 'optional', verified: true },
  RequireAndVerifyClientCert: { certificate: 'required', verified: true },
};

function readClientAuth(given: TlsOptions['clientAuth'], faults: TlsOptionsFault[]): ClientAuth {
  if (given === undefined) return { ...requests.NoClientCert, authorities: [] };
  const request = requests[given.clientAuthType];
  const authorities: string[] = [];
  given.caFiles.forEach((pem, index) => {
    const read = readAuthorities(pem);
    if (read === undefined)
      faults.push({
        fatal: true,
        field: `clientAuth.caFiles[${index}]`,
        reason: 'The file holds no certificate that can be read.',
        remedy: 'Name a file with certificates in PEM.',
      });
    else authorities.push(...read);
  });
  if (request.verified && given.caFiles.length === 0) {
    faults.push({
      fatal: true,
      field: 'clientAuth.caFiles',
      reason: `${given.clientAuthType} needs authorities to verify certificates by, and there are none.`,
      remedy: 'Name the files with the certificates of the authorities.',
    });
  }
  return { ...request, authorities };
}

/** Undefined where there is none, or one can't be read. */
function readAuthorities(pem: string): string[] | undefined {
  const texts = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    return texts.length === 0 ? undefined : texts.map((text) => new X509Certificate(text).toString());
  } catch {
    return undefined;
  }
}

const spokenProtocols: ReadonlySet<string> = new Set(['h2', 'http/1.1', 'acme-tls/1']);

/** What has been agreed on must be spoken. */
function spoken(protocols: readonly string[], faults: TlsOptionsFault[]): string[] {
  const known = protocols.filter((protocol) => spokenProtocols.has(protocol));
  protocols.forEach((protocol, index) => {
    if (!known.includes(protocol))
      faults.push({
        fatal: false,
        field: `alpnProtocols[${index}]`,
        reason: `${JSON.stringify(protocol)} is not spoken here, and is left out.`,
        remedy: 'List h2, http/1.1 or both.',
      });
  });
  if (protocols.length > 0 && known.length === 0) {
    faults.push({
      fatal: true,
      field: 'alpnProtocols',
      reason: 'None of alpnProtocols is spoken here, so that no handshake can succeed.',
      remedy: 'List h2, http/1.1 or both, or leave alpnProtocols out.',
    });
  }
  return known;
}
