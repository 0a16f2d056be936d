import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FourForms, failure, forms, machineFor, writeOption } from './configuration.fixture.ts';

const provider = 'providers.kubernetesIngress';

describe('an unknown name is refused, with the nearest known one:', () => {
  const unknown: readonly (readonly [written: string, meant: string])[] = [
    [`${provider}.ingresClass`, `${provider}.ingressClass`],
    [`${provider}.ingressEndpoint.hostnmae`, `${provider}.ingressEndpoint.hostname`],
    ['providers.kubernetesIngres.token', `${provider}.token`],
    ['kubernetesIngress', provider],
    ['log.levle', 'log.level'],
  ];
  for (const [written, meant] of unknown) {
    const text = writeOption(written, 'x');
    const suggestions: Readonly<Record<keyof FourForms, string>> = {
      yaml: meant,
      toml: meant,
      flags: `--${meant}`,
      environment: `TRAEFIK_${meant.replaceAll('.', '_').toUpperCase()}`,
    };
    for (const form of forms) {
      test(`${written} (${form})`, async () => {
        const { issues } = await failure(machineFor(form, text));
        assert.deepEqual(
          issues.map(({ reason }) => reason),
          ['There is no such option.'],
        );
        const given = form === 'environment' || form === 'flags' || !written.includes('kubernetesIngres.');
        // In a file the unknown key is the section, so the section is what is suggested.
        assert.equal(issues[0]?.suggestion, given ? suggestions[form] : provider);
      });
    }
  }

  for (const flag of ['--nothing.like.it=1', '--insecure=true']) {
    test(`none, where nothing is near or several are: ${flag}`, async () => {
      const { issues } = await failure({ arguments: [flag] });
      assert.deepEqual(
        issues.map(({ suggestion }) => suggestion),
        [undefined],
      );
    });
  }
});

describe('an option that only Traefik has is told apart from an unknown one:', () => {
  const known = [
    'metrics.datadog',
    'providers.docker',
    'entryPoints.web.udp.timeout',
    'tracing',
    'certificatesResolvers.le.acme.dnsChallenge.provider',
  ];
  for (const option of known) {
    for (const form of forms) {
      test(`${option} (${form})`, async () => {
        const { issues } = await failure(machineFor(form, writeOption(option, 'true')));
        assert.equal(
          issues.some(({ reason }) =>
            /known to Traefik v2.10, but not implemented by this reference/.test(reason),
          ),
          true,
        );
        assert.equal(
          issues.some(({ reason }) => reason === 'There is no such option.'),
          false,
        );
      });
    }
  }
});
