/** What the steps of a scenario have in common. */
import { setWorldConstructor, World } from '@cucumber/cucumber';
import type { Pod } from '../harness/cluster/cluster.ts';
import { notApplicable } from '../harness/findings.ts';
import { runSettings } from '../harness/run-environment.ts';
import { AcmeServer } from '../harness/scenario/acme.ts';
import { CookieClient } from '../harness/scenario/cookie-client.ts';
import type { ServiceReference } from '../harness/scenario/expectations.ts';
import { GrpcCalls } from '../harness/scenario/grpc-calls.ts';
import { Http2Requests } from '../harness/scenario/http2-client.ts';
import type { OwnProcess } from '../harness/scenario/own-process.ts';
import { RawClients } from '../harness/scenario/raw-clients.ts';
import { Session } from '../harness/scenario/session.ts';
import type { HeldStatusWrite } from '../harness/scenario/status.ts';
import { TlsClient } from '../harness/scenario/tls-client.ts';
import type { BulkTransfer } from '../harness/traffic/bulk.ts';
import type { Address, Exchange } from '../harness/traffic/client.ts';
import type { Wire } from '../harness/traffic/wire.ts';

export class ConformanceWorld extends World {
  readonly settings = runSettings();
  readonly session = new Session(this.settings);
  /** Clients that send bytes as they are. */
  readonly clients = new RawClients(this.session);
  readonly browser = new CookieClient(this.session);
  readonly tlsClient = new TlsClient(this.session);
  readonly http2Client = new Http2Requests(this.session);
  readonly acme = new AcmeServer(this.session);
  /** Pods by the `namespace/name` of their Service, in the order in which they were started. */
  readonly pods = new Map<string, Pod[]>();
  /** A write of an Ingress' status that the API server holds back. */
  heldWrite: HeldStatusWrite | undefined;
  /** The last of the bodies that are too large to be kept. */
  bulk: BulkTransfer | undefined;
  /** A request that a pod holds back, and the word that lets it go. */
  held: { readonly answer: Promise<Exchange>; readonly release: () => void } | undefined;

  /** Of several Services that might have answered, the one that did. */
  chosen: ServiceReference | undefined;

  readonly calls = new GrpcCalls(this.session);
  /** To a pod; ends with the scenario. */
  wire: Wire | undefined;

  /** The implementation as a process, and where it listens; ends with the scenario. */
  ownProcess: { readonly running: OwnProcess; readonly address: Address } | undefined;

  /** The end of a controller that has been told to stop. */
  stopping: Promise<void> | undefined;

  allPods(): readonly Pod[] {
    return [...this.pods.values()].flat();
  }

  podsOf({ namespace, name }: { readonly namespace: string; readonly name: string }): readonly Pod[] {
    return this.pods.get(`${namespace}/${name}`) ?? [];
  }

  /** For a step to return where what it needs is not to be had on this machine: the scenario ends without a verdict. */
  notApplicable(reason: string): 'skipped' {
    const { body, mediaType } = notApplicable(reason);
    this.attach(body, mediaType);
    return 'skipped';
  }
}

setWorldConstructor(ConformanceWorld);
