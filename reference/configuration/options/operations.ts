import { option, section } from '../schema.ts';
import * as type from '../value-types.ts';

export const log = section('always', 'The log of the process itself.', {
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
});

/** Undefined: there is no `/ping`. */
export const ping = section('optional', 'Answer /ping while the process is healthy.', {
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
});

/** Undefined: there is no API. */
export const api = section('optional', 'Show the configuration in force.', {
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
    description: 'No effect: what Traefik then serves beside the API tells of Go programs.',
    example: 'true',
  }),
});

export const global = section(
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
);
