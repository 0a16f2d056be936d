import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FourForms, forms, machineFor, run } from './configuration.fixture.ts';
import type { EntryPoint, KubernetesIngressOptions, StaticConfiguration } from './static-configuration.ts';

interface Case extends FourForms {
  readonly option: string;
  readonly read: (configuration: StaticConfiguration) => unknown;
  readonly value: unknown;
}

describe('each option is read from all four forms:', () => {
  const cases: readonly Case[] = [
    ofProvider('endpoint', ({ endpoint }) => endpoint, 'http://localhost:8080'),
    ofProvider('token', ({ token }) => token, 'mytoken'),
    ofProvider('certAuthFilePath', (provider) => provider.certAuthFilePath, '/my/ca.crt'),
    ofProvider('namespaces', ({ namespaces }) => namespaces, ['default', 'production']),
    ofProvider('labelSelector', ({ labelSelector }) => labelSelector, 'app=traefik'),
    ofProvider('ingressClass', ({ ingressClass }) => ingressClass, 'traefik-internal'),
    ofProvider('ingressEndpoint.hostname', ({ ingressEndpoint }) => ingressEndpoint?.hostname, 'example.net'),
    ofProvider('ingressEndpoint.ip', ({ ingressEndpoint }) => ingressEndpoint?.ip, '1.2.3.4'),
    ofProvider('ingressEndpoint.ip', ({ ingressEndpoint }) => ingressEndpoint?.ip, '2001:db8::1'),
    ofProvider(
      'ingressEndpoint.publishedService',
      ({ ingressEndpoint }) => ingressEndpoint?.publishedService,
      'namespace/foo-service',
    ),
    ofProvider('throttleDuration', ({ throttleDuration }) => throttleDuration, '10s', 10_000),
    ofProvider('throttleDuration', ({ throttleDuration }) => throttleDuration, 10, 10_000),
    ofProvider('allowEmptyServices', ({ allowEmptyServices }) => allowEmptyServices, true),
    ofProvider('allowExternalNameServices', (provider) => provider.allowExternalNameServices, true),
    of('providers.providersThrottleDuration', (all) => all.providers.providersThrottleDuration, '500ms', 500),
    ofEntryPoint('forwardedHeaders.insecure', ({ forwardedHeaders }) => forwardedHeaders.insecure, true),
    ofEntryPoint('forwardedHeaders.trustedIPs', ({ forwardedHeaders }) => forwardedHeaders.trustedIPs, [
      '127.0.0.1/32',
      '2001:db8::/32',
      '192.0.2.1',
    ]),
    ofEntryPoint(
      'transport.respondingTimeouts.readTimeout',
      (it) => it.transport.respondingTimeouts.readTimeout,
      5,
      5000,
    ),
    ofEntryPoint(
      'transport.respondingTimeouts.writeTimeout',
      (it) => it.transport.respondingTimeouts.writeTimeout,
      '1m30s',
      90_000,
    ),
    ofEntryPoint(
      'transport.respondingTimeouts.idleTimeout',
      (it) => it.transport.respondingTimeouts.idleTimeout,
      '1.5h',
      5_400_000,
    ),
    ofEntryPoint(
      'transport.lifeCycle.requestAcceptGraceTimeout',
      (it) => it.transport.lifeCycle.requestAcceptGraceTimeout,
      '2h45m',
      9_900_000,
    ),
    ofEntryPoint('transport.lifeCycle.graceTimeOut', (it) => it.transport.lifeCycle.graceTimeOut, 0, 0),
    of('log.level', ({ log }) => log.level, 'debug', 'DEBUG'),
    of('log.format', ({ log }) => log.format, 'json'),
    of('log.filePath', ({ log }) => log.filePath, '/var/log/traefik.log'),
    of('ping.entryPoint', ({ ping }) => ping?.entryPoint, 'http'),
    of('ping.manualRouting', ({ ping }) => ping?.manualRouting, true),
    of('ping.terminatingStatusCode', ({ ping }) => ping?.terminatingStatusCode, 204),
    of('accessLog.filePath', ({ accessLog }) => accessLog?.filePath, '/var/log/access.log'),
    of('accessLog.format', ({ accessLog }) => accessLog?.format, 'json'),
    of('accessLog.bufferingSize', ({ accessLog }) => accessLog?.bufferingSize, 100),
    of('accessLog.filters.statusCodes', ({ accessLog }) => accessLog?.filters.statusCodes, [
      '200',
      '300-302',
    ]),
    of('accessLog.filters.retryAttempts', ({ accessLog }) => accessLog?.filters.retryAttempts, true),
    of('accessLog.filters.minDuration', ({ accessLog }) => accessLog?.filters.minDuration, '10ms', 10),
    of('accessLog.fields.defaultMode', ({ accessLog }) => accessLog?.fields.defaultMode, 'drop'),
    of('accessLog.fields.names.overhead', ({ accessLog }) => accessLog?.fields.names, 'drop', {
      overhead: 'drop',
    }),
    of('accessLog.fields.headers.defaultMode', (it) => it.accessLog?.fields.headers.defaultMode, 'redact'),
    of('accessLog.fields.headers.names.user-agent', (it) => it.accessLog?.fields.headers.names, 'redact', {
      'user-agent': 'redact',
    }),
    of('metrics.prometheus.buckets', ({ metrics }) => metrics.prometheus?.buckets, [0.1, 2, 30]),
    of('metrics.prometheus.addRoutersLabels', ({ metrics }) => metrics.prometheus?.addRoutersLabels, true),
    of('metrics.prometheus.entryPoint', ({ metrics }) => metrics.prometheus?.entryPoint, 'http'),
    of('metrics.prometheus.manualRouting', ({ metrics }) => metrics.prometheus?.manualRouting, true),
    of('api.insecure', ({ api }) => api?.insecure, true),
    of('api.dashboard', ({ api }) => api?.dashboard, false),
    of('api.debug', ({ api }) => api?.debug, true),
    of('global.checkNewVersion', (all) => Object.hasOwn(all, 'global'), true, false),
    of('global.sendAnonymousUsage', (all) => Object.hasOwn(all, 'global'), true, false),
  ];
  for (const example of cases) {
    for (const form of forms) {
      test(`${example.option} = ${JSON.stringify(example.value)} (${form})`, async () => {
        const { configuration } = await run(machineFor(form, example));
        assert.deepEqual(example.read(configuration), example.value);
      });
    }
  }
});

