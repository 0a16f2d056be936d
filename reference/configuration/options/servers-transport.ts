import { notImplemented, option, section } from '../schema.ts';
import * as type from '../value-types.ts';

export const serversTransport = section('always', 'How requests are passed on to pods.', {
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
  ...notImplemented('insecureSkipVerify', 'maxIdleConnsPerHost', 'rootCAs'),
});
