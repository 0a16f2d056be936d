import * as kubernetes from './kubernetes-value-types.ts';
import { locator, namedSections, notImplemented, option, required, section } from './schema.ts';
import * as type from './value-types.ts';

/**
 * The one place that knows the options: type, default, meaning. Names, defaults and meaning are Traefik v2.10's.
 * Flags, environment names, file parsing, `--help`, the tables in the documentation, and the type
 * `StaticConfiguration` derive from it.
 */

const entryPoint = {
  /** `[host]:port`; port 0 takes any free one. `parseAddress` takes it apart. */
  address: required({
    type: type.listenAddress,
    description: 'Where to listen: a port of every address, or of one. Port 0 takes any free one.',
    example: ':8000',
  }),
  forwardedHeaders: section('always', 'Whose X-Forwarded-* headers are believed.', {
    insecure: option({
      type: type.boolean,
      default: false,
      description: 'Believe the forwarded headers of every client.',
      example: 'true',
    }),
    /** Addresses and CIDR ranges. */
    trustedIPs: option({
      type: type.listOf('list of IPs and CIDRs', type.ipOrCidr),
      default: [],
      description:
        'Believe the forwarded headers of clients with these addresses; those of others are removed.',
      example: '127.0.0.1/32,10.0.0.0/8',
    }),
  }),
  transport: section('always', 'How long connections and requests may take.', {
    respondingTimeouts: section('always', 'Limits on the connections of clients.', {
      /** Milliseconds; 0: no limit. */
      readTimeout: option({
        type: type.duration,
        default: 0,
        description: 'How long the reading of one request, with its body, may take. 0: no limit.',
        example: '30s',
      }),
      /** Milliseconds; 0: no limit. */
      writeTimeout: option({
        type: type.duration,
        default: 0,
        description: 'How long the writing of one answer may take. 0: no limit.',
        example: '30s',
      }),
      /** Milliseconds; 0: no limit. */
      idleTimeout: option({
        type: type.duration,
        default: 180_000,
        description: 'How long a connection may wait for its next request before it is closed. 0: no limit.',
        example: '90s',
      }),
    }),
    lifeCycle: section('always', 'What happens at the end of the process.', {
      /** How long requests are still accepted after SIGTERM before draining starts, milliseconds. */
      requestAcceptGraceTimeout: option({
        type: type.duration,
        default: 0,
        description: 'How long new requests are still taken once the process has been told to stop.',
        example: '5s',
      }),
      /** How long requests under way may take to end once draining, milliseconds. */
      graceTimeOut: option({
        type: type.duration,
        default: 10_000,
        description: 'How long requests under way may take to end once no new ones are taken.',
        example: '30s',
      }),
    }),
  }),
  http: section('always', 'What holds for every router on the entry point.', {
    /** Undefined: a router is for HTTPS only where it says so itself. */
    tls: section(
      'optional',
      'Answer HTTPS requests alone: every router on the entry point is for TLS.',
      notImplemented('options', 'certResolver', 'domains'),
    ),
    ...notImplemented('middlewares', 'redirections', 'encodeQuerySemicolons'),
  }),
  ...notImplemented('http2', 'http3', 'enableHTTP3', 'proxyProtocol', 'udp'),
};

const kubernetesIngress = {
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
      'Match paths of the type Prefix by whole elements, as Kubernetes defines it: /foo matches /foo/bar, and not /foobar.',
    example: 'true',
  }),
};

