import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type DynamicConfiguration,
  emptyConfiguration,
  type ServersTransport,
  type Service,
} from '../dynamic/configuration.ts';
import { buildRuntime } from './build.ts';
import type { Runtime } from './runtime.ts';

function transport(serverName: string): ServersTransport {
  return {
    serverName,
    insecureSkipVerify: false,
    rootCAs: [],
    certificates: [],
    maxIdleConnsPerHost: 0,
    forwardingTimeouts: {
      dialTimeout: 0,
      responseHeaderTimeout: 0,
      idleConnTimeout: 0,
      readIdleTimeout: 0,
      pingTimeout: 0,
    },
    disableHTTP2: false,
    peerCertURI: '',
  };
}

function service(serversTransport?: string): Service {
  return {
    loadBalancer: {
      servers: [{ url: 'https://10.0.0.1:443' }],
      passHostHeader: true,
      ...(serversTransport !== undefined && { serversTransport }),
    },
  };
}

const routers = { app: { rule: 'PathPrefix(`/`)', service: 'app' } };

function kubernetes(services: Readonly<Record<string, Service>>): DynamicConfiguration {
  return { ...emptyConfiguration, http: { routers, services } };
}

function file(serversTransports: Readonly<Record<string, ServersTransport>>): DynamicConfiguration {
  return { ...emptyConfiguration, http: { routers: {}, services: {}, serversTransports } };
}

function build(configurations: Readonly<Record<string, DynamicConfiguration>>, previous?: Runtime): Runtime {
  return buildRuntime({
    configurations,
    entryPoints: ['web'],
    ...(previous !== undefined && { previous }),
  });
}

function serverOf(runtime: Runtime) {
  const facts = {
    method: 'GET',
    host: 'a.org',
    path: '/',
    query: '',
    headers: {},
    clientAddress: '127.0.0.1',
  };
  return runtime.table('web', false).find(facts)?.service.next();
}

describe('the serversTransport of a service', () => {
  const named = kubernetes({ app: service('internal@file') });

  it('stands with its servers', () => {
    const runtime = build({ kubernetes: named, file: file({ internal: transport('a') }) });
    assert.equal(serverOf(runtime)?.transport?.serverName, 'a');
  });

  it('is the static one where none is named, or that by its name', () => {
    for (const app of [service(), service('default@internal')]) {
      const runtime = build({ kubernetes: kubernetes({ app }) });
      assert.ok(serverOf(runtime) !== undefined);
      assert.equal(serverOf(runtime)?.transport, undefined);
    }
  });

  it('is of the same provider where the name says nothing of one', () => {
    const runtime = build({
      file: {
        ...emptyConfiguration,
        http: {
          routers,
          services: { app: service('internal') },
          serversTransports: { internal: transport('a') },
        },
      },
    });
    assert.equal(serverOf(runtime)?.transport?.serverName, 'a');
  });

  it('leaves the server the same object for as long as it is defined in the same way', () => {
    const before = build({ kubernetes: named, file: file({ internal: transport('a') }) });
    const same = build({ kubernetes: named, file: file({ internal: transport('a') }) }, before);
    assert.equal(serverOf(same), serverOf(before));
    assert.equal(same.servers.size, 1);
    const other = build({ kubernetes: named, file: file({ internal: transport('b') }) }, same);
    assert.equal(serverOf(other)?.transport?.serverName, 'b');
    assert.equal(other.servers.size, 1);
  });

  it('lets an address that is reached in two ways be two servers', () => {
    const runtime = build({
      kubernetes: kubernetes({ app: service('internal@file'), other: service(), third: service() }),
      file: file({ internal: transport('a') }),
    });
    assert.equal(runtime.servers.size, 2);
    const [one, other] = runtime.servers;
    assert.ok(one !== undefined && other !== undefined);
    assert.ok(runtime.servers.has(one) && runtime.servers.has(other));
  });
});

describe('a serversTransport that does not exist', () => {
  const app = kubernetes({ app: service('internal@file') });

  it('disables the service and its routers, and is named', () => {
    const runtime = build({ kubernetes: app, file: file({ other: transport('a') }) });
    assert.equal(serverOf(runtime), undefined);
    assert.equal(runtime.services.get('app@kubernetes')?.status, 'disabled');
    assert.equal(runtime.routers.get('app@kubernetes')?.status, 'disabled');
    assert.deepEqual(
      runtime.problems.map(({ field, reason }) => [field, reason]),
      [
        ['service', 'The service app@kubernetes is disabled.'],
        ['loadBalancer.serversTransport', 'There is no serversTransport internal@file.'],
      ],
    );
  });

  it('takes the routers back when it goes, and brings them when it comes', () => {
    const present = { kubernetes: app, file: file({ internal: transport('a') }) };
    const absent = { kubernetes: app, file: file({}) };
    const first = build(present);
    const second = build(absent, first);
    assert.equal(serverOf(second), undefined);
    const third = build(present, second);
    assert.equal(serverOf(third)?.transport?.serverName, 'a');
    assert.deepEqual(third.problems, []);
  });
});
