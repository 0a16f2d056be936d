import assert from 'node:assert/strict';
import {
  collections,
  expectAnswer,
  expectInvalid,
  expectWarning,
  ingressOf,
  ingressSpec,
  mergePatch,
  serviceOf,
} from '../asking.ts';
import type { Behaviour, Contract } from '../behaviours.ts';

const classAnnotation = 'kubernetes.io/ingress.class';
const backend = 'spec.rules[0].http.paths[0].backend';

async function expectPathInvalid(contract: Contract, path: object, field: string): Promise<void> {
  const { ingresses } = collections(contract);
  await expectInvalid(contract, ['POST', ingresses, ingressOf('x', path)], field);
}

export const networkBehaviours: readonly Behaviour[] = [
  {
    name: 'validates the paths and backends of Ingresses',
    async run(contract) {
      await expectPathInvalid(contract, { path: 'x' }, 'spec.rules[0].http.paths[0].path');
      await expectPathInvalid(contract, { path: '/a//b' }, 'spec.rules[0].http.paths[0].path');
      await expectPathInvalid(contract, { pathType: undefined }, 'spec.rules[0].http.paths[0].pathType');
      await expectPathInvalid(contract, { pathType: 'Other' }, 'spec.rules[0].http.paths[0].pathType');
      await expectPathInvalid(contract, { backend: {} }, backend);
      const both = {
        service: { name: 'app', port: { number: 80 } },
        resource: { kind: 'Bucket', name: 'b' },
      };
      await expectPathInvalid(contract, { backend: both }, backend);
      const noPort = { service: { name: 'app', port: {} } };
      await expectPathInvalid(contract, { backend: noPort }, `${backend}`);
      const tooLarge = { service: { name: 'app', port: { number: 70_000 } } };
      await expectPathInvalid(contract, { backend: tooLarge }, `${backend}.service.port.number`);
    },
  },
  {
    name: 'validates the hosts, certificates and backends of Ingresses',
    async run(contract) {
      const { ingresses } = collections(contract);
      for (const host of ['192.0.2.1', 'UPPER.example', '*', 'a.*.example', 'a.example:80']) {
        await expectInvalid(
          contract,
          ['POST', ingresses, ingressSpec('x', { rules: [{ host }] })],
          'spec.rules[0].host',
        );
      }
      await expectInvalid(contract, ['POST', ingresses, ingressSpec('x', {})], 'spec');
      const tls = [{ secretName: 'Bad_' }];
      const secure = ingressSpec('x', { rules: [{ host: 'a.example' }], tls });
      await expectInvalid(contract, ['POST', ingresses, secure], 'spec.tls[0].secretName');
      await expectAnswer(
        contract,
        ['POST', ingresses, ingressSpec('x', { rules: [{ host: '*.example' }] })],
        201,
      );
    },
  },
  {
    name: 'knows the annotation for the class of an Ingress, as one that is deprecated',
    async run(contract) {
      const { ingresses } = collections(contract);
      const metadata = { annotations: { [classAnnotation]: 'one' } };
      await expectWarning(contract, ['POST', ingresses, ingressOf('a', {}, metadata)], classAnnotation);
      const two = ingressSpec('b', { ingressClassName: 'two', rules: [{}] }, metadata);
      await expectInvalid(contract, ['POST', ingresses, two], `annotations.${classAnnotation}`);
    },
  },
  {
    name: 'gives the default class to new Ingresses that name none',
    async run(contract) {
      const { ingresses, ingressClasses } = collections(contract);
      const name = `class-of-${contract.namespace}`;
      const defaultClass = {
        metadata: { name, annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
        spec: { controller: 'example.net/controller' },
      };
      await expectAnswer(contract, ['POST', ingressClasses, defaultClass], 201);
      try {
        // Plugins of admission follow the classes, and may come to know of one a moment later.
        await eventuallyClass(contract, name);
        const annotated = ingressOf('annotated', {}, { annotations: { [classAnnotation]: 'x' } });
        const kept = await expectAnswer(contract, ['POST', ingresses, annotated], 201);
        assert.equal(kept.spec.ingressClassName, undefined);
      } finally {
        await expectAnswer(contract, ['DELETE', `${ingressClasses}/${name}`], 200);
      }
    },
  },
  {
    name: 'validates IngressClasses, and lets their controller be',
    async run(contract) {
      const { ingressClasses } = collections(contract);
      const name = `valid-${contract.namespace}`;
      const classOf = (spec: object) => ({ metadata: { name }, spec });
      const controller = 'example.net/controller';
      const parameters = { kind: 'Parameters', name: 'one' };
      const post = (spec: object): readonly ['POST', string, object] => [
        'POST',
        ingressClasses,
        classOf(spec),
      ];
      await expectInvalid(contract, post({ controller: 'nodomain' }), 'spec.controller');
      await expectInvalid(contract, post({}), 'spec.controller');
      const scoped = { controller, parameters: { ...parameters, scope: 'Elsewhere' } };
      await expectInvalid(contract, post(scoped), 'spec.parameters.scope');
      const unnamed = { controller, parameters: { ...parameters, scope: 'Namespace' } };
      await expectInvalid(contract, post(unnamed), 'spec.parameters.namespace');
      await expectAnswer(contract, post({ controller, parameters }), 201, {
        spec: { parameters: { scope: 'Cluster' } },
      });
      const other = { spec: { controller: 'example.net/other' } };
      await expectInvalid(
        contract,
        ['PATCH', `${ingressClasses}/${name}`, other, mergePatch],
        'spec.controller',
      );
      await expectAnswer(contract, ['DELETE', `${ingressClasses}/${name}`], 200);
    },
  },
  {
    name: 'fills in what a Service leaves out',
    async run(contract) {
      const { services } = collections(contract);
      const created = await expectAnswer(contract, ['POST', services, serviceOf('app')], 201, {
        spec: {
          type: 'ClusterIP',
          sessionAffinity: 'None',
          ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
          internalTrafficPolicy: 'Cluster',
          ipFamilyPolicy: 'SingleStack',
        },
        status: { loadBalancer: {} },
      });
      assert.deepEqual(created.spec.clusterIPs, [created.spec.clusterIP]);
      const headless = serviceOf('headless', { clusterIP: 'None', ports: [{ port: 80 }] });
      await expectAnswer(contract, ['POST', services, headless], 201, {
        spec: { clusterIP: 'None', ipFamilyPolicy: 'RequireDualStack' },
      });
      const sticky = serviceOf('sticky', { sessionAffinity: 'ClientIP', ports: [{ port: 80 }] });
      await expectAnswer(contract, ['POST', services, sticky], 201, {
        spec: { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } },
      });
    },
  },
  {
    name: 'validates Services, and lets their addresses be',
    async run(contract) {
      const { services } = collections(contract);
      const invalid = (spec: object, field: string) =>
        expectInvalid(contract, ['POST', services, serviceOf('x', spec)], field);
      await invalid({}, 'spec.ports');
      await invalid({ ports: [{ port: 0, targetPort: 80 }] }, 'spec.ports[0].port');
      await invalid({ ports: [{ port: 80, protocol: 'X' }] }, 'spec.ports[0].protocol');
      await invalid({ type: 'ExternalName' }, 'spec.externalName');
      await invalid({ type: 'Other', ports: [{ port: 1 }] }, 'spec.type');
      await invalid({ ports: [{ port: 1 }], externalIPs: ['127.0.0.1'] }, 'spec.externalIPs[0]');
      await expectInvalid(contract, ['POST', services, serviceOf('1x')], 'metadata.name');
      await expectAnswer(contract, ['POST', services, serviceOf('app')], 201);
      const moved = { spec: { clusterIP: '10.96.3.4' } };
      await expectInvalid(contract, ['PATCH', `${services}/app`, moved, mergePatch], 'spec.clusterIPs[0]');
    },
  },
  {
    name: 'lets load balancers alone have addresses',
    async run(contract) {
      const { services } = collections(contract);
      const status = { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } };
      await expectAnswer(contract, ['POST', services, serviceOf('plain')], 201);
      await expectInvalid(
        contract,
        ['PATCH', `${services}/plain/status`, status, mergePatch],
        'status.loadBalancer.ingress',
      );
      const balanced = serviceOf('balanced', { type: 'LoadBalancer', ports: [{ port: 80 }] });
      await expectAnswer(contract, ['POST', services, balanced], 201);
      await expectAnswer(contract, ['PATCH', `${services}/balanced/status`, status, mergePatch], 200, {
        status: { loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] } },
      });
    },
  },
  {
    name: 'refuses addresses for Endpoints and slices that no other machine could reach',
    async run(contract) {
      const { endpoints, endpointSlices } = collections(contract);
      const of = (ip: string) => ({
        metadata: { name: 'app' },
        subsets: [{ addresses: [{ ip }], ports: [{ port: 80 }] }],
      });
      for (const ip of ['127.0.0.1', '169.254.1.1', '0.0.0.0', '::1', 'x']) {
        await expectInvalid(contract, ['POST', endpoints, of(ip)], 'subsets[0].addresses[0].ip');
      }
      await expectAnswer(contract, ['POST', endpoints, of('10.0.0.1')], 201, {
        subsets: [{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 80, protocol: 'TCP' }] }],
      });
      const empty = { metadata: { name: 'empty' }, subsets: [{ ports: [{ port: 80 }] }] };
      await expectInvalid(contract, ['POST', endpoints, empty], 'subsets[0]');
      const slice = (addresses: string[]) => ({
        metadata: { name: 'app' },
        addressType: 'IPv4',
        endpoints: [{ addresses }],
      });
      await expectInvalid(
        contract,
        ['POST', endpointSlices, slice(['127.0.0.1'])],
        'endpoints[0].addresses[0]',
      );
      await expectInvalid(contract, ['POST', endpointSlices, slice(['fd00::1'])], 'endpoints[0].addresses');
      await expectAnswer(contract, ['POST', endpointSlices, slice(['10.0.0.1'])], 201, {
        endpoints: [{ addresses: ['10.0.0.1'], conditions: {} }],
        ports: null,
      });
    },
  },
  {
    name: 'takes Secrets in clear, and keeps immutable ones as they are',
    async run(contract) {
      const { secrets } = collections(contract);
      const clear = { metadata: { name: 'clear' }, stringData: { key: 'value' } };
      const created = await expectAnswer(contract, ['POST', secrets, clear], 201, {
        type: 'Opaque',
        data: { key: 'dmFsdWU=' },
      });
      assert.equal(created.stringData, undefined);
      const tls = { metadata: { name: 'tls' }, type: 'kubernetes.io/tls', data: {} };
      await expectInvalid(contract, ['POST', secrets, tls], 'data[tls.crt]', 'data[tls.key]');
      await expectInvalid(contract, ['PATCH', `${secrets}/clear`, { type: 'Other' }, mergePatch], 'type');
      const fixed = { metadata: { name: 'fixed' }, immutable: true, data: { key: 'eA==' } };
      await expectAnswer(contract, ['POST', secrets, fixed], 201);
      await expectInvalid(
        contract,
        ['PATCH', `${secrets}/fixed`, { data: { key: 'eQ==' } }, mergePatch],
        'data',
      );
      await expectInvalid(
        contract,
        ['PATCH', `${secrets}/fixed`, { immutable: false }, mergePatch],
        'immutable',
      );
    },
  },
];

/** Resolves once a new Ingress is given that class. */
async function eventuallyClass(contract: Contract, name: string): Promise<void> {
  const { ingresses } = collections(contract);
  const deadline = Date.now() + 20_000;
  for (let number = 0; ; number++) {
    const created = await expectAnswer(contract, ['POST', ingresses, ingressOf(`default-${number}`)], 201);
    if (created.spec.ingressClassName === name) return;
    assert.ok(Date.now() < deadline, `no new Ingress is given the class ${name}`);
  }
}
