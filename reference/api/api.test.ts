import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { loadStaticConfiguration } from '../configuration/load.ts';
import { buildRuntime } from '../runtime/build.ts';
import { createInternalServices, type InternalServicesInput, internalHandler } from './internal-services.ts';
import type { ApiView } from './view.ts';

const loaded = await loadStaticConfiguration({
  arguments: [
    '--entrypoints.http.address=:80',
    '--entrypoints.http.forwardedheaders.trustedips=10.0.0.0/8',
    '--entrypoints.http.http.tls',
  ],
  environment: {},
  workingDirectory: '/nowhere',
  systemDirectory: '/nowhere',
});
assert.ok(loaded.kind === 'run');

const view: ApiView = {
  runtime: buildRuntime({
    configurations: {
      kubernetes: {
        http: {
          routers: {
            web: { rule: 'Host(`example.net`)', service: 'web', priority: 7 },
            lost: { rule: 'Host(`lost.net`)', service: 'nobody' },
          },
          services: {
            web: { loadBalancer: { servers: [{ url: 'http://10.1.2.3:80' }], passHostHeader: true } },
          },
        },
        tls: {
          certificates: [
            {
              certificate: 'PUBLIC',
              privateKey: 'PRIVATE',
              origin: 'default/secret',
              names: ['example.net'],
              notBefore: '2026-01-01T00:00:00.000Z',
              notAfter: '2027-01-01T00:00:00.000Z',
              fingerprint: 'f',
            },
          ],
        },
      },
    },
    entryPoints: ['http'],
  }),
  problems: [
    {
      severity: 'error',
      object: { kind: 'Ingress', namespace: 'default', name: 'lost' },
      field: 'spec',
      reason: 'No.',
      remedy: 'Yes.',
    },
  ],
  entryPoints: loaded.configuration.entryPoints,
  ingresses: [],
  features: { metrics: false, accessLog: true },
  providers: ['KubernetesIngress'],
  version: '1.2.3',
  startDate: '2024-05-01T00:00:00.000Z',
};

type Configuration = InternalServicesInput['configuration'];

