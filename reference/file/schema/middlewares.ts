import { leftOut, namedValues, option, required, section } from '../../configuration/schema.ts';
import { integer, text } from '../../configuration/value-types.ts';
import {
  bytesOption,
  durationOption,
  fileOption,
  flagOption,
  headerValue,
  numberOption,
  optionalTextOption,
  rangesOption,
  secretTexts,
  statusesOption,
  textOption,
  textsOption,
} from './value-types.ts';

const needed = (example: string) => required({ type: text, description: '', example });

const headerMap = namedValues({
  placeholder: 'HEADER',
  names: 'any',
  type: headerValue,
  description: '',
  example: 'value',
});

const ipStrategy = section('optional', 'Which address of the client.', {
  depth: numberOption(),
  excludedIPs: rangesOption(),
});

const sourceCriterion = section('optional', 'What requests are counted by.', {
  ipStrategy,
  requestHeaderName: optionalTextOption(),
  requestHost: flagOption(),
});

const users = {
  users: secretTexts(),
  usersFile: optionalTextOption(),
  realm: textOption('traefik'),
  removeHeader: flagOption(),
  headerField: optionalTextOption(),
};

const nameParts = {
  country: flagOption(),
  province: flagOption(),
  locality: flagOption(),
  organization: flagOption(),
  commonName: flagOption(),
  serialNumber: flagOption(),
  domainComponent: flagOption(),
};

const headers = section('optional', 'Headers of requests and answers.', {
  customRequestHeaders: headerMap,
  customResponseHeaders: headerMap,
  accessControlAllowCredentials: flagOption(),
  accessControlAllowHeaders: textsOption(),
  accessControlAllowMethods: textsOption(),
  accessControlAllowOriginList: textsOption(),
  accessControlAllowOriginListRegex: textsOption(),
  accessControlExposeHeaders: textsOption(),
  accessControlMaxAge: numberOption(),
  addVaryHeader: flagOption(),
  allowedHosts: textsOption(),
  hostsProxyHeaders: textsOption(),
  sslRedirect: flagOption(),
  sslTemporaryRedirect: flagOption(),
  sslHost: textOption(),
  sslForceHost: flagOption(),
  sslProxyHeaders: headerMap,
  stsSeconds: numberOption(),
  stsIncludeSubdomains: flagOption(),
  stsPreload: flagOption(),
  forceSTSHeader: flagOption(),
  frameDeny: flagOption(),
  customFrameOptionsValue: textOption(),
  contentTypeNosniff: flagOption(),
  browserXssFilter: flagOption(),
  customBrowserXSSValue: textOption(),
  contentSecurityPolicy: textOption(),
  publicKey: textOption(),
  referrerPolicy: textOption(),
  featurePolicy: textOption(),
  permissionsPolicy: textOption(),
  isDevelopment: flagOption(),
});

const forwardAuth = section('optional', 'Ask another server.', {
  address: needed('http://auth.example.com'),
  trustForwardHeader: flagOption(),
  authResponseHeaders: textsOption(),
  authResponseHeadersRegex: textOption(),
  authRequestHeaders: textsOption(),
  tls: section('optional', 'How it is spoken to.', {
    ca: fileOption(),
    cert: fileOption(),
    key: fileOption(),
    insecureSkipVerify: flagOption(),
    // Deprecated and without effect.
    caOptional: flagOption(),
  }),
});

const passTLSClientCert = section('optional', 'Tell the pod of the certificate of the client.', {
  pem: flagOption(),
  info: section('optional', 'What of it.', {
    notAfter: flagOption(),
    notBefore: flagOption(),
    sans: flagOption(),
    serialNumber: flagOption(),
    subject: section('optional', 'Of the name.', { ...nameParts, organizationalUnit: flagOption() }),
    issuer: section('optional', 'Of the name of who signed it.', nameParts),
  }),
});

/** What stands under `http.middlewares.NAME`: one of these kinds, with the defaults of Traefik v2.10. */
export const middleware = {
  addPrefix: section('optional', '', { prefix: needed('/prefix') }),
  stripPrefix: section('optional', '', { prefixes: textsOption(), forceSlash: flagOption(true) }),
  stripPrefixRegex: section('optional', '', { regex: textsOption() }),
  replacePath: section('optional', '', { path: needed('/path') }),
  replacePathRegex: section('optional', '', { regex: needed('^/(.*)'), replacement: textOption() }),
  redirectScheme: section('optional', '', {
    scheme: needed('https'),
    port: textOption(),
    permanent: flagOption(),
  }),
  redirectRegex: section('optional', '', {
    regex: needed('^http://(.*)'),
    replacement: needed('https://$1'),
    permanent: flagOption(),
  }),
  headers,
  basicAuth: section('optional', '', users),
  digestAuth: section('optional', '', users),
  forwardAuth,
  ipWhiteList: section('optional', '', { sourceRange: rangesOption(), ipStrategy }),
  rateLimit: section('optional', '', {
    average: numberOption(),
    period: durationOption(1000),
    burst: numberOption(1),
    sourceCriterion,
  }),
  inFlightReq: section('optional', '', { amount: numberOption(), sourceCriterion }),
  retry: section('optional', '', {
    attempts: required({ type: integer(1, 1000), description: '', example: '3' }),
    initialInterval: durationOption(0),
  }),
  circuitBreaker: section('optional', '', {
    expression: needed('NetworkErrorRatio() > 0.5'),
    checkPeriod: durationOption(100),
    fallbackDuration: durationOption(10_000),
    recoveryDuration: durationOption(10_000),
  }),
  compress: section('optional', '', {
    excludedContentTypes: textsOption(),
    minResponseBodyBytes: numberOption(1024),
  }),
  buffering: section('optional', '', {
    maxRequestBodyBytes: bytesOption(0),
    memRequestBodyBytes: bytesOption(1_048_576),
    maxResponseBodyBytes: bytesOption(0),
    memResponseBodyBytes: bytesOption(1_048_576),
    retryExpression: textOption(),
  }),
  errors: section('optional', '', {
    status: statusesOption(),
    service: needed('errors'),
    query: option({ type: text, default: '', description: '', example: '/{status}.html' }),
  }),
  chain: section('optional', '', { middlewares: textsOption() }),
  contentType: section('optional', '', { autoDetect: flagOption() }),
  passTLSClientCert,
  ...leftOut('plugin'),
};
