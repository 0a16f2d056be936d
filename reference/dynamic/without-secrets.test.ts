import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serviceWithoutSecrets, withoutSecrets, withoutUser } from './without-secrets.ts';

describe('a URL that is shown', () => {
  for (const [url, shown] of [
    ['http://10.1.2.3:80', 'http://10.1.2.3:80'],
    ['http://auth.example/check?user=@x', 'http://auth.example/check?user=@x'],
    ['http://user:secret@auth.example/check?user=@x', 'http://auth.example/check?user=@x'],
    ['http://user:se@cret@auth.example/', 'http://auth.example/'],
    ['h2c://secret@10.1.2.3:80', 'h2c://10.1.2.3:80'],
    ['http:user:secret@host', 'host'],
    ['http://user:se/cret@host', 'http://host'],
    ['user:se/cret@host', 'host'],
  ] as const) {
    it(`has no user and no password: ${url}`, () => assert.equal(withoutUser(url), shown));
  }
});

describe('a service that is shown', () => {
  it('has no passwords in the URLs of its servers', () => {
    const loadBalancer = { passHostHeader: true, servers: [{ url: 'http://a:secret@host' }] };
    assert.deepEqual(serviceWithoutSecrets({ loadBalancer }).loadBalancer.servers, [{ url: 'http://host' }]);
  });

  it('is the same object where there is nothing to hide', () => {
    const service = { loadBalancer: { passHostHeader: true, servers: [{ url: 'http://host' }] } };
    assert.equal(serviceWithoutSecrets(service), service);
  });
});

describe('a middleware that is shown', () => {
  it('has no password of the server that it asks', () => {
    const forwardAuth = {
      address: 'http://user:secret@auth.example',
      trustForwardHeader: false,
      authResponseHeaders: [],
      authResponseHeadersRegex: '',
      authRequestHeaders: [],
    };
    assert.doesNotMatch(JSON.stringify(withoutSecrets({ forwardAuth })), /secret/);
    const tls = { ca: 'a', key: 'secret', insecureSkipVerify: false };
    assert.doesNotMatch(JSON.stringify(withoutSecrets({ forwardAuth: { ...forwardAuth, tls } })), /secret/);
  });
});
