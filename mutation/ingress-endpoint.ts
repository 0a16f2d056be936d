/** Faults in what is written into the status of Ingresses. */
import type { Mutation } from './mutations.ts';

const desired = 'reference/status/desired.ts';
const statusWriter = 'reference/status/status-writer.ts';
const statusClient = 'reference/kubernetes/ingress-status.ts';
const statusFailures = 'reference/status/failures.ts';
const controller = 'reference/controller.ts';
const options = 'reference/configuration/options/kubernetes-ingress.ts';
const kubernetesTypes = 'reference/configuration/kubernetes-value-types.ts';

const section = (name: string) => (statement: string) => `traefik-provider.${name}.${statement}`;
const hostname = section('ingress-endpoint-hostname');
const ip = section('ingress-endpoint-ip');
const publishedService = section('ingress-endpoint-published-service');

const ownAddress = `addresses: [{ ...(ip === '' ? {} : { ip }), ...(hostname === '' ? {} : { hostname }) }],`;

export const ingressEndpointMutations: readonly Mutation[] = [
  {
    fault: 'the hostname is not written',
    file: desired,
    find: ownAddress,
    replace: `addresses: [{ ...(ip === '' ? {} : { ip }) }],`,
    breaks: [hostname('forms'), hostname('written'), hostname('with-ip')],
  },
  {
    fault: 'the IP is not written',
    file: desired,
    find: ownAddress,
    replace: `addresses: [{ ...(hostname === '' ? {} : { hostname }) }],`,
    breaks: [ip('forms'), ip('ipv4'), ip('ipv6'), ip('already-equal'), ip('conflict'), hostname('with-ip')],
  },
  {
    fault: 'IPv6 addresses are written in brackets',
    file: desired,
    find: ownAddress,
    replace: `addresses: [{ ip: ip.replace(/^(.*:.*)$/, '[$1]') }],`,
    breaks: [ip('ipv6')],
  },
  {
    fault: 'hostname and IP are two entries',
    file: desired,
    find: ownAddress,
    replace: `addresses: [...(ip === '' ? [] : [{ ip }]), ...(hostname === '' ? [] : [{ hostname }])],`,
    breaks: [hostname('with-ip')],
  },
  {
    fault: 'an address of its own stands in the status of each instance',
    file: desired,
    find: ownAddress,
    replace: `addresses: [{ ip }, { hostname: 'h' + String(Math.random()).slice(2) }],`,
    breaks: [ip('instances-agree')],
  },
  {
    fault: 'any text is taken for an IP address',
    file: options,
    find: 'type: type.ip,',
    replace: 'type: type.text,',
    breaks: [ip('invalid')],
  },
  {
    fault: 'statuses are written once, after the start',
    file: statusWriter,
    find: '    this.#processed = processed;\n',
    replace: '    if (this.#processed.length > 0) return;\n    this.#processed = processed;\n',
    breaks: [ip('created-later'), publishedService('copied-again'), publishedService('created-later')],
  },
  {
    fault: 'without an option a status is written all the same',
    file: controller,
    find: 'endpoint: options.ingressEndpoint, client',
    replace: `endpoint: options.ingressEndpoint ?? { ip: '192.0.2.1', hostname: '', publishedService: '' }, client`,
    breaks: [ip('unset'), 'traefik-provider.enabling.defaults'],
  },
  {
    fault: 'a status is written without a look at what is there',
    file: desired,
    find: 'return a.length === b.length && canonical(a) === canonical(b);',
    replace: 'return a === b;',
    breaks: [ip('already-equal')],
  },
  {
    fault: 'a conflict is the end of writing',
    file: statusWriter,
    find: '        if (code === 404 &&',
    replace:
      '        if (code === 409) this.#ending.abort();\n        if (code === 409) return;\n        if (code === 404 &&',
    breaks: [ip('conflict')],
  },
  {
    fault: 'a status is written whatever has changed since it was read',
    file: statusClient,
    find: 'const body = { ...raw, status: { ...status, loadBalancer } };',
    replace:
      'const body = { ...raw, metadata: { ...asRecord(raw.metadata), resourceVersion: "" }, status: { ...status, loadBalancer } };',
    breaks: [ip('conflict')],
  },
  {
    fault: 'Ingresses that are not processed are given a status',
    file: controller,
    find: 'processed: this.#derivation.processed, store',
    replace: `processed: [...store.list('Ingress')], store`,
    breaks: [ip('not-processed')],
  },
  {
    fault: 'the Ingress itself is written besides its status',
    file: statusClient,
    find: '(path) => client.put(',
    replace: 'async (path) => (await client.put(path, body), undefined) ?? client.put(',
    breaks: [ip('status-subresource')],
  },
  {
    fault: 'nothing is said of a status that cannot be written',
    file: statusWriter,
    find: 'if (this.#find(key) !== undefined) this.#failures.set(key, ingress, error);',
    replace: '',
    breaks: [ip('right-missing'), ip('write-refused')],
  },
  {
    fault: 'each status that cannot be written is logged',
    file: statusFailures,
    find: 'if (count === 0)',
    replace: 'if (count >= 0)',
    breaks: [ip('right-missing'), ip('write-refused')],
  },
  {
    fault: 'a status that could not be written is not tried again',
    file: statusWriter,
    find: 'const known = this.#tried.get(uid);',
    replace: 'const known = this.#tried.get(uid);\n    if (known?.desired === desired) return;',
    breaks: [ip('right-missing'), ip('write-refused')],
  },
  {
    fault: 'a status that could not be written is a problem for ever',
    file: statusFailures,
    find: '    this.#failures.delete(key);\n',
    replace: '',
    breaks: [ip('right-missing'), ip('write-refused')],
  },
  {
    fault: 'a path that the server does not know is an Ingress that is gone',
    file: statusWriter,
    find: 'failure !== undefined && !isPathUnknown(failure)) return;',
    replace: 'failure !== undefined) return;',
    breaks: [ip('write-refused')],
  },
  {
    fault: 'a status that could not be written is a problem of an Ingress that is gone',
    file: statusWriter,
    find: `desired.kind === 'addresses' && this.#find(key) !== undefined);`,
    replace: `desired.kind === 'addresses');`,
    breaks: [ip('write-refused')],
  },
  {
    fault: 'problems of statuses are not shown',
    file: controller,
    find: 'problems: [...this.#problems(), ...(this.#status?.problems ?? [])],',
    replace: 'problems: this.#problems(),',
    breaks: [ip('right-missing'), ip('write-refused'), publishedService('missing-service-shown')],
  },
  {
    fault: 'publishedService is not looked at',
    file: desired,
    find: `if (publishedService !== '') return`,
    replace: `if (publishedService === 'never') return`,
    breaks: [
      publishedService('forms'),
      publishedService('copied'),
      publishedService('copied-again'),
      publishedService('no-status-yet'),
      publishedService('missing-service'),
      publishedService('created-later'),
      publishedService('before-ip-and-hostname'),
    ],
  },
  {
    fault: 'ip wins over publishedService',
    file: desired,
    find: `if (publishedService !== '') return`,
    replace: `if (publishedService !== '' && ip === '') return`,
    breaks: [publishedService('before-ip-and-hostname')],
  },
  {
    fault: 'only the first address of the Service is copied',
    file: desired,
    find: `addresses: service.loadBalancer };`,
    replace: 'addresses: service.loadBalancer.slice(0, 1) };',
    breaks: [publishedService('copied')],
  },
  {
    fault: 'the status of a Service without an address is copied too',
    file: desired,
    find: 'if (service.loadBalancer.length === 0) return untouched();',
    replace: '',
    breaks: [publishedService('no-status-yet')],
  },
  {
    fault: 'nothing is said about a published Service that is missing',
    file: statusWriter,
    find: "if (desired.kind === 'untouched' && desired.problem !== undefined) {",
    replace: 'if (desired === undefined) {',
    breaks: [publishedService('missing-service')],
  },
  {
    fault: 'the message about a malformed value does not quote it',
    file: kubernetesTypes,
    find: '(fits(input) ? valid(input) : invalid(input, reason, remedy))',
    replace: `(fits(input) ? valid(input) : invalid('It', reason, remedy))`,
    breaks: [publishedService('malformed')],
  },
];