const everything: Configuration = {
  metrics: { prometheus: undefined },
  ping: { entryPoint: 'traefik', manualRouting: false, terminatingStatusCode: 503 },
  api: { insecure: true, dashboard: true, debug: false },
};

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function ask(
  path: string,
  options: {
    readonly configuration?: Partial<Configuration>;
    readonly terminating?: boolean;
    readonly view?: ApiView;
    readonly method?: string;
    readonly entryPoint?: string;
    readonly metrics?: InternalServicesInput['metrics'];
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Asked> {
  const configuration = { ...everything, ...options.configuration };
  const services = createInternalServices({
    configuration,
    view: () => options.view ?? view,
    terminating: () => options.terminating ?? false,
    metrics: options.metrics,
  });
  const handle = internalHandler(options.entryPoint ?? 'traefik', configuration, services);
  const server = createServer((request, response) => {
    if (!handle?.(request, response)) response.writeHead(299).end('not internal');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
    redirect: 'manual',
  });
  const asked = { status: answer.status, text: await answer.text(), headers: answer.headers };
  server.closeAllConnections();
  server.close();
  return asked;
}

const json = async (path: string) => JSON.parse((await ask(path)).text);

describe('/ping', () => {
  it('is OK while the process runs', async () => {
    const { status, text } = await ask('/ping');
    assert.deepEqual([status, text], [200, 'OK']);
  });

  it('has the terminating status while it stops', async () => {
    const ping = { entryPoint: 'traefik', manualRouting: false, terminatingStatusCode: 204 };
    assert.equal((await ask('/ping', { terminating: true })).status, 503);
    assert.equal(
      (await ask('/ping', { terminating: true, configuration: { ping, api: undefined } })).status,
      204,
    );
  });

  it('is on its own entry point alone, and not where routing is manual or it is off', async () => {
    assert.equal((await ask('/ping', { entryPoint: 'http' })).status, 299);
    const manual = { entryPoint: 'traefik', manualRouting: true, terminatingStatusCode: 503 };
    assert.equal((await ask('/ping', { configuration: { ping: manual, api: undefined } })).status, 299);
    assert.equal(
      (await ask('/ping', { configuration: { ping: undefined, api: everything.api } })).status,
      299,
    );
  });
});

describe('/api', () => {
  it('is served only where it is insecure', async () => {
    assert.equal((await ask('/api/version', { entryPoint: 'http' })).status, 299);
    const api = { insecure: false, dashboard: true, debug: false };
    assert.equal((await ask('/api/version', { configuration: { ping: undefined, api } })).status, 299);
  });

  it('shows routers, services and problems as raw data', async () => {
    const data = await json('/api/rawdata');
    assert.deepEqual(data.routers['web@kubernetes'], {
      rule: 'Host(`example.net`)',
      service: 'web',
      priority: 7,
      status: 'enabled',
      using: ['http'],
    });
    const lost = data.routers['lost@kubernetes'];
    assert.equal(lost.status, 'disabled');
    assert.equal(lost.error.length, 1);
    const service = data.services['web@kubernetes'];
    assert.deepEqual(service.loadBalancer, {
      servers: [{ url: 'http://10.1.2.3:80' }],
      passHostHeader: true,
    });
    assert.equal(service.status, 'enabled');
    assert.deepEqual(service.serverStatus, { 'http://10.1.2.3:80': 'UP' });
    assert.deepEqual(data.problems, view.problems);
  });

  it('never shows a private key', async () => {
    for (const path of ['rawdata', 'overview', 'http/routers', 'http/services', 'entrypoints', 'version']) {
      const { status, text } = await ask(`/api/${path}`);
      assert.equal(status, 200);
      assert.doesNotMatch(text, /PRIVATE/);
    }
  });

  it('lists routers and services, and shows one by its name', async () => {
    const routers = await json('/api/http/routers');
    assert.deepEqual(
      routers.map(({ name, provider }: Record<string, string>) => [name, provider]),
      [
        ['lost@kubernetes', 'kubernetes'],
        ['web@kubernetes', 'kubernetes'],
      ],
    );
    assert.deepEqual(await json('/api/http/routers/web@kubernetes'), routers[1]);
    assert.deepEqual(
      await json('/api/http/services/web%40kubernetes'),
      (await json('/api/http/services'))[0],
    );
    for (const path of [
      'http/middlewares',
      'tcp/routers',
      'tcp/services',
      'tcp/middlewares',
      'udp/routers',
      'udp/services',
    ])
      assert.deepEqual(await json(`/api/${path}`), []);
  });

  it('shows the entry points with what is set of their options', async () => {
    const [entryPoint] = await json('/api/entrypoints');
    assert.partialDeepStrictEqual(entryPoint, {
      address: ':80',
      transport: { lifeCycle: { graceTimeOut: '10s' }, respondingTimeouts: { idleTimeout: '3m0s' } },
      forwardedHeaders: { trustedIPs: ['10.0.0.0/8'] },
      http: { tls: {} },
      http2: { maxConcurrentStreams: 250 },
      name: 'http',
    });
    assert.ok(!('readTimeout' in entryPoint.transport.respondingTimeouts));
    assert.ok(!('insecure' in entryPoint.forwardedHeaders));
    assert.deepEqual(await json('/api/entrypoints/http'), entryPoint);
  });

  it('counts in the overview', async () => {
    const { http, providers } = await json('/api/overview');
    assert.deepEqual(http.routers, { total: 2, warnings: 0, errors: 1 });
    assert.deepEqual(http.services, { total: 1, warnings: 0, errors: 0 });
    assert.deepEqual(providers, ['KubernetesIngress']);
  });

  it('says its version', async () => {
    const { Version, startDate } = await json('/api/version');
    assert.deepEqual([Version, startDate], ['1.2.3', view.startDate]);
  });

  it('answers 404 to what it does not have', async () => {
    for (const path of [
      '/api',
      '/api/',
      '/api/x',
      '/api/http/routers/x@y',
      '/api/entrypoints/__proto__',
      '/api/http/services/%zz',
    ]) {
      const { status, headers } = await ask(path);
      assert.deepEqual([status, headers.get('content-type')], [404, 'application/json'], path);
    }
  });

  it('lists page by page, and says where it goes on', async () => {
    const first = await ask('/api/http/routers?per_page=1');
    assert.deepEqual(namesIn(first), ['lost@kubernetes']);
    assert.deepEqual([first.headers.get('x-next-page'), first.headers.get('x-total-count')], ['2', '2']);
    const last = await ask('/api/http/routers?per_page=1&page=2');
    assert.deepEqual([namesIn(last), last.headers.get('x-next-page')], [['web@kubernetes'], '1']);
    for (const query of ['page=3&per_page=1', 'page=0', 'per_page=x', 'page=-1']) {
      const { status, text } = await ask(`/api/http/routers?${query}`);
      assert.equal(status, 400, query);
      assert.match(JSON.parse(text).message, /page/);
    }
    assert.equal((await ask('/api/http/middlewares?page=1')).status, 200);
  });

  it('lists what search and status let through', async () => {
    assert.deepEqual(namesIn(await ask('/api/http/routers?search=EXAMPLE.net')), ['web@kubernetes']);
    assert.deepEqual(namesIn(await ask('/api/http/routers?status=disabled')), ['lost@kubernetes']);
    assert.deepEqual(namesIn(await ask('/api/http/routers?status=disabled&search=web')), []);
    assert.deepEqual(namesIn(await ask('/api/http/services?search=10.1.2.3')), ['web@kubernetes']);
  });

  it('sends nothing again that has not changed', async () => {
    const { headers } = await ask('/api/http/routers');
    const tag = headers.get('etag') ?? '';
    const again = await ask('/api/http/routers', { headers: { 'If-None-Match': tag } });
    assert.deepEqual([again.status, again.text], [304, '']);
    assert.equal((await ask('/api/http/services', { headers: { 'If-None-Match': tag } })).status, 200);
  });

  it('lets no other site read it, and no browser run it', async () => {
    const { headers } = await ask('/api/rawdata', { headers: { Origin: 'http://evil.example' } });
    assert.equal(headers.get('access-control-allow-origin'), null);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  it('shows certificates without their keys', async () => {
    const [certificate] = await json('/api/certificates');
    assert.deepEqual(Object.keys(certificate), ['names', 'origin', 'notBefore', 'notAfter', 'status']);
  });

  it('answers 405 to what would change something, and no body to HEAD', async () => {
    const posted = await ask('/api/rawdata', { method: 'POST' });
    assert.deepEqual([posted.status, posted.headers.get('allow')], [405, 'GET, HEAD']);
    const head = await ask('/api/rawdata', { method: 'HEAD' });
    assert.deepEqual([head.status, head.text], [200, '']);
  });

  it('is empty before a configuration is in force', async () => {
    const { text } = await ask('/api/rawdata', { view: { ...view, runtime: undefined, problems: [] } });
    assert.deepEqual(JSON.parse(text), { routers: {}, middlewares: {}, services: {}, problems: [] });
  });
});

describe('the dashboard', () => {
  it('is beside the API, and where / leads to', async () => {
    const root = await ask('/');
    assert.deepEqual([root.status, root.headers.get('location')], [302, 'dashboard/']);
    const bare = await ask('/dashboard');
    assert.deepEqual([bare.status, bare.headers.get('location')], [302, 'dashboard/']);
    const page = await ask('/dashboard/');
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self';/);
    assert.doesNotMatch(page.text, /<script(?![^>]*src=)|style=|\son\w+=/, 'nothing inline');
    for (const [, file = ''] of page.text.matchAll(/(?:src|href)="([\w.]+)"/g))
      assert.equal((await ask(`/dashboard/${file}`)).status, 200, file);
  });

  it('serves its own files alone', async () => {
    for (const path of [
      '/dashboard/dashboard.test.ts',
      '/dashboard/..%2fapi%2fapi.ts',
      '/dashboard/x',
      '/dashboard/x/main.js',
    ])
      assert.equal((await ask(path)).status, 404, path);
    assert.equal((await ask('/dashboard/', { method: 'POST' })).status, 405);
  });

  it('is not there where it is off', async () => {
    const configuration = { api: { insecure: true, dashboard: false, debug: false } };
    assert.equal((await ask('/', { configuration })).status, 299);
    assert.equal((await ask('/dashboard/', { configuration })).status, 299);
    assert.equal((await ask('/api/version', { configuration })).status, 200);
  });
});

describe('/metrics', () => {
  const metrics = { text: async () => 'up 1\n', contentType: 'text/plain; version=0.0.4; charset=utf-8' };
  const prometheus = {
    buckets: [1],
    addEntryPointsLabels: true,
    addRoutersLabels: false,
    addServicesLabels: true,
    entryPoint: 'metrics',
    manualRouting: false,
  };

  it('is on its own entry point', async () => {
    const configuration = { metrics: { prometheus } };
    const told = await ask('/metrics', { configuration, metrics, entryPoint: 'metrics' });
    assert.deepEqual(
      [told.status, told.text, told.headers.get('content-type')],
      [200, 'up 1\n', metrics.contentType],
    );
    assert.equal((await ask('/metrics', { configuration, metrics })).status, 299);
  });

  it('is not where routing is manual', async () => {
    const configuration = { metrics: { prometheus: { ...prometheus, manualRouting: true } } };
    assert.equal((await ask('/metrics', { configuration, metrics, entryPoint: 'metrics' })).status, 299);
  });

  it('answers 500 where they can not be told', async () => {
    const broken = { ...metrics, text: () => Promise.reject(new Error('no')) };
    const configuration = { metrics: { prometheus } };
    const { status } = await ask('/metrics', { configuration, metrics: broken, entryPoint: 'metrics' });
    assert.equal(status, 500);
  });
});

function namesIn({ text }: Asked): string[] {
  return JSON.parse(text).map(({ name }: { name: string }) => name);
}
