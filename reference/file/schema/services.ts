import { leftOut, option, required, section, sectionList } from '../../configuration/schema.ts';
import { oneOf, text } from '../../configuration/value-types.ts';
import { anything, flagOption, optionalTextOption, optionalWord } from './value-types.ts';

const sticky = section('optional', 'Keep clients with the server that answered first.', {
  cookie: section('optional', 'By a cookie.', {
    name: optionalTextOption(),
    secure: flagOption(),
    httpOnly: flagOption(),
    sameSite: optionalWord(oneOf('none', 'lax', 'strict')),
  }),
});

/** What stands under `http.services.NAME`: one of these kinds. */
export const service = {
  loadBalancer: section('optional', 'Servers in turn.', {
    servers: sectionList('Where requests go.', {
      url: required({ type: text, description: 'Scheme, host and port.', example: 'http://10.0.0.1:80' }),
    }),
    passHostHeader: flagOption(true),
    serversTransport: optionalTextOption(),
    sticky,
    // Answers are passed on as they come in, always.
    responseForwarding: section('ignored', 'How answers are passed on.', {
      flushInterval: option({ type: anything, default: undefined, description: '', example: '100ms' }),
    }),
    ...leftOut('healthCheck'),
  }),
  ...leftOut('weighted', 'mirroring', 'failover'),
};
