import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Router, RouterTls, TlsStore } from '../dynamic/configuration.ts';
import { createDemand, type Demand } from './demand.ts';
import { namesOf } from './domains.ts';

interface Given {
  readonly routers?: Readonly<Record<string, Partial<Router> & { readonly status?: string }>>;
  readonly entryPoints?: Readonly<Record<string, RouterTls>>;
  readonly stores?: Readonly<Record<string, TlsStore>>;
}

function demandOf({ routers = {}, entryPoints = {}, stores = {} }: Given): Demand {
  const demand = createDemand({
    resolvers: new Set(['le', 'other']),
    tlsOf: (entryPoint) => entryPoints[entryPoint],
  });
  return demand({
    routers: Object.entries(routers).map(([name, { status = 'enabled', ...given }]) => [
      name,
      {
        router: { rule: 'Host(`a.org`)', service: 'pods', ...given },
        status,
        using: given.entryPoints ?? ['web', 'websecure'],
      },
    ]),
    stores,
  });
}

function wantedIn(demand: Demand): string[] {
  return demand.wanted.map(({ resolver, domains }) => `${resolver}: ${namesOf(domains).join(' ')}`);
}

const le = { certResolver: 'le' };

describe('names of a certificate', () => {
  const rules: readonly [rule: string, names: string][] = [
    ['Host(`a.org`)', 'a.org'],
    ['Host(`a.org`, `b.org`)', 'a.org b.org'],
    ['Host(`a.org`) && PathPrefix(`/x`) || Host(`b.org`)', 'a.org b.org'],
    ['(Host(`a.org`) || Host(`b.org`)) && !Host(`c.org`)', 'a.org b.org'],
    ['Host(`A.org.`)', 'a.org'],
  ];
  for (const [rule, names] of rules) {
    test(rule, () => {
      assert.deepEqual(wantedIn(demandOf({ routers: { r: { rule, tls: le } } })), [`le: ${names}`]);
    });
  }

  test('domains come before those of the rule, each of them a certificate', () => {
    const tls = { ...le, domains: [{ main: 'b.org', sans: ['www.b.org', 'b.org'] }, { main: 'c.org' }] };
    assert.deepEqual(wantedIn(demandOf({ routers: { r: { tls } } })), ['le: b.org www.b.org', 'le: c.org']);
  });

  test('names of other scripts are asked for as the DNS has them', () => {
    const tls = { ...le, domains: [{ main: 'bücher.example' }] };
    assert.deepEqual(wantedIn(demandOf({ routers: { r: { tls } } })), ['le: xn--bcher-kva.example']);
  });

  test('the same names are one certificate, of each resolver', () => {
    const demand = demandOf({
      routers: {
        a: { tls: { ...le, domains: [{ main: 'a.org', sans: ['b.org'] }] } },
        b: { rule: 'Host(`b.org`, `a.org`)', tls: le },
        c: { rule: 'Host(`b.org`, `a.org`)', tls: { certResolver: 'other' } },
      },
    });
    assert.deepEqual(wantedIn(demand), ['le: a.org b.org', 'other: b.org a.org']);
    assert.equal(demand.wanted[0]?.wantedBy.name, 'a');
  });
});

