// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the faults are texts of code.
/** Faults in what becomes of Services without pods, of external names, and of what can't be served. */
import type { Mutation } from './mutations.ts';

const annotations = 'reference/provider/annotations.ts';
const backend = 'reference/provider/backend.ts';
const backends = 'reference/provider/backends.ts';
const endpoints = 'reference/kubernetes/decode-core.ts';
const fragment = 'reference/provider/fragment.ts';
const upstreamFailure = 'reference/proxy/upstream-failure.ts';

const section = (name: string) => (statement: string) => `traefik-provider.${name}.${statement}`;
const empty = section('allow-empty-services');
const external = section('allow-external-name-services');
const routing = section('routing-configuration');

const noServers = 'if (servers.length === 0 && !options.allowEmptyServices) {';

export const serviceMutations: readonly Mutation[] = [
  {
    fault: 'only the first subset of Endpoints is used',
    file: backend,
    find: 'for (const subset of endpoints.subsets) {',
    replace: 'for (const subset of endpoints.subsets.slice(0, 1)) {',
    breaks: [routing('every-subset')],
  },
  {
    fault: 'ports are found by one name alone',
    file: backend,
    find: ': port.name === reference.name)',
    replace: ": port.name === 'http')",
    breaks: ['traefik-provider.enabling.service-followed', routing('service-port-by-name')],
  },
  {
    fault: 'allowEmptyServices is taken for false',
    file: backend,
    find: noServers,
    replace: 'if (servers.length === 0) {',
    breaks: [empty('forms'), empty('allowed'), empty('empty-load-balancer'), empty('filled-later')],
  },
  {
    fault: 'allowEmptyServices is taken for true',
    file: backend,
    find: noServers,
    replace: 'if (servers.length < 0) {',
    breaks: [empty('not-allowed'), empty('filled-later')],
  },
  {
    fault: 'a Service that is missing counts as one without pods',
    file: backend,
    find: `const service = reader.get('Service', reference.namespace, reference.name);`,
    replace: `const service = reader.get('Service', reference.namespace, reference.name) ?? (options.allowEmptyServices ? ({ kind: 'Service', metadata: { namespace: reference.namespace, name: reference.name, creationTimestamp: '', annotations: {} }, type: 'ClusterIP', ports: [{ name: '', port: 80, protocol: 'TCP' }] } as never) : undefined);`,
    breaks: [empty('missing-service')],
  },
  {
    fault: 'addresses that are not ready are used',
    file: endpoints,
    find: 'addresses: readList(subset.addresses,',
    replace:
      'addresses: readList([...((subset.addresses ?? []) as never[]), ...((subset.notReadyAddresses ?? []) as never[])],',
    breaks: [empty('not-ready-unused'), empty('not-allowed'), 'traefik-provider.enabling.endpoints-followed'],
  },
  {
    fault: 'Ingresses do not hear of Services that are filled',
    file: backends,
    find: 'if (!sameForUsers(before, after)) for (const user of backend.users) affected.add(user);',
    replace: '',
    breaks: [empty('filled-later'), routing('problem-solved')],
  },
  {
    fault: 'allowExternalNameServices is taken for true',
    file: backend,
    find: `if (service.type === 'ExternalName' && !options.allowExternalNameServices) {`,
    replace: `if (service.clusterIP === 'never') {`,
    breaks: [external('not-allowed'), external('not-allowed-reported')],
  },
  {
    fault: 'allowExternalNameServices is taken for false',
    file: backend,
    find: `if (service.type === 'ExternalName' && !options.allowExternalNameServices) {`,
    replace: `if (service.type === 'ExternalName') {`,
    breaks: [
      external('forms'),
      external('allowed'),
      external('service-port'),
      external('host-header'),
      external('unresolvable'),
    ],
  },
  {
    fault: 'every path of an Ingress with an ExternalName Service is dropped',
    file: fragment,
    find: '    routers: draft.namedRouters(),',
    replace: '    routers: draft.problems.length > 0 ? [] : draft.namedRouters(),',
    breaks: [external('neighbours-served')],
  },
  {
    fault: 'the first port of an ExternalName Service is used',
    file: backend,
    find: 'service.externalName, port.port)',
    replace: 'service.externalName, service.ports[0]?.port ?? 0)',
    breaks: [external('service-port')],
  },
  {
    fault: 'passhostheader is always true',
    file: annotations,
    find: '(passHostHeader) => ({ passHostHeader })',
    replace: '() => ({ passHostHeader: true })',
    breaks: [external('host-header')],
  },
  {
    fault: 'a server that has no address is answered with 500',
    file: upstreamFailure,
    find: '      return 502;',
    replace: '      return 500 as 502;',
    breaks: [external('unresolvable')],
  },
];
