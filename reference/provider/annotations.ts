import type { RouterTls, StickyCookie } from '../dynamic/configuration.ts';
import type { Ingress, Service } from '../kubernetes/objects.ts';
import { type Annotated, type Definition, readAnnotations, type Schema } from './annotation-schema.ts';

/** What the annotations of an Ingress say about its routers, defaults filled in. */
export interface IngressAnnotations {
  /** Undefined: every entry point. */
  readonly entryPoints: readonly string[] | undefined;
  readonly middlewares: readonly string[] | undefined;
  /** Undefined: the length of the rule. */
  readonly priority: number | undefined;
  /** For paths with no path type or `ImplementationSpecific`. */
  readonly pathMatcher: 'Path' | 'PathPrefix';
  readonly tls: RouterTls | undefined;
  /** What `tls.domains` is made of, by number. */
  readonly domains: readonly NumberedDomain[];
}

interface NumberedDomain {
  readonly number: number;
  readonly main: string;
  readonly sans: readonly string[];
}

/** What the annotations of a Service say about how its pods are reached, defaults filled in. */
export interface ServiceAnnotations {
  /** The one server is the Service's cluster IP. */
  readonly nativeLb: boolean;
  /** Undefined: told from the port. */
  readonly serversScheme: 'http' | 'https' | 'h2c' | undefined;
  readonly serversTransport: string | undefined;
  readonly passHostHeader: boolean;
  readonly stickyCookie: StickyCookie | undefined;
}

/** Routing page, "Annotations / On Ingress". */
export function ingressAnnotations({ metadata }: Ingress): Annotated<IngressAnnotations> {
  return readAnnotations(metadata.annotations, ingressSchema);
}

/** Routing page, "Annotations / On Service". */
export function serviceAnnotations({ metadata }: Service): Annotated<ServiceAnnotations> {
  return readAnnotations(metadata.annotations, serviceSchema);
}

export const ingressDefaults: IngressAnnotations = {
  entryPoints: undefined,
  middlewares: undefined,
  priority: undefined,
  pathMatcher: 'PathPrefix',
  tls: undefined,
  domains: [],
};

const booleans = '"true" or "false"';

/** Whatever is said about the TLS of a router makes it one for HTTPS, unless `router.tls` says no. */
const certResolver: Definition<IngressAnnotations> = {
  expected: 'the name of a certificate resolver',
  read: (value, { tls }) => (value === '' ? undefined : { tls: { ...tls, certResolver: value } }),
};

/** Domains are numbered: each is one certificate. */
function domain(
  read: (value: string) => Partial<NumberedDomain> | undefined,
): Definition<IngressAnnotations> {
  return {
    expected: 'host names, with commas between them',
    read(value, { tls = {}, domains }, number) {
      const part = read(value);
      if (part === undefined) return undefined;
      const before = domains.find((other) => other.number === number) ?? { number, main: '', sans: [] };
      const changed = [...domains.filter((other) => other !== before), { ...before, ...part }];
      changed.sort((a, b) => a.number - b.number);
      return { domains: changed, tls: { ...tls, domains: changed.map(certificateDomain) } };
    },
  };
}

/** Where no main one is given, the first of the others is. */
function certificateDomain({ main, sans: given }: NumberedDomain) {
  const [first = '', ...others] = main === '' ? given : [main, ...given];
  return { main: first, ...(others.length === 0 ? {} : { sans: others }) };
}

