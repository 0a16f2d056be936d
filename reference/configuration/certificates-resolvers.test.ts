import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, forms, machineFor, run } from './configuration.fixture.ts';

const inEachForm = {
  yaml: `entryPoints: { web: { address: ':0' } }
certificatesResolvers:
  le:
    acme:
      email: admin@example.com
      certificatesDuration: 24
      keyType: EC256
      eab: { kid: k, hmacEncoded: c2VjcmV0 }
      httpChallenge: { entryPoint: web }
`,
  toml: `[entryPoints.web]
address = ":0"
[certificatesResolvers.le.acme]
email = "admin@example.com"
certificatesDuration = 24
keyType = "EC256"
[certificatesResolvers.le.acme.eab]
kid = "k"
hmacEncoded = "c2VjcmV0"
[certificatesResolvers.le.acme.httpChallenge]
entryPoint = "web"
`,
  flags: [
    '--entryPoints.web.address=:0',
    '--certificatesresolvers.le.acme.email=admin@example.com',
    '--certificatesresolvers.le.acme.certificatesduration=24',
    '--certificatesresolvers.le.acme.keytype=EC256',
    '--certificatesresolvers.le.acme.eab.kid=k',
    '--certificatesresolvers.le.acme.eab.hmacencoded=c2VjcmV0',
    '--certificatesresolvers.le.acme.httpchallenge.entrypoint=web',
  ],
  environment: {
    TRAEFIK_ENTRYPOINTS_web_ADDRESS: ':0',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_EMAIL: 'admin@example.com',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_CERTIFICATESDURATION: '24',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_KEYTYPE: 'EC256',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_EAB_KID: 'k',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_EAB_HMACENCODED: 'c2VjcmV0',
    TRAEFIK_CERTIFICATESRESOLVERS_le_ACME_HTTPCHALLENGE_ENTRYPOINT: 'web',
  },
};

for (const form of forms) {
  test(`a resolver, as ${form}`, async () => {
    const { configuration } = await run(machineFor(form, inEachForm));
    assert.deepEqual(configuration.certificatesResolvers, {
      le: {
        acme: {
          email: 'admin@example.com',
          storage: 'acme.json',
          caServer: 'https://acme-v02.api.letsencrypt.org/directory',
          certificatesDuration: 24,
          preferredChain: '',
          keyType: 'EC256',
          eab: { kid: 'k', hmacEncoded: 'c2VjcmV0' },
          httpChallenge: { entryPoint: 'web' },
          tlsChallenge: undefined,
        },
      },
    });
  });
}

test('without any there are none', async () => {
  assert.deepEqual((await run({})).configuration.certificatesResolvers, {});
});

test('the TLS challenge needs nothing more', async () => {
  const { configuration } = await run({ arguments: ['--certificatesresolvers.le.acme.tlschallenge'] });
  const { acme } = configuration.certificatesResolvers.le ?? {};
  assert.deepEqual([acme?.tlsChallenge, acme?.certificatesDuration, acme?.keyType], [{}, 2160, 'RSA4096']);
});

describe('wrong values', () => {
  const wrong: readonly [flags: string, option: string, reason: RegExp][] = [
    ['email=nobody', 'email', /is not a mail address/],
    ['caserver=ftp://ca', 'caServer', /is not an http or https URL/],
    ['certificatesduration=0', 'certificatesDuration', /is not a whole number/],
    ['keytype=DSA', 'keyType', /is none of EC256, EC384, RSA2048, RSA4096, RSA8192/],
    ['dnschallenge.provider=manual', 'dnschallenge', /not implement/],
    ['httpchallenge.entrypoint=wbe', 'httpChallenge.entryPoint', /no entry point "wbe"/],
    ['eab.kid=k', 'eab.hmacEncoded', /needed, but missing/],
  ];
  for (const [flag, option, reason] of wrong) {
    test(flag, async () => {
      const { issues } = await failure({
        arguments: [
          `--certificatesresolvers.le.acme.${flag}`,
          '--certificatesresolvers.le.acme.tlschallenge',
        ],
      });
      const about = issues.map((issue) => issue.option.replace(/^certificatesresolvers\.le\.acme\./i, ''));
      assert.equal(
        about.some((name) => name.startsWith(option)),
        true,
        about.join(),
      );
      assert.match(issues.map((issue) => issue.reason).join('\n'), reason);
    });
  }

  test('no challenge', async () => {
    const { issues } = await failure({ arguments: ['--certificatesresolvers.le.acme.email=a@b'] });
    assert.match(issues[0]?.reason ?? '', /no challenge/);
  });

  test('a resolver of no kind', async () => {
    const files = { 'work/traefik.yml': 'certificatesResolvers: { le: {} }' };
    assert.match((await failure({ files })).issues[0]?.reason ?? '', /says nothing of where/);
  });

  test('a MAC key is not shown', async () => {
    const { message } = await failure({
      arguments: ['--certificatesresolvers.le.acme.eab.hmacencoded=not base64: hidden'],
    });
    assert.match(message, /is not base64url/);
    assert.doesNotMatch(message, /hidden/);
  });
});
