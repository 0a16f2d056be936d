import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EntryPoint } from './configuration/static-configuration.ts';
import { entryPointDefaults } from './proxy/proxy.fixture.ts';
import { redirections } from './redirections.ts';

const to = (target: string): EntryPoint => ({
  ...entryPointDefaults,
  http: {
    ...entryPointDefaults.http,
    redirections: { entryPoint: { to: target, scheme: 'https', permanent: true, priority: 10 } },
  },
});

describe('redirections of entry points', () => {
  it('are none where no entry point has one', () => {
    assert.equal(
      redirections({ web: entryPointDefaults }, () => 80),
      undefined,
    );
  });

  it('lead to the port at which the entry point really listens', () => {
    const part = redirections({ web: to('websecure'), websecure: entryPointDefaults }, (name) =>
      name === 'websecure' ? 44_300 : undefined,
    );
    assert.deepEqual(part?.http, {
      routers: {
        'web-to-websecure': {
          entryPoints: ['web'],
          middlewares: ['redirect-web-to-websecure'],
          service: 'noop@internal',
          rule: 'HostRegexp(`{host:.+}`)',
          priority: 10,
        },
      },
      services: {},
      middlewares: {
        'redirect-web-to-websecure': { redirectScheme: { scheme: 'https', port: '44300', permanent: true } },
      },
    });
  });

  it('lead to the port that is given', () => {
    const part = redirections({ web: to(':8443'), other: to(':81') }, () => undefined);
    assert.deepEqual(part?.http.middlewares, {
      'redirect-web-to-8443': { redirectScheme: { scheme: 'https', port: '8443', permanent: true } },
      'redirect-other-to-81': { redirectScheme: { scheme: 'https', port: '81', permanent: true } },
    });
  });
});