export const options = {
  configFile: locator(
    'File to read the static configuration from (.yml, .yaml or .toml), instead of looking for one in the default places.',
    '/etc/traefik/traefik.yml',
  ),
  entryPoints: namedSections('NAME', 'Where requests come in. Without any: "http" on :80.', entryPoint),
  providers: section('always', 'Where routes come from.', {
    /** Least time between two configurations put in force, milliseconds. */
    providersThrottleDuration: option({
      type: type.duration,
      default: 2000,
      description:
        'Least time between two configurations put in force; those in between are skipped, the last is not.',
      example: '500ms',
    }),
    /** Undefined: the provider is off. */
    kubernetesIngress: section('optional', 'Serve the Ingresses of a Kubernetes cluster.', kubernetesIngress),
    ...notImplemented(
      'consul',
      'consulCatalog',
      'docker',
      'ecs',
      'etcd',
      'file',
      'http',
      'kubernetesCRD',
      'kubernetesGateway',
      'marathon',
      'nomad',
      'plugin',
      'rancher',
      'redis',
      'rest',
      'zooKeeper',
    ),
  }),
  log: section('always', 'The log of the process itself.', {
    level: option({
      type: type.oneOf('DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'PANIC'),
      default: 'ERROR',
      description: 'Log what is at least this severe.',
      example: 'DEBUG',
    }),
    format: option({
      type: type.oneOf('common', 'json'),
      default: 'common',
      description: 'Lines for people, or one JSON object per line.',
      example: 'json',
    }),
    /** Undefined: standard output. */
    filePath: option({
      type: type.optionalText,
      default: undefined,
      description: 'File to append the log to. Empty: standard output.',
      example: '/var/log/traefik.log',
    }),
  }),
  /** Undefined: there is no `/ping`. */
  ping: section('optional', 'Answer /ping while the process is healthy.', {
    entryPoint: option({
      type: type.text,
      default: 'traefik',
      description: 'Entry point that answers it. "traefik" comes to be on :8080 if it is not defined.',
      example: 'web',
    }),
    manualRouting: option({
      type: type.boolean,
      default: false,
      description: 'Do not route /ping by itself: a router of the user names the service ping@internal.',
      example: 'true',
    }),
    terminatingStatusCode: option({
      type: type.integer(200, 599),
      default: 503,
      description: 'Status that /ping answers while the process is stopping.',
      example: '204',
    }),
  }),
  /** Undefined: there is no API. */
  api: section('optional', 'Show the configuration in force.', {
    insecure: option({
      type: type.boolean,
      default: false,
      description:
        'Serve the API, without any protection, on the entry point "traefik", which comes to be on :8080 if it is not defined.',
      example: 'true',
    }),
    dashboard: option({
      type: type.boolean,
      default: true,
      description: 'Serve the dashboard beside the API.',
      example: 'false',
    }),
    debug: option({
      type: type.boolean,
      default: false,
      description: 'Serve, beside the API, what helps to debug the process.',
      example: 'true',
    }),
  }),
  global: section(
    'ignored',
    'Accepted, so that a configuration of Traefik can be used unchanged; nothing is ever sent.',
    {
      checkNewVersion: option({
        type: type.boolean,
        default: false,
        description: 'No effect: this program never asks for newer versions.',
        example: 'false',
      }),
      sendAnonymousUsage: option({
        type: type.boolean,
        default: false,
        description: 'No effect: this program never reports its use.',
        example: 'false',
      }),
    },
  ),
  serversTransport: section('always', 'How requests are passed on to pods.', {
    forwardingTimeouts: section('always', 'How long pods may take.', {
      /** Milliseconds; 0: no limit. */
      dialTimeout: option({
        type: type.duration,
        default: 30_000,
        description: 'How long a connection to a pod may take to open. 0: no limit.',
        example: '5s',
      }),
      /** Milliseconds; 0: no limit. */
      responseHeaderTimeout: option({
        type: type.duration,
        default: 0,
        description:
          'How long a pod may take, once it has a whole request, to begin its answer. 0: no limit.',
        example: '60s',
      }),
      /** Milliseconds; 0: no limit. */
      idleConnTimeout: option({
        type: type.duration,
        default: 90_000,
        description: 'How long an unused connection to a pod is kept. 0: no limit.',
        example: '30s',
      }),
    }),
    ...notImplemented('insecureSkipVerify', 'maxIdleConnsPerHost', 'rootCAs'),
  }),
  ...notImplemented(
    'accessLog',
    'certificatesResolvers',
    'experimental',
    'hostResolver',
    'hub',
    'metrics',
    'pilot',
    'tracing',
  ),
};