describe('who asks', () => {
  test('routers without a resolver do not, nor those that are disabled', () => {
    assert.deepEqual(
      demandOf({
        routers: {
          a: {},
          b: { tls: {} },
          c: { tls: { certResolver: '' } },
          d: { tls: le, status: 'disabled' },
        },
      }),
      demandOf({}),
    );
  });

  test('an entry point does for routers that say nothing of TLS', () => {
    const demand = demandOf({
      entryPoints: { websecure: { ...le, domains: [{ main: 'e.org' }] } },
      routers: { a: {}, b: { rule: 'Host(`b.org`)', tls: {} }, c: { entryPoints: ['web'] } },
    });
    assert.deepEqual(wantedIn(demand), ['le: e.org']);
  });

  test('an entry point does not for routers that have no host, nor one without a resolver', () => {
    const demand = demandOf({
      entryPoints: { web: { certResolver: '' }, websecure: le },
      routers: { a: { rule: 'PathPrefix(`/`)' }, b: { rule: 'Host(`b.org`)' } },
    });
    assert.deepEqual([wantedIn(demand), demand.problems], [['le: b.org'], []]);
  });

  test('the default store does for its default certificate', () => {
    const defaultGeneratedCert = { resolver: 'le', domain: { main: 'd.org', sans: ['e.org'] } };
    const demand = demandOf({
      stores: { default: { defaultGeneratedCert }, other: { defaultGeneratedCert } },
    });
    assert.deepEqual(wantedIn(demand), ['le: d.org e.org']);
    assert.deepEqual(demand.wanted[0]?.wantedBy, { kind: 'TLSStore', namespace: '', name: 'default' });
    assert.equal(demand.defaultCertificate, demand.wanted[0]);
  });

  test('the default store does not where it has a default certificate', () => {
    const defaultGeneratedCert = { resolver: 'le', domain: { main: 'd.org', sans: [] } };
    const defaultCertificate = {
      certificate: '',
      privateKey: '',
      origin: '',
      names: [],
      notBefore: '',
      notAfter: '',
      fingerprint: '',
    };
    const demand = demandOf({ stores: { default: { defaultGeneratedCert, defaultCertificate } } });
    assert.deepEqual([demand.wanted, demand.defaultCertificate], [[], undefined]);
  });

  test('the default certificate may be one that a router asks for as well', () => {
    const defaultGeneratedCert = { resolver: 'le', domain: { main: 'a.org', sans: [] } };
    const demand = demandOf({ routers: { r: { tls: le } }, stores: { default: { defaultGeneratedCert } } });
    assert.deepEqual(wantedIn(demand), ['le: a.org']);
    assert.equal(demand.defaultCertificate, demand.wanted[0]);
  });
});

describe('what can not be asked for is told of its router', () => {
  const faults: readonly [title: string, router: Partial<Router>, field: string, reason: RegExp][] = [
    [
      'an unknown resolver',
      { tls: { certResolver: 'none' } },
      'tls.certResolver',
      /no certificate resolver none/,
    ],
    ['a rule without hosts', { rule: 'PathPrefix(`/`)', tls: le }, 'tls.domains', /No name/],
    ['a rule with a pattern', { rule: 'HostRegexp(`{any:.+}`)', tls: le }, 'tls.domains', /No name/],
    [
      'a wildcard',
      { tls: { ...le, domains: [{ main: 'a.org', sans: ['*.a.org'] }] } },
      'tls.domains',
      /A certificate for \*\.a\.org can't be obtained/,
    ],
    ['no name', { tls: { ...le, domains: [{ main: 'a b' }] } }, 'tls.domains', /"a b"/],
    ['no main name', { tls: { ...le, domains: [{ main: '' }] } }, 'tls.domains', /no certificate can be for/],
  ];
  for (const [title, router, field, reason] of faults) {
    test(title, () => {
      const { wanted, problems } = demandOf({ routers: { r: router } });
      assert.deepEqual(wanted, []);
      assert.equal(problems.length, 1);
      assert.deepEqual(problems[0]?.object, { kind: 'Router', namespace: '', name: 'r' });
      assert.equal(problems[0]?.field, field);
      assert.match(problems[0]?.reason ?? '', reason);
      assert.notEqual(problems[0]?.remedy, '');
    });
  }
});

test('a router is looked at once', () => {
  let looks = 0;
  const demand = createDemand({
    resolvers: new Set(['le']),
    tlsOf: () => {
      looks++;
      return le;
    },
  });
  const router: Router = { rule: 'Host(`a.org`)', service: 'pods' };
  const inForce = { routers: [['r', { router, status: 'enabled', using: ['web'] }]] } as const;
  assert.equal(demand(inForce).wanted.length, 1);
  assert.equal(demand(inForce).wanted.length, 1);
  assert.equal(looks, 1);
});
