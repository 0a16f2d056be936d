import { option, section } from '../schema.ts';
import * as type from '../value-types.ts';

/** Traefik's own; 0 is Go's. */
const defaultMaxIdle = 200;

export const serversTransport = section('always', 'How requests are passed on to pods.', {
  insecureSkipVerify: option({
    type: type.boolean,
    default: false,
    description: 'Take any certificate of a pod.',
    example: 'true',
  }),
  rootCAs: option({
    type: type.listOf('files', type.text),
    default: [],
    description:
      "Files with certificates (PEM), or such certificates themselves: the authorities that sign pods' certificates. None: those of the system.",
    example: '/etc/ssl/pods-ca.pem',
  }),
  maxIdleConnsPerHost: option({
    type: type.integer(-1, 1_000_000),
    default: defaultMaxIdle,
    description: 'How many unused connections to a pod are kept. 0: 2. -1: none.',
    example: '20',
  }),
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
      description: 'How long a pod may take, once it has a whole request, to begin its answer. 0: no limit.',
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
});