const ingressSchema: Schema<IngressAnnotations> = {
  family: 'router.',
  defaults: ingressDefaults,
  definitions: {
    'router.entrypoints': {
      expected: 'names of entry points, with commas between them',
      read: (value) => ({ entryPoints: list(value) }),
    },
    'router.middlewares': {
      expected: 'names of middlewares as name@provider, with commas between them',
      read: (value) => ({ middlewares: list(value) }),
    },
    'router.priority': {
      expected: 'a whole number',
      read: (value) => (/^[-+]?\d{1,15}$/.test(value) ? { priority: Number(value) } : undefined),
    },
    'router.pathmatcher': {
      expected: 'Path or PathPrefix',
      read: (value) => (value === 'Path' || value === 'PathPrefix' ? { pathMatcher: value } : undefined),
    },
    'router.tls.certresolver': certResolver,
    'router.tls.domains.n.main': domain((value) => (value === '' ? undefined : { main: value.trim() })),
    'router.tls.domains.n.sans': domain((value) => {
      const sans = list(value);
      return sans && { sans };
    }),
    // As with middlewares: who asks for client certificates, say, must not be served without.
    'router.tls.options': {
      expected: 'the name of TLS options as name@provider',
      read: (value, { tls }) => (value === '' ? undefined : { tls: { ...tls, options: value } }),
    },
    'router.tls': {
      expected: booleans,
      read: (value, { tls = {} }) => ifBoolean(value, (on) => ({ tls: on ? tls : undefined })),
    },
  },
};

/** Of a cookie; RFC 6265, section 4.1.1: a token. */
const cookieName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Whatever is said about the cookie of a Service lets it set one, unless `service.sticky.cookie` says no. */
function cookieAttribute(
  expected: string,
  read: (value: string) => StickyCookie | undefined,
): Definition<ServiceAnnotations> {
  return {
    expected,
    read(value, { stickyCookie }) {
      const attribute = read(value);
      return attribute && { stickyCookie: { ...stickyCookie, ...attribute } };
    },
  };
}

const serviceSchema: Schema<ServiceAnnotations> = {
  family: 'service.',
  defaults: {
    nativeLb: false,
    serversScheme: undefined,
    serversTransport: undefined,
    passHostHeader: true,
    stickyCookie: undefined,
  },
  definitions: {
    'service.nativelb': {
      expected: booleans,
      read: (value) => ifBoolean(value, (nativeLb) => ({ nativeLb })),
    },
    'service.serversscheme': {
      expected: 'http, https or h2c',
      read: (value) => ifOneOf(value, ['http', 'https', 'h2c'], (serversScheme) => ({ serversScheme })),
    },
    'service.serverstransport': {
      expected: 'the name of a serversTransport as name@provider',
      read: (value) => (value === '' ? undefined : { serversTransport: value }),
    },
    'service.passhostheader': {
      expected: booleans,
      read: (value) => ifBoolean(value, (passHostHeader) => ({ passHostHeader })),
    },
    'service.sticky.cookie.name': cookieAttribute('a name for a cookie', (name) =>
      cookieName.test(name) ? { name } : undefined,
    ),
    'service.sticky.cookie.secure': cookieAttribute(booleans, (value) =>
      ifBoolean(value, (secure) => ({ secure })),
    ),
    'service.sticky.cookie.httponly': cookieAttribute(booleans, (value) =>
      ifBoolean(value, (httpOnly) => ({ httpOnly })),
    ),
    'service.sticky.cookie.samesite': cookieAttribute('none, lax or strict', (value) =>
      ifOneOf(value, ['none', 'lax', 'strict'], (sameSite) => ({ sameSite })),
    ),
    'service.sticky.cookie': {
      expected: booleans,
      read: (value, { stickyCookie = {} }) =>
        ifBoolean(value, (on) => ({ stickyCookie: on ? stickyCookie : undefined })),
    },
  },
};

/** Undefined where there is nothing between the commas. */
function list(value: string): readonly string[] | undefined {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

/** As Go's `strconv.ParseBool` reads it. */
function ifBoolean<Result>(value: string, make: (is: boolean) => Result): Result | undefined {
  if (/^(1|t|T|true|True|TRUE)$/.test(value)) return make(true);
  if (/^(0|f|F|false|False|FALSE)$/.test(value)) return make(false);
  return undefined;
}

function ifOneOf<Word extends string, Result>(
  value: string,
  words: readonly Word[],
  make: (word: Word) => Result,
): Result | undefined {
  const word = words.find((candidate) => candidate === value);
  return word && make(word);
}
