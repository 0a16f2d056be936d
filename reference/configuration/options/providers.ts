import { notImplemented, option, section } from '../schema.ts';
import * as type from '../value-types.ts';
import { kubernetesIngress } from './kubernetes-ingress.ts';

export const providers = section('always', 'Where routes come from.', {
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
  /** Undefined: the provider is off. Exactly one of `filename` and `directory` is given. */
  file: section('optional', 'Take routers, services, middlewares and TLS from files.', {
    /** Relative to the working directory; empty: `directory` is given. */
    filename: option({
      type: type.text,
      default: '',
      description: 'File of the dynamic configuration (.yml, .yaml or .toml). Not together with directory.',
      example: '/etc/traefik/dynamic.yml',
    }),
    /** Relative to the working directory; empty: `filename` is given. */
    directory: option({
      type: type.text,
      default: '',
      description:
        'Directory of such files, and of directories of them; hidden ones are passed over. Not together with filename.',
      example: '/etc/traefik/dynamic',
    }),
    watch: option({
      type: type.boolean,
      default: true,
      description: 'Follow changes of the files.',
      example: 'false',
    }),
    debugLogGeneratedTemplate: option({
      type: type.boolean,
      default: false,
      description: 'No effect: templates in files are not supported.',
      example: 'false',
    }),
  }),
  ...notImplemented(
    'consul',
    'consulCatalog',
    'docker',
    'ecs',
    'etcd',
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
});
