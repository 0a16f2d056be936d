import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { parseAddress } from '../configuration/address.ts';
import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { ServersTransport } from '../dynamic/configuration.ts';
import type { Handler } from '../middlewares/exchange.ts';
import type { CertificateTable, RoutingTable, Runtime, RuntimeService } from '../runtime/runtime.ts';
import { builtInProfile } from '../runtime/tls-options.ts';
import type { TlsTable } from '../runtime/tls-table.ts';
import type { ChallengeLookup } from './challenge-server.ts';
import { forwardTo } from './forwarding.ts';
import { type HandlerInput, handleRequest, type InternalHandler, type Routing } from './handler.ts';
import { Listener } from './listener.ts';
import { createLookup } from './name-lookup.ts';
import type { ProxyObserver } from './observer.ts';
import { Pipeline } from './pipeline.ts';
import { ProtocolSwitcher } from './protocol-switcher.ts';
import { SecureContexts } from './secure-contexts.ts';
import { tellUnread } from './unread-request.ts';
import { createUpgradeHandler } from './upgrade.ts';
import { Upstreams } from './upstreams.ts';

export interface ProxyInput {
  readonly entryPoints: Readonly<Record<string, EntryPoint>>;
  /** `X-Forwarded-Server`: the name of this machine. */
  readonly serverName: string;
  /** What an entry point answers itself, before any router. */
  readonly internal?: (entryPoint: string) => InternalHandler | undefined;
  /** What authorities are shown that look at a name by TLS-ALPN-01; nothing where not given. */
  readonly challenge?: ChallengeLookup;
  readonly logger: Logger;
  /** Hears of every request that has ended. */
  readonly observer?: ProxyObserver;
  /** How connections to servers are made that name no transport; as Traefik's defaults have it where not given. */
  readonly transport?: ServersTransport;
  /** Asked for the addresses of servers that are named, each `address` or `address:port`; the system's where not given. */
  readonly nameServers?: readonly string[];
}

export interface ReverseProxy {
  /** Where each entry point listens, with the real port. */
  readonly addresses: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /**
   * Puts a runtime in force: one assignment per entry point. Requests under way keep what they began with;
   * connections to pods that are no longer named close when their requests have ended.
   */
  use(runtime: Runtime): void;
  /**
   * Goes on for each entry point's `requestAcceptGraceTimeout`, then stops accepting, gives requests under way their entry point's `graceTimeOut` to end, then cuts the rest.
   * Resolves when every connection, to clients and to pods, is closed.
   */
  drain(): Promise<void>;
}

/** An entry point that can't listen. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly entryPoint: string;
  readonly address: string;
  readonly code: string | undefined;

  constructor(entryPoint: string, address: string, cause: Error) {
    super(`entry point "${entryPoint}" can't listen on ${address}: ${cause.message}`, { cause });
    this.entryPoint = entryPoint;
    this.address = address;
    this.code = 'code' in cause ? String(cause.code) : undefined;
  }
}

/**
 * Opens every entry point. Until the first runtime is in force, every request is answered 404.
 *
 * @throws {ListenError} where one can't listen; those that could are closed again
 */
export async function startProxy(input: ProxyInput): Promise<ReverseProxy> {
  const lookup = input.nameServers && createLookup(input.nameServers);
  const upstreams = new Upstreams(input.transport, lookup);
  const switcher = new ProtocolSwitcher(upstreams, input.logger);
  const contexts = new SecureContexts();
  const entryPoints = new Map<string, RunningEntryPoint>();
  for (const [name, options] of Object.entries(input.entryPoints)) {
    entryPoints.set(name, createEntryPoint(name, options, { ...input, upstreams, switcher, contexts }));
  }
  const addresses = new Map<string, { readonly host: string; readonly port: number }>();
  const drain = async (): Promise<void> => {
    await Promise.all([...entryPoints.values()].map((entryPoint) => entryPoint.drain()));
    await upstreams.destroy();
  };
  for (const [name, entryPoint] of entryPoints) {
    try {
      addresses.set(name, await entryPoint.listen());
    } catch (error) {
      await Promise.all([...entryPoints.values()].map(({ close }) => close()));
      throw error;
    }
  }
  return {
    addresses,
    use(runtime) {
      for (const entryPoint of entryPoints.values()) entryPoint.use(runtime);
      upstreams.retain(runtime.servers);
    },
    drain,
  };
}

interface RunningEntryPoint {
  listen(): Promise<{ readonly host: string; readonly port: number }>;
  use(runtime: Runtime): void;
  drain(): Promise<void>;
  /** At once. */
  close(): Promise<void>;
}

/** What an entry point holds of the runtime in force. */
interface InForce extends Routing {
  readonly certificates: CertificateTable;
  readonly tls: TlsTable;
}

const emptyTable: RoutingTable = { find: () => undefined };

const noCertificates: CertificateTable = {
  find: () => undefined,
  *[Symbol.iterator]() {},
};

const plainTls: TlsTable = { profileFor: () => builtInProfile, defaultCertificate: undefined };

interface EntryPointInput extends ProxyInput {
  readonly upstreams: Upstreams;
  readonly switcher: ProtocolSwitcher;
  readonly contexts: SecureContexts;
}

function createEntryPoint(name: string, options: EntryPoint, input: EntryPointInput): RunningEntryPoint {
  const { upstreams, switcher, contexts, logger } = input;
  const terminal = (service: RuntimeService): Handler => forwardTo(service, { upstreams, switcher, logger });
  let inForce: InForce = {
    table: () => emptyTable,
    pipeline: new Pipeline({ middlewares: [], terminal, service: () => undefined }),
    certificates: noCertificates,
    tls: plainTls,
  };
  const internal = input.internal?.(name);
  const observation = input.observer && { entryPoint: name, observer: input.observer };
  const handlerInput: HandlerInput = {
    routing: () => inForce,
    logger,
    serverName: input.serverName,
    encodeQuerySemicolons: options.http.encodeQuerySemicolons,
    observation,
    ...(internal === undefined ? {} : { internal }),
  };
  const upgrade = createUpgradeHandler(handlerInput);
  const listener = new Listener(
    options,
    {
      request: (request, response, connection) => handleRequest(request, response, connection, handlerInput),
      upgrade,
      ...(observation && { unread: (message) => tellUnread(message, observation) }),
    },
    {
      certificates: () => inForce.certificates,
      table: () => inForce.tls,
      contexts,
      challenge: input.challenge,
      logger,
    },
  );
  return {
    async listen() {
      const address = parseAddress(options.address);
      if (address === undefined) throw new ListenError(name, options.address, new Error('it is no address'));
      try {
        const { address: host, port } = await listener.listen(address);
        return { host, port };
      } catch (error) {
        throw new ListenError(
          name,
          options.address,
          error instanceof Error ? error : new Error(String(error)),
        );
      }
    },
    use(runtime) {
      const plain = runtime.table(name, false);
      const tls = runtime.table(name, true);
      inForce = {
        table: (overTls) => (overTls ? tls : plain),
        pipeline: new Pipeline({
          middlewares: runtime.entryPointMiddlewares(name),
          terminal,
          service: (wanted) => runtime.service(wanted),
        }),
        certificates: runtime.certificates,
        tls: runtime.tls(name),
      };
    },
    async drain() {
      const { requestAcceptGraceTimeout, graceTimeOut } = options.transport.lifeCycle;
      if (requestAcceptGraceTimeout > 0) await delay(requestAcceptGraceTimeout);
      await listener.drain(graceTimeOut);
    },
    close: () => listener.drain(0),
  };
}
