import * as kubernetes from '../kubernetes-value-types.ts';
import { option, section } from '../schema.ts';
import * as type from '../value-types.ts';

/** What stands under `providers.kubernetesIngress`. */
export const kubernetesIngress = {
  /** Empty: taken from the environment of the pod, or from `KUBECONFIG`. */
  endpoint: option({
    type: type.serverUrl,
    default: '',
    description:
      'URL of the Kubernetes API server. Needed outside a cluster where KUBECONFIG is not set; inside a cluster it replaces the URL that the pod was given, and nothing else.',
    example: 'http://localhost:8001',
  }),
  token: option({
    type: type.text,
    default: '',
    description: 'Bearer token for the API server, used outside a cluster.',
    example: 'TOKEN',
    secret: true,
  }),
  certAuthFilePath: option({
    type: type.text,
    default: '',
    description:
      'File with the certificates (PEM) of the authorities that may have signed the API server’s, used outside a cluster.',
    example: '/my/ca.crt',
  }),
  /** Empty: all namespaces. */
  namespaces: option({
    type: type.listOf('list of names', kubernetes.namespaceName),
    default: [],
    description: 'Namespaces to serve. Empty: all of them.',
    example: 'default,production',
  }),
  /** As given; `parseLabelSelector` has accepted it. Empty: every Ingress. */
  labelSelector: option({
    type: kubernetes.labelSelector,
    default: '',
    description: 'Serve only Ingresses with such labels. Empty: whatever their labels are.',
    example: 'app=web,tier in (a, b),!legacy',
  }),
  ingressClass: option({
    type: type.text,
    default: '',
    description:
      'Serve only Ingresses of this class: the exact value of the annotation kubernetes.io/ingress.class, or the name of an IngressClass of this controller. Empty: those with no annotation, an empty one or "traefik", and those of every IngressClass of this controller.',
    example: 'internal',
  }),
  ingressEndpoint: section('optional', 'What is written to the status of the Ingresses that are served.', {
    ip: option({
      type: type.ip,
      default: '',
      description: 'This address.',
      example: '192.0.2.1',
    }),
    hostname: option({
      type: kubernetes.statusHostname,
      default: '',
      description: 'This host name.',
      example: 'example.net',
    }),
    publishedService: option({
      type: kubernetes.serviceReference,
      default: '',
      description:
        'The load-balancer status of this Service, copied again whenever it changes. Wins over ip and hostname.',
      example: 'ingress/traefik',
    }),
  }),
  /** Milliseconds; 0: no throttling. */
  throttleDuration: option({
    type: type.duration,
    default: 0,
    description:
      'Least time between two looks at the changed objects of the cluster; changes in between are merged. 0: none.',
    example: '10s',
  }),
  allowEmptyServices: option({
    type: type.boolean,
    default: false,
    description:
      'Answer 503 for a Service that has no ready endpoint; otherwise its routes do not exist (404).',
    example: 'true',
  }),
  allowExternalNameServices: option({
    type: type.boolean,
    default: false,
    description: 'Let Ingresses send requests to Services of the type ExternalName.',
    example: 'true',
  }),
  strictPrefixMatching: option({
    type: type.boolean,
    default: false,
    description:
      'Route as Kubernetes defines it: Prefix matches whole elements (/foo matches /foo/bar, not /foobar), the longest path goes first, Exact before Prefix of the same length, and a default backend beside rules is used.',
    example: 'true',
  }),
};
