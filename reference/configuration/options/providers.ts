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
});
