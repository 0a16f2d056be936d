/** A cluster to look at: Ingresses that are served, in part, not at all, and by somebody else. */
import type { ApiView } from '../api/view.ts';
import { loadStaticConfiguration } from '../configuration/load.ts';
import type { ConfigurationPart, TlsCertificate } from '../dynamic/configuration.ts';
import { ingressViews } from '../ingress-views.ts';
import type { KubernetesObject } from '../kubernetes/objects.ts';
import { derive } from '../provider/deriver.ts';
import {
  backend,
  defaultOptions,
  endpoints,
  ingress,
  MemoryStore,
  path,
  service,
} from '../provider/testing.ts';
import { buildRuntime } from '../runtime/build.ts';

/** What the API shows of these objects, beside a file with middlewares and certificates. */
export async function viewOf(
  objects: readonly KubernetesObject[],
  file: ConfigurationPart = { http: { routers: {}, services: {} }, tls: { certificates: [] } },
): Promise<ApiView> {
  const derivation = derive(new MemoryStore(...objects), defaultOptions);
  const loaded = await loadStaticConfiguration({
    arguments: [
      '--entrypoints.web.address=:8000',
      '--entrypoints.websecure.address=:8443',
      '--entrypoints.websecure.http.tls',
      '--api.insecure',
      '--ping',
    ],
    environment: {},
    workingDirectory: '/nowhere',
    systemDirectory: '/nowhere',
  });
  if (loaded.kind !== 'run') throw new Error('It was not asked to run.');
  const { entryPoints } = loaded.configuration;
  const runtime = buildRuntime({
    configurations: { kubernetes: derivation.parts, file },
    entryPoints: ['web', 'websecure'],
    httpsEntryPoints: ['websecure'],
  });
  return {
    runtime,
    problems: [...derivation.problems, ...runtime.problems],
    ingresses: ingressViews(derivation),
    entryPoints,
    providers: ['KubernetesIngress'],
    features: { metrics: true, accessLog: true },
    version: '0.1.0',
    startDate: '2026-01-01T00:00:00.000Z',
  };
}

/** @param now certificates are told in days from it */
export function exampleObjects(): readonly KubernetesObject[] {
  return [
    ...withPods('shop/storefront', '10.1.0.11', '10.1.0.12', '10.1.0.13'),
    ...withPods('shop/checkout', '10.1.0.21', '10.1.0.22'),
    ...withPods('docs/handbook', '10.1.1.5'),
    ...withPods('monitoring/grafana', '10.1.2.9'),
    service('shop/search'),
    ingress('shop/storefront', {
      metadata: annotations({ 'router.entrypoints': 'web,websecure', 'router.middlewares': 'security@file' }),
      rules: [
        {
          host: 'shop.example.com',
          paths: [
            path('/', backend('storefront'), 'Prefix'),
            path('/checkout', backend('checkout'), 'Prefix'),
          ],
        },
      ],
      tls: [{ hosts: ['shop.example.com'], secretName: '' }],
      loadBalancer: [{ ip: '192.0.2.10' }],
    }),
    ingress('shop/search', {
      rules: [
        {
          host: 'shop.example.com',
          paths: [
            path('/search', backend('search'), 'Prefix'),
            path('/suggest', backend('storefront'), 'Exact'),
          ],
        },
      ],
      loadBalancer: [{ ip: '192.0.2.10' }],
    }),
    ingress('docs/handbook', {
      rules: [{ host: 'docs.example.com', paths: [path('/', backend('handbook'), 'Prefix')] }],
      loadBalancer: [{ ip: '192.0.2.10' }],
    }),
    ingress('monitoring/grafana', {
      metadata: annotations({ 'router.middlewares': 'auth@file' }),
      rules: [{ host: 'grafana.example.com', paths: [path('/', backend('grafana'), 'Prefix')] }],
    }),
    ingress('monitoring/prometheus', {
      rules: [{ host: 'prometheus.example.com', paths: [path('/', backend('prometheus', 9090), 'Prefix')] }],
    }),
    ingress('legacy/intranet', {
      metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      rules: [{ host: 'intranet.example.com', paths: [path('/', backend('intranet'), 'Prefix')] }],
    }),
  ];
}

/** A Service with pods at these addresses. */
export function withPods(title: string, ...addresses: readonly string[]): readonly KubernetesObject[] {
  return [service(title), endpoints(title, addresses)];
}

export function annotations(given: Readonly<Record<string, string>>) {
  const named = Object.entries(given).map(([name, value]) => [
    `traefik.ingress.kubernetes.io/${name}`,
    value,
  ]);
  return { annotations: Object.fromEntries(named) };
}

/** @param days until it expires */
export function certificate(origin: string, days: number, ...names: readonly string[]): TlsCertificate {
  const day = 24 * 60 * 60 * 1000;
  return {
    certificate: 'PUBLIC',
    privateKey: 'PRIVATE',
    origin,
    names,
    notBefore: new Date(Date.now() + (days - 90) * day).toISOString(),
    notAfter: new Date(Date.now() + days * day).toISOString(),
    fingerprint: `fingerprint of ${origin}`,
  };
}

export function exampleFile(): ConfigurationPart {
  return {
    http: {
      routers: {},
      services: {},
      middlewares: {
        security: { contentType: { autoDetect: false } },
        'old-paths': { replacePathRegex: { regex: '^/old/(.*)', replacement: '/$1' } },
      },
    },
    tls: {
      certificates: [
        certificate('shop/shop-tls', 61, 'shop.example.com', 'www.shop.example.com'),
        certificate('docs/wildcard', 6, '*.example.com'),
      ],
    },
  };
}
