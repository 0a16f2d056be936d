/** What the process tells of itself: API, dashboard, ping, metrics, access log. */
import type { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { createInternalServices, type InternalServices, internalHandler } from './api/internal-services.ts';
import type { InternalHandler } from './api/on-entry-point.ts';
import { onRouter } from './api/on-router.ts';
import type { ApiView } from './api/view.ts';
import type { StaticConfiguration } from './configuration/static-configuration.ts';
import type { Handler } from './middlewares/exchange.ts';
import { type AccessLog, openAccessLog } from './observability/access-log.ts';
import { createMetrics, type Metrics } from './observability/metrics.ts';
import type { ProxyObserver } from './proxy/observer.ts';
import type { Runtime } from './runtime/runtime.ts';
import { StartError } from './start-error.ts';

export interface OperationsInput {
  readonly configuration: StaticConfiguration;
  readonly view: () => ApiView;
  /** Whether the process has been told to stop. */
  readonly terminating: () => boolean;
  /** Takes the access log where it has no file. */
  readonly output: Writable;
  readonly workingDirectory: string;
  readonly logger: Logger;
}

export interface Operations {
  /** Undefined where nothing wants to know of requests: they are then not told of at all. */
  readonly observer: ProxyObserver | undefined;
  /** What routers can name as a service, by `name@internal`. */
  readonly services: Readonly<Record<string, Handler>>;
  /** What an entry point answers itself, before any router. */
  internal(entryPoint: string): InternalHandler | undefined;
  /** A configuration has been put in force. */
  configured(runtime: Runtime): void;
  /** Opens the file of the access log anew, since somebody may have moved it away. */
  reopen(): void;
  close(): Promise<void>;
}

/** @throws {StartError} */
export function startOperations(input: OperationsInput): Operations {
  const { configuration, view, terminating, logger } = input;
  const { prometheus } = configuration.metrics;
  const accessLog = openLog(input);
  const metrics =
    prometheus === undefined ? undefined : createMetrics({ options: prometheus, now: Date.now });
  const services = createInternalServices({ configuration, view, terminating, metrics });
  return {
    observer: observerOf(accessLog, metrics),
    services: handlersOf(services),
    internal: (entryPoint) => internalHandler(entryPoint, configuration, services),
    configured: (runtime) => metrics?.configured(runtime),
    reopen() {
      try {
        accessLog?.reopen();
      } catch (error) {
        logger.error({ err: error }, 'The access log could not be opened anew; it goes on in the old file.');
      }
    },
    async close() {
      await accessLog?.close();
    },
  };
}

/** @throws {StartError} */
function openLog({
  configuration,
  output,
  workingDirectory,
  logger,
}: OperationsInput): AccessLog | undefined {
  const options = configuration.accessLog;
  if (options === undefined) return undefined;
  const lost = (lines: number): void => {
    logger.warn({ lines }, 'Lines of the access log were lost: they could not be written in time.');
  };
  try {
    return openAccessLog({ options, output, workingDirectory, lost });
  } catch (error) {
    const what = `The access log can't be opened: ${error instanceof Error ? error.message : String(error)}.`;
    const remedy = 'Name a file in a folder that exists and that this process may write to.';
    throw new StartError(what, `accessLog.filePath (${options.filePath})`, remedy, { cause: error });
  }
}

function observerOf(
  accessLog: AccessLog | undefined,
  metrics: Metrics | undefined,
): ProxyObserver | undefined {
  if (accessLog === undefined) return metrics;
  if (metrics === undefined) return accessLog;
  return {
    requestEnded(record) {
      accessLog.requestEnded(record);
      metrics.requestEnded(record);
    },
    requestBegan: metrics.requestBegan,
    requestRouted: metrics.requestRouted,
  };
}

function handlersOf(services: InternalServices): Readonly<Record<string, Handler>> {
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, onRouter(service)]));
}
