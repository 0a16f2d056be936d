import type { RouterTls, StickyCookie } from '../dynamic/configuration.ts';
import type { Ingress, Service } from '../kubernetes/objects.ts';

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

/** What was read, or the first annotation whose value can't be. */
export type Annotated<Annotations> =
  | { readonly kind: 'read'; readonly annotations: Annotations }
  | {
      readonly kind: 'mistaken';
      /** Whole, with its prefix. */
      readonly annotation: string;
      readonly value: string;
      /** What it may be, to end the sentence "Write …". */
      readonly expected: string;
    };

const prefix = 'traefik.ingress.kubernetes.io/';

const ingressDefaults: IngressAnnotations = {
  entryPoints: undefined,
  middlewares: undefined,
  priority: undefined,
  pathMatcher: 'PathPrefix',
  tls: undefined,
};

const serviceDefaults: ServiceAnnotations = {
  serversScheme: undefined,
  serversTransport: undefined,
  passHostHeader: true,
  stickyCookie: undefined,
};

/** Annotations of an Ingress are not judged yet: every one has the defaults. */
export function ingressAnnotations(_ingress: Ingress): IngressAnnotations {
  return ingressDefaults;
}

/** Routing page, "Annotations / On Service"; what is not in the schema is not judged yet. */
export function serviceAnnotations({ metadata }: Service): Annotated<ServiceAnnotations> {
  return readAnnotations(metadata.annotations, serviceSchema, serviceDefaults);
}

/** One annotation: what it may be, and what it makes of the defaults; undefined where the value can't be read. */
interface Definition<Annotations> {
  readonly expected: string;
  readonly read: (value: string) => Partial<Annotations> | undefined;
}

type Schema<Annotations> = Readonly<Record<string, Definition<Annotations>>>;

const serviceSchema: Schema<ServiceAnnotations> = {
  'service.passhostheader': {
    expected: '"true" or "false"',
    read: (value) => ifBoolean(value, (passHostHeader) => ({ passHostHeader })),
  },
};

function readAnnotations<Annotations>(
  annotations: Readonly<Record<string, string>>,
  schema: Schema<Annotations>,
  defaults: Annotations,
): Annotated<Annotations> {
  let read = defaults;
  for (const [name, definition] of Object.entries(schema)) {
    const annotation = prefix + name;
    const value = annotations[annotation];
    if (value === undefined) continue;
    const change = definition.read(value);
    if (change === undefined) return { kind: 'mistaken', annotation, value, expected: definition.expected };
    read = { ...read, ...change };
  }
  return { kind: 'read', annotations: read };
}

/** As Go's `strconv.ParseBool` reads it. */
function ifBoolean<Result>(value: string, make: (is: boolean) => Result): Result | undefined {
  if (/^(1|t|T|true|True|TRUE)$/.test(value)) return make(true);
  if (/^(0|f|F|false|False|FALSE)$/.test(value)) return make(false);
  return undefined;
}
