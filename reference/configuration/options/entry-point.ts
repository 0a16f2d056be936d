import { notImplemented, option, required, section, sectionList } from '../schema.ts';
import * as type from '../value-types.ts';

/** Nothing says of which provider a name without one is here. */
const middlewareName: type.ValueType<string> = {
  ...type.text,
  parse: (input) =>
    /^[^@\s]+@[^@\s]+$/.test(input)
      ? type.valid(input)
      : type.invalid(input, 'does not name a middleware and its provider', 'Write such as auth@file.'),
};

/** What stands under `entryPoints.NAME`. */
export const entryPoint = {
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
  /** Undefined: senders are not asked for a header. */
  proxyProtocol: section(
    'optional',
    'Load balancers say whom they pass on by the PROXY protocol, version 1 or 2.',
    {
      insecure: option({
        type: type.boolean,
        default: false,
        description: 'Believe the headers of the PROXY protocol of every sender.',
        example: 'true',
      }),
      /** Addresses and CIDR ranges. */
      trustedIPs: option({
        type: type.listOf('list of IPs and CIDRs', type.ipOrCidr),
        default: [],
        description:
          'Believe the headers of the PROXY protocol of senders with these addresses; those of others are ignored.',
        example: '127.0.0.1/32,10.0.0.0/8',
      }),
    },
  ),
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
    tls: section('optional', 'Answer HTTPS requests alone: every router on the entry point is for TLS.', {
      /** `name@provider`; empty: those called default. */
      options: option({
        type: type.text,
        default: '',
        description: 'TLS options for the hosts of routers that name none themselves, as name@provider.',
        example: 'strict@file',
      }),
      /** Empty: none. */
      certResolver: option({
        type: type.text,
        default: '',
        description: 'Where routers that name no resolver themselves get their certificates from.',
        example: 'letsencrypt',
      }),
      domains: sectionList(
        'A certificate to get from the resolver, for these names instead of the hosts of rules.',
        {
          main: required({
            type: type.text,
            description: 'Its name, and that of its subject.',
            example: 'example.com',
          }),
          sans: option({
            type: type.listOf('list of names', type.text),
            default: [],
            description: 'Further names that it is for.',
            example: 'www.example.com,api.example.com',
          }),
        },
      ),
    }),
    /** `name@provider` of each, the outermost first. */
    middlewares: option({
      type: type.listOf('list of middlewares', middlewareName),
      default: [],
      description:
        'Middlewares that every request to a router on the entry point goes through first, each as name@provider.',
      example: 'auth@file,compress@file',
    }),
    redirections: section('optional', 'Where every request on the entry point is sent instead.', {
      entryPoint: section('optional', 'Redirect to another entry point, or to a port.', {
        /** An entry point's name, or `:port`. */
        to: required({
          type: type.text,
          description: 'The entry point to redirect to, or a port such as `:443`.',
          example: 'websecure',
        }),
        scheme: option({
          type: type.text,
          default: 'https',
          description: 'The scheme to redirect to.',
          example: 'https',
        }),
        permanent: option({
          type: type.boolean,
          default: true,
          description: 'Whether clients may remember the redirection.',
          example: 'false',
        }),
        priority: option({
          type: type.integer(-(2 ** 31), 2 ** 31 - 1),
          default: 2 ** 31 - 2,
          description: 'Priority of the redirection among the routers on the entry point.',
          example: '10',
        }),
      }),
    }),
    encodeQuerySemicolons: option({
      type: type.boolean,
      default: false,
      description:
        'Pass semicolons in the query on as `%3B`, as part of a value; otherwise as `&`, since they separate parameters.',
      example: 'true',
    }),
  }),
  http2: section('always', 'HTTP/2 with clients.', {
    maxConcurrentStreams: option({
      type: type.integer(1, 2 ** 31 - 1),
      default: 250,
      description: 'How many requests a client may have under way on one connection.',
      example: '100',
    }),
  }),
  ...notImplemented('http3', 'enableHTTP3', 'udp'),
};
