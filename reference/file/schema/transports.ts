import { option, section, sectionList } from '../../configuration/schema.ts';
import { durationOption, fileOption, flagOption, numberOption, textOption, texts } from './value-types.ts';

/** Files, or what would stand in them. */
const files = option({
  type: texts,
  default: [],
  description: '',
  example: '["ca.pem"]',
  secret: true,
});

/** A certificate and its key. */
export const keyPair = { certFile: fileOption(), keyFile: fileOption() };

/** What stands under `http.serversTransports.NAME`. */
export const serversTransport = {
  serverName: textOption(),
  insecureSkipVerify: flagOption(),
  rootCAs: files,
  certificates: sectionList('Certificates that are shown to servers.', keyPair),
  maxIdleConnsPerHost: numberOption(0, -1),
  forwardingTimeouts: section('always', 'How long servers may take.', {
    dialTimeout: durationOption(30_000),
    responseHeaderTimeout: durationOption(0),
    idleConnTimeout: durationOption(90_000),
    readIdleTimeout: durationOption(0),
    pingTimeout: durationOption(15_000),
  }),
  disableHTTP2: flagOption(),
  peerCertURI: textOption(),
};
