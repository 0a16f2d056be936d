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
}

/** What the annotations of a Service say about how its pods are reached, defaults filled in. */
export interface ServiceAnnotations {
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
};

const booleans = '"true" or "false"';

/** Whatever is said about the TLS of a router makes it one for HTTPS, unless `router.tls` says no. */
const impliesTls: Definition<IngressAnnotations> = {
  expected: 'a text',
  read: (_value, { tls }) => ({ tls: tls ?? {} }),
  implemented: false,
};

const ingressSchema: Schema<IngressAnnotations> = {
  family: 'router.',
  defaults: ingressDefaults,
  definitions: {
    'router.entrypoints': {
      expected: 'names of entry points, with commas between them',
      read: (value) => ({ entryPoints: list(value) }),
      implemented: true,
    },
    // None exists yet: a router that names one is disabled, as it is for a name that does not exist.
    'router.middlewares': {
      expected: 'names of middlewares as name@provider, with commas between them',
      read: (value) => ({ middlewares: list(value) }),
      implemented: true,
    },
    'router.priority': {
      expected: 'a whole number',
      read: (value) => (/^[-+]?\d{1,15}$/.test(value) ? { priority: Number(value) } : undefined),
      implemented: true,
    },
    'router.pathmatcher': {
      expected: 'Path or PathPrefix',
      read: (value) => (value === 'Path' || value === 'PathPrefix' ? { pathMatcher: value } : undefined),
      implemented: true,
    },
    'router.tls.certresolver': impliesTls,
    'router.tls.domains.n.main': impliesTls,
    'router.tls.domains.n.sans': impliesTls,
    // As with middlewares: who asks for client certificates, say, must not be served without.
    'router.tls.options': {
      expected: 'the name of TLS options as name@provider',
      read: (value, { tls }) => (value === '' ? undefined : { tls: { ...tls, options: value } }),
      implemented: true,
    },
    'router.tls': {
      expected: booleans,
      read: (value, { tls = {} }) => ifBoolean(value, (on) => ({ tls: on ? tls : undefined })),
      implemented: true,
    },
  },
};

const notImplemented: Definition<ServiceAnnotations> = {
  expected: 'a text',
  read: () => ({}),
  implemented: false,
};

const serviceSchema: Schema<ServiceAnnotations> = {
  family: 'service.',
  defaults: {
    serversScheme: undefined,
    serversTransport: undefined,
    passHostHeader: true,
    stickyCookie: undefined,
  },
  definitions: {
    'service.nativelb': notImplemented,
    'service.serversscheme': notImplemented,
    'service.serverstransport': notImplemented,
    'service.passhostheader': {
      expected: booleans,
      read: (value) => ifBoolean(value, (passHostHeader) => ({ passHostHeader })),
      implemented: true,
    },
    'service.sticky.cookie': notImplemented,
    'service.sticky.cookie.name': notImplemented,
    'service.sticky.cookie.secure': notImplemented,
    'service.sticky.cookie.httponly': notImplemented,
    'service.sticky.cookie.samesite': notImplemented,
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