function ofProvider(
  name: string,
  read: (provider: KubernetesIngressOptions) => unknown,
  written: Written,
  value: unknown = written,
): Case {
  const readProvider = ({ providers }: StaticConfiguration) =>
    providers.kubernetesIngress === undefined ? undefined : read(providers.kubernetesIngress);
  return of(`providers.kubernetesIngress.${name}`, readProvider, written, value);
}

function ofEntryPoint(
  name: string,
  read: (entryPoint: EntryPoint) => unknown,
  written: Written,
  value: unknown = written,
): Case {
  const readEntryPoint = ({ entryPoints }: StaticConfiguration) =>
    entryPoints.web === undefined ? undefined : read(entryPoints.web);
  const example = of(`entryPoints.web.${name}`, readEntryPoint, written, value);
  return {
    ...example,
    yaml: example.yaml.replace('  web:\n', '  web:\n    address: ":80"\n'),
    toml: `entryPoints.web.address = ":80"\n${example.toml}`,
    flags: ['--entrypoints.web.address=:80', ...example.flags],
    environment: { traefik_entrypoints_web_address: ':80', ...example.environment },
  };
}

type Written = string | number | boolean | readonly (string | number)[];

/** Writes the option by hand in each form, without the schema that is being tested. */
function of(option: string, read: Case['read'], written: Written, value: unknown = written): Case {
  const path = option.split('.');
  const literal = JSON.stringify(written);
  const plain = typeof written === 'object' ? written.join(',') : String(written);
  return {
    option,
    read,
    value,
    yaml: `${path.map((key, depth) => `${'  '.repeat(depth)}${key}:`).join('\n')} ${literal}\n`,
    toml: `${option} = ${literal}\n`,
    flags: [`--${option.toLowerCase()}=${plain}`],
    environment: { [`TRAEFIK_${path.join('_').toUpperCase()}`]: plain },
  };
}
