import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Middleware } from '../dynamic/middleware.ts';
import { MiddlewareError } from './create.ts';
import type { ProxyRequest } from './exchange.ts';
import { answering, inFrontOf } from './handlers.fixture.ts';

const scheme = (changes: { scheme?: string; port?: string; permanent?: boolean } = {}): Middleware => ({
  redirectScheme: { scheme: 'https', port: '', permanent: false, ...changes },
});

const regex = (source: string, replacement: string, permanent = false): Middleware => ({
  redirectRegex: { regex: source, replacement, permanent },
});

const over = (proto: string): Partial<ProxyRequest> => ({ headers: ['X-Forwarded-Proto', proto] });

function locationOf(definition: Middleware, changes: Partial<ProxyRequest>): string | undefined {
  return inFrontOf(answering(200), definition).send(changes).header('Location');
}

function statusOf(definition: Middleware, changes: Partial<ProxyRequest>): number | undefined {
  return inFrontOf(answering(200), definition).send(changes).status;
}

describe('redirectScheme', () => {
  it('keeps host, path and query', () => {
    assert.equal(locationOf(scheme(), { target: '/a%2Fb?c' }), 'https://app.example.com/a%2Fb?c');
  });

  it('drops the port that was asked, and names the one it is told', () => {
    const changes = { authority: 'app.example.com:8080', target: '/' };
    assert.equal(locationOf(scheme(), changes), 'https://app.example.com/');
    assert.equal(locationOf(scheme({ port: '8443' }), changes), 'https://app.example.com:8443/');
    assert.equal(locationOf(scheme({ port: '443' }), changes), 'https://app.example.com/');
  });

  it('knows IPv6 addresses', () => {
    assert.equal(locationOf(scheme({ port: '8443' }), { authority: '[::1]:80' }), 'https://[::1]:8443/');
  });

  it('lets pass what has the scheme already', () => {
    for (const proto of ['https', 'wss']) assert.equal(statusOf(scheme(), over(proto)), 200);
    for (const proto of ['http', 'ws']) assert.equal(statusOf(scheme(), over(proto)), 302);
  });

  it('redirects for ever or for now, and keeps the method', () => {
    assert.equal(statusOf(scheme(), {}), 302);
    assert.equal(statusOf(scheme({ permanent: true }), {}), 301);
    assert.equal(statusOf(scheme(), { method: 'POST' }), 307);
    assert.equal(statusOf(scheme({ permanent: true }), { method: 'POST' }), 308);
  });

  it('is refused where scheme or port are none', () => {
    assert.throws(() => statusOf(scheme({ scheme: 'https://' }), {}), MiddlewareError);
    assert.throws(() => statusOf(scheme({ port: '80/x' }), {}), MiddlewareError);
  });
});

describe('redirectRegex', () => {
  it('replaces what it finds in the URL', () => {
    const definition = regex('^http://app.example.com/(.*)', 'http://other.example.com/$1');
    assert.equal(locationOf(definition, { target: '/a%2Fb?c' }), 'http://other.example.com/a%2Fb?c');
    assert.equal(statusOf(definition, { authority: 'x.example.com' }), 200);
  });

  it('may lead to a path', () => {
    assert.equal(locationOf(regex('^http://[^/]+/(.*)', '/x/$1'), { target: '/a' }), '/x/a');
  });

  it('lets pass what it does not change', () => {
    assert.equal(statusOf(regex('^(.*)$', '$1'), {}), 200);
  });

  it('redirects for ever where told', () => {
    assert.equal(statusOf(regex('^http:', 'https:', true), {}), 301);
  });

  it('leads to no script that only the client has named', () => {
    assert.equal(statusOf(regex('^http://[^/]+/to/(.*)', '$1'), { target: '/to/javascript:alert(1)' }), 500);
    assert.equal(locationOf(regex('^http:', 'myapp:'), { target: '/' }), 'myapp://app.example.com/');
  });
});
