/**
 * An implementation under test: what it can be asked to do, how it is started, what can be read of it.
 */
import type { Capability } from '../../reports/catalogue/catalogue.ts';
import type { DialectRight } from './dialects.ts';
import type { OptionTree, StaticConfiguration } from './static-configuration.ts';

export interface Implementation {
  readonly name: string;
  readonly version: string;
  /** `reference`, `command`, `deployed` or `custom`. */
  readonly kind: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** How an Ingress says that it is meant for this implementation, where it says so. */
  readonly ingressClass: IngressClassNames;
  /** Whether the user has said where it is reached, which need not be where it exposes Ingresses. */
  readonly addressGiven?: boolean;
  /**
   * What it is started with, besides what a scenario says, so as to keep a document that it keeps only when told to;
   * by the document's id. Scenarios of that document then need no option, and hold of implementations that have none.
   */
  readonly documentOptions: ReadonlyMap<string, OptionTree>;
  /** What it asks of a cluster besides what the documents list, where it is allowed only what it needs. */
  readonly furtherRights?: readonly DialectRight[];
  /** Its program, and what that is always given, to run it as a process; undefined: there is none. */
  readonly command: readonly string[] | undefined;
  /**
   * Starts one instance. Resolves when its entry points listen, which says nothing about whether it has seen
   * the cluster yet. Throws `StartRefused` where it ends by itself instead.
   */
  start(configuration: StaticConfiguration, surroundings: Surroundings): Promise<Running>;
}

export interface IngressClassNames {
  /** `spec.controller` of its IngressClasses. */
  readonly controller: string;
  /** Value of the annotation `kubernetes.io/ingress.class`. */
  readonly annotation: string;
  /**
   * IngressClass of the harness' own Ingresses, where those of the controller's are there before the first scenario;
   * undefined: they have classes of their own.
   */
  readonly ownName?: string;
}

/** What an instance finds around it, besides its options. */
export interface Surroundings {
  /** Of the environment: `KUBECONFIG`, `KUBERNETES_SERVICE_HOST`, … */
  readonly variables: Readonly<Record<string, string>>;
  /** Stands for `/var/run/secrets/kubernetes.io/serviceaccount`; there may be nothing in it. */
  readonly serviceAccountDirectory: string;
  /** Asked for the addresses of names, each `address:port`; undefined: those of this machine. */
  readonly nameServers?: readonly string[];
}

export interface Running {
  /** Where an entry point can be reached; undefined where there is none of that name. */
  address(entryPoint: string): { readonly host: string; readonly port: number } | undefined;
  /** `/api/rawdata`, parsed. Throws where it can't be read. */
  dynamicConfiguration(): Promise<DynamicConfiguration>;
  /** All lines logged so far. */
  log(): readonly string[];
  /** As the signal USR1 asks for: files that are logged to are opened anew. */
  reopenLogs(): void;
  stop(): Promise<void>;
  /** Of a process: why it runs no more, although nobody has stopped it; undefined while it does. */
  crash?(): string | undefined;
  /** Of a process: bytes of memory that it holds; undefined where the system does not tell. */
  memory?(): number | undefined;
  /** Forgets what it has logged so far, for whoever uses it next. */
  clearLog?(): void;
}

/** The part of `/api/rawdata` that scenarios look at. */
export interface DynamicConfiguration {
  readonly routers?: Readonly<
    Record<
      string,
      {
        readonly rule?: string;
        readonly service?: string;
        readonly priority?: number;
        readonly status?: string;
      }
    >
  >;
  readonly services?: Readonly<
    Record<string, { readonly loadBalancer?: { readonly servers?: readonly { readonly url?: string }[] } }>
  >;
  /** What the reference adds: why something is not served. */
  readonly problems?: readonly {
    readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
    readonly field: string;
    readonly reason: string;
    readonly remedy: string;
  }[];
}

/** The implementation ended instead of starting: with what exit code, and what it said. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused';
  readonly exitCode: number;
  readonly output: string;

  constructor(exitCode: number, output: string) {
    super(`The implementation did not start (exit code ${exitCode}): ${output}`);
    this.exitCode = exitCode;
    this.output = output;
  }
}
