import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, type Machine, run } from './configuration.fixture.ts';

const secret = 'S3cr3t';

describe('no error shows a secret', () => {
  const token = '--providers.kubernetesIngress.token';
  const cases: readonly (readonly [title: string, machine: Machine])[] = [
    [
      'of an option in the wrong shape',
      yaml(`providers:\n  kubernetesIngress:\n    token: [${secret}]\n    x: 1\n`),
    ],
    ['that YAML takes for an alias', yaml(`providers:\n  kubernetesIngress:\n    token: *${secret}\n`)],
    ['that YAML takes for a tag', yaml(`providers:\n  kubernetesIngress:\n    token: !${secret}\n`)],
    ['behind the sign of a block', yaml(`providers:\n  kubernetesIngress:\n    token: |${secret}\n`)],
    ['with a colon in it', yaml(`providers:\n  kubernetesIngress:\n    token: x: ${secret}\n`)],
    ['in quotes that do not end', yaml(`providers:\n  kubernetesIngress:\n    token: "${secret}\n`)],
    ['of which a section was made', yaml(`providers:\n  kubernetesIngress: ${secret}\n`)],
    ['without quotes in TOML', toml(`[providers.kubernetesIngress]\ntoken = ${secret}\n`)],
    ['in quotes that do not end in TOML', toml(`[providers.kubernetesIngress]\ntoken = "${secret}\n`)],
    ['under a misspelled flag', { arguments: [`--providers.kubernetesIngress.tokn=${secret}`] }],
    ['behind a misspelled flag', { arguments: ['--providers.kubernetesIngress.tokn', secret] }],
    ['of a flag that nobody knows', { arguments: ['--tracing.token', secret, '--tracing.key=', secret] }],
    ['behind a group', { arguments: ['--providers.kubernetesIngress', secret] }],
    ['behind a group and =', { arguments: [`--providers.kubernetesIngress=${secret}`] }],
    ['beside another mistake', { arguments: [token, `-${secret}`, '--nothing'] }],
    ['under a misspelled variable', { environment: { TRAEFIK_PROVIDERS_KUBERNETESINGRESS_TOKN: secret } }],
    ['in a URL', { arguments: [`--providers.kubernetesIngress.endpoint=https://user:${secret}@host`] }],
    [
      'in what is almost a URL',
      { arguments: [`--providers.kubernetesIngress.endpoint=user:${secret}@host`] },
    ],
    [
      'in the query of a URL',
      { arguments: [`--providers.kubernetesIngress.endpoint=https://host?token=${secret}`] },
    ],
  ];
  for (const [title, machine] of cases) {
    test(title, async () => {
      const error = await failure(machine);
      assert.equal(`${error.message}${error.stack}${JSON.stringify(error.issues)}`.includes(secret), false);
    });
  }

  test('nor does a warning', async () => {
    const flag = `--providers.kubernetesIngress.token=${secret}`;
    const { warnings } = await run({ arguments: [flag, flag] });
    assert.equal(warnings.length, 1);
    assert.equal(JSON.stringify(warnings).includes(secret), false);
  });
});

function yaml(content: string): Machine {
  return { files: { 'work/traefik.yml': content } };
}

function toml(content: string): Machine {
  return { files: { 'work/traefik.toml': content } };
}
