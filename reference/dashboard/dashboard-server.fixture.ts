import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInternalServices, internalHandler } from '../api/internal-services.ts';
import type { ApiView } from '../api/view.ts';

export interface DashboardServer {
  /** `http://127.0.0.1:49152` */
  readonly url: string;
  /** Paths that were asked for so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Serves API and dashboard as the entry point `traefik` does, of whatever `view` gives at the moment. */
export async function serveDashboard(view: () => ApiView): Promise<DashboardServer> {
  const configuration = {
    api: { insecure: true, dashboard: true, debug: false },
    ping: undefined,
    metrics: { prometheus: undefined },
  };
  const services = createInternalServices({
    configuration,
    view,
    terminating: () => false,
    metrics: undefined,
  });
  const handle = internalHandler('traefik', configuration, services);
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (!handle?.(request, response)) response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
