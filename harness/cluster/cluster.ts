/**
 * A Kubernetes cluster as scenarios see it: objects go in and come out, pods answer behind Services.
 */
import type { PodOptions, ReceivedRequest } from '../../fixtures/pods/index.ts';
import type { Capability } from '../../reports/catalogue/catalogue.ts';

/** An object as it stands in a manifest. Nothing is known of it but how to address it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A request with this header is answered only when its value is released. */
export const holdHeader = 'x-echo-hold';

/** What a pod speaks; over TLS where `tls` says with which certificate. */
export interface PodProtocol {
  /** `http2`: without TLS by prior knowledge alone, with TLS beside HTTP/1.1. `deaf`: takes no connections. */
  readonly kind: 'http' | 'http2' | 'grpc' | 'deaf';
  readonly tls?: PodOptions['tls'];
  /** `tls` of a pod that is not on 127.0.0.1, where its certificate is to be for its address. */
  readonly tlsAt?: (address: string) => Promise<PodOptions['tls']>;
}

/** A pod of the harness: it answers with what it was asked, and says which Service it was declared behind. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  /** Where it takes requests: `http://127.0.0.1:8080`. */
  readonly url: string;
  setReady(ready: boolean): Promise<void>;
  /** Deletes the Pod object; the pod still answers, as one does that is given time to end. */
  withdraw(): Promise<void>;
  /** Stops answering, when what it has been asked already is answered. */
  end(): Promise<void>;
  /** Resolves when the pod has a request with the header `holdHeader: label`, which it does not answer yet. */
  holds(label: string): Promise<void>;
  /** Answers the requests held back under that label. */
  release(label: string): void;
  /** The requests that it has got, each with its body, oldest first. */
  received(): readonly ReceivedRequest[];
  /** Open ones, whether in use or idle. */
  connections(): number;
  /** Requests whose client left before their answer had ended. */
  cancellations(): number;
  /** Times that it was asked over HTTP/2 whether it is there. */
  pings(): number;
  /** Sends an event to everybody who listens to its events; how many those are. */
  emit(data: string): number;
  /** Breaks off whatever it does and answers nothing more, while the cluster still takes it for ready. */
  die(): Promise<void>;
}

/** A request that the API server was sent, as the implementation under test asked it. */
export interface ApiRequest {
  readonly verb: string;
  /** Path with query. */
  readonly target: string;
  readonly group: string;
  readonly version: string;
  /** Plural name, with the subresource behind a slash where there is one: `ingresses/status`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** HTTP status of the answer; 0 while there is none. */
  readonly status: number;
  /** A watch that is under way: whatever changes is sent at once. */
  readonly open: boolean;
  /** Who asked, as the API server knows it; empty where it does not. */
  readonly user: string;
  /** When it came, in milliseconds of a clock that only tells how far apart requests are. */
  readonly start: number;
}

export interface Cluster {
  readonly kind: string;
  /** `major.minor`. */
  readonly kubernetesVersion: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** A kubeconfig file's text with which an implementation under test reaches the cluster. */
  kubeconfig(): string;
  /** Creates or replaces the object; its namespace is created where it is missing. Throws `ClusterError` where the cluster refuses it. */
  apply(manifest: Manifest): Promise<void>;
  /** Replaces the object's `status` through its subresource, leaving the rest of it as it is. */
  applyStatus(manifest: Manifest): Promise<void>;
  /** Deletes it; that there is none is an error too. */
  delete(reference: ObjectReference): Promise<void>;
  read(reference: ObjectReference): Promise<Manifest | undefined>;
  /**
   * Starts pods behind a Service that exists and has a selector; resolves when the cluster knows them.
   *
   * @param protocol HTTP/1.1 without TLS where not given
   * @throws NotToBeHad where this machine has no such pods
   */
  addPods(
    service: { readonly namespace: string; readonly name: string },
    count: number,
    ready: boolean,
    protocol?: PodProtocol,
  ): Promise<readonly Pod[]>;
  /** What implementations under test asked the API server for; the harness' own requests are not in it. */
  requests(): readonly ApiRequest[];
  stop(): Promise<void>;
}

/** The cluster refused what a scenario asked of it. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  /** HTTP status of its answer; 0 where it was not asked. */
  readonly status: number;

  constructor(message: string, status = 0) {
    super(message);
    this.status = status;
  }
}

/** What a scenario needs and this machine has not. */
export class NotToBeHad extends Error {
  override readonly name = 'NotToBeHad';
}
