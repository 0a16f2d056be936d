/** What is compared. As a worker: starts the one that it is told to, and says the port. */
import { Agent, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { createProxyServer } from 'http-proxy-3';
import { pino } from 'pino';
import { Pool } from 'undici';
import { startProxy } from '../../reference/proxy/proxy.ts';
import { buildRuntime } from '../../reference/runtime/build.ts';

export const subjectNames = ['reference', 'undici', 'http-proxy-3', 'pod'] as const;
export type SubjectName = (typeof subjectNames)[number];

const subjects: Readonly<Record<SubjectName, (pod: number) => Promise<number>>> = {
  reference: startReference,
  undici: startPlainUndici,
  'http-proxy-3': startHttpProxy,
  /** The pod itself: what the load could reach at most. */
  pod: async (port) => port,
};

if (!isMainThread && parentPort !== null && typeof workerData?.name === 'string') {
  const name: SubjectName = workerData.name;
  parentPort.postMessage(await subjects[name](workerData.pod));
}

/** With routers for a hundred hosts, one of which is asked for. */
async function startReference(pod: number): Promise<number> {
  const proxy = await startProxy({
    entryPoints: {
      http: {
        address: '127.0.0.1:0',
        forwardedHeaders: { insecure: false, trustedIPs: [] },
        proxyProtocol: undefined,
        http: { tls: undefined, middlewares: [], redirections: undefined, encodeQuerySemicolons: false },
        http2: { maxConcurrentStreams: 250 },
        transport: {
          respondingTimeouts: { readTimeout: 0, writeTimeout: 0, idleTimeout: 180_000 },
          lifeCycle: { requestAcceptGraceTimeout: 0, graceTimeOut: 0 },
        },
      },
    },
    serverName: 'bench',
    logger: pino({ level: 'silent' }),
  });
  const hosts = ['example.net', ...Array.from({ length: 99 }, (_, index) => `host${index}.example.net`)];
  const routers = hosts.map((host) => [
    host,
    { rule: `Host(\`${host}\`) && PathPrefix(\`/some\`)`, service: 'pod' },
  ]);
  const servers = [{ url: `http://127.0.0.1:${pod}` }];
  const configuration = {
    http: {
      routers: Object.fromEntries(routers),
      services: { pod: { loadBalancer: { servers, passHostHeader: true } } },
    },
    tls: { certificates: [] },
  };
  proxy.use(buildRuntime({ configurations: { bench: configuration }, entryPoints: ['http'] }));
  return proxy.addresses.get('http')?.port ?? 0;
}

/** The least that a proxy on undici can do: nothing is checked, nothing is added, nothing is held back. */
function startPlainUndici(pod: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${pod}`);
  return listening(
    createServer((request, response) => {
      const { method = 'GET', url: path = '/', rawHeaders: headers } = request;
      pool.dispatch(
        { method, path, headers },
        {
          onRequestStart() {},
          onResponseStart(controller, status) {
            const raw = Array.isArray(controller.rawHeaders) ? controller.rawHeaders : [];
            response.writeHead(status, raw.map(String));
          },
          onResponseData(_controller, chunk) {
            response.write(chunk);
          },
          onResponseEnd() {
            response.end();
          },
          onResponseError() {
            response.destroy();
          },
        },
      );
    }),
  );
}

function startHttpProxy(pod: number): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  const proxy = createProxyServer({ target: `http://127.0.0.1:${pod}`, agent, xfwd: true });
  return listening(createServer((request, response) => proxy.web(request, response)));
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
