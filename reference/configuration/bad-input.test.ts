import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type FourForms, failure, forms, machineFor, writeOption } from './configuration.fixture.ts';
import { describeOrigin } from './issues.ts';

interface Mistake {
  readonly option: string;
  readonly value: string;
  /** Of the message's first line and of its remedy. */
  readonly reason: RegExp;
  readonly remedy: RegExp;
}

const provider = 'providers.kubernetesIngress';

describe('a value that does not fit is refused, by option, source and remedy:', () => {
  const mistakes: readonly Mistake[] = [
    {
      option: `${provider}.labelSelector`,
      value: 'app in (',
      reason: /"app in \(" is not a label selector: a comma or/,
      remedy: /app=web/,
    },
    {
      option: `${provider}.throttleDuration`,
      value: '-1s',
      reason: /"-1s" is a negative duration/,
      remedy: /zero or more/,
    },
    {
      option: `${provider}.throttleDuration`,
      value: '10 apples',
      reason: /"10 apples" is not a duration/,
      remedy: /1m30s/,
    },
    {
      option: `${provider}.throttleDuration`,
      value: '1.5',
      reason: /"1.5" is not a duration/,
      remedy: /1m30s/,
    },
    { option: `${provider}.throttleDuration`, value: '1000h', reason: /too long/, remedy: /24 days/ },
    {
      option: `${provider}.ingressEndpoint.publishedService`,
      value: 'foo',
      reason: /"foo" is not the namespace and the name/,
      remedy: /namespace\/name/,
    },
    {
      option: `${provider}.ingressEndpoint.publishedService`,
      value: 'a/b/c',
      reason: /"a\/b\/c" is not/,
      remedy: /namespace\/name/,
    },
    {
      option: `${provider}.ingressEndpoint.ip`,
      value: '1.2.3',
      reason: /"1.2.3" is not an IP address/,
      remedy: /192.0.2.1/,
    },
    {
      option: `${provider}.ingressEndpoint.ip`,
      value: 'fe80::1%eth0',
      reason: /not an IP address/,
      remedy: /IPv6/,
    },
    {
      option: `${provider}.ingressEndpoint.hostname`,
      value: '1.2.3.4',
      reason: /"1.2.3.4" is not a host name/,
      remedy: /an address belongs into ip/,
    },
    {
      option: `${provider}.endpoint`,
      value: 'localhost:8080',
      reason: /"localhost:8080" is not an http or https URL/,
      remedy: /http:\/\/localhost:8001/,
    },
    {
      option: `${provider}.endpoint`,
      value: 'ftp://localhost',
      reason: /not an http or https URL/,
      remedy: /https/,
    },
    {
      option: `${provider}.endpoint`,
      value: 'https://h/?a=b',
      reason: /"https:\/\/h\/" is followed by a query/,
      remedy: /https/,
    },
    {
      option: 'providers.providersThrottleDuration',
      value: '-2',
      reason: /negative/,
      remedy: /zero or more/,
    },
    { option: 'log.level', value: 'LOUD', reason: /"LOUD" is none of DEBUG, INFO/, remedy: /DEBUG, INFO/ },
    { option: 'log.format', value: 'xml', reason: /"xml" is none of common, json/, remedy: /json/ },
    { option: 'entryPoints.web.address', value: '8080', reason: /"8080" is not an address/, remedy: /:80/ },
    {
      option: 'entryPoints.web.address',
      value: ':65536',
      reason: /":65536" is not an address/,
      remedy: /:80/,
    },
    {
      option: 'entryPoints.web.address',
      value: ':53/udp',
      reason: /UDP, which this reference does not implement/,
      remedy: /TCP/,
    },
    {
      option: 'ping.entryPoint',
      value: 'htpp',
      reason: /There is no entry point "htpp"/,
      remedy: /name one of http/,
    },
  ];
  for (const { option, value, reason, remedy } of mistakes) {
    const written = writeOption(option, value);
    for (const form of forms) {
      test(`${option} = ${value} (${form})`, async () => {
        const { issues } = await failure(machineFor(form, written));
        const [issue] = issues;
        assert.equal(issues.length, 1);
        assert.equal(issue?.option, option);
        assert.match(issue?.reason ?? '', reason);
        assert.match(issue?.remedy ?? '', remedy);
        assert.equal(issue && describeOrigin(issue.origin), originsOf(option)[form]);
      });
    }
  }
});

describe('a list with one wrong item names the item:', () => {
  const lists = [
    [`${provider}.namespaces`, 'good', 'Bad', /"Bad" is not the name of a namespace/],
    [
      'entryPoints.web.forwardedHeaders.trustedIPs',
      '10.0.0.0/8',
      '10.0.0.0/8/8',
      /"10.0.0.0\/8\/8" is neither/,
    ],
    [
      'entryPoints.web.forwardedHeaders.trustedIPs',
      '::1',
      '10.0.0.0/33',
      /"10.0.0.0\/33" is neither an IP address nor/,
    ],
  ] as const;
  for (const [option, good, bad, reason] of lists) {
    const key = option.split('.').at(-1) ?? '';
    const text = writeOption(option, `${good},${bad}`);
    const written = {
      ...text,
      yaml: text.yaml.replace(/"[^"]*,[^"]*"/, `[${JSON.stringify(good)}, ${JSON.stringify(bad)}]`),
      toml: text.toml.replace(/"[^"]*,[^"]*"/, `[${JSON.stringify(good)}, ${JSON.stringify(bad)}]`),
    };
    for (const form of forms) {
      test(`${key} (${form})`, async () => {
        const { issues } = await failure(machineFor(form, written));
        const issue = issues.find((candidate) => candidate.option === option);
        assert.match(issue?.reason ?? '', reason);
      });
    }
  }
});

describe('several problems are reported at once', () => {
  test('in a file from top to bottom, each with its line', async () => {
    const yaml =
      'log:\n  levle: x\nproviders:\n  kubernetesIngress:\n    token: 1\n    ingressEndpoint: {ip: x}\n';
    const error = await failure({ files: { 'etc/traefik.yaml': yaml } });
    assert.equal(
      error.message,
      `The static configuration cannot be used: 3 problems.

log.levle, /etc/traefik.yaml:2:3:
  There is no such option.
  Did you mean log.level?
  Correct the name or take it out; --help lists all options.

providers.kubernetesIngress.token, /etc/traefik.yaml:5:12:
  It must be text, but is a number.
  Put it in quotes.

providers.kubernetesIngress.ingressEndpoint.ip, /etc/traefik.yaml:6:27:
  "x" is not an IP address.
  Write one IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1.`,
    );
  });

  test('on the command line', async () => {
    const { issues } = await failure({
      arguments: ['--log.level', '--ping.terminatingStatusCode=1000', 'astray', '--foo', 'bar'],
    });
    assert.deepEqual(issues.map(({ reason }) => reason).sort(), [
      '"1000" is not a whole number from 200 to 599.',
      'Argument 3 is neither a flag nor the value of one.',
      'The flag needs a value.',
      'There is no such option.',
    ]);
  });
});

describe('an entry point is refused', () => {
  const cases: readonly (readonly [
    title: string,
    flags: readonly string[],
    option: string,
    reason: RegExp,
  ])[] = [
    [
      'without an address',
      ['--entryPoints.web.forwardedHeaders.insecure'],
      'entryPoints.web.address',
      /needed, but missing/,
    ],
    [
      'at the address of another',
      ['--entryPoints.a.address=:80', '--entryPoints.b.address=:080'],
      'entryPoints.b.address',
      /The entry point a listens at the same address/,
    ],
    [
      'under a name that no flag could have',
      ['--entryPoints.a b.address=:80'],
      'entryPoints."a b"',
      /name cannot be used/,
    ],
  ];
  for (const [title, flags, option, reason] of cases) {
    test(title, async () => {
      const { issues } = await failure({ arguments: flags });
      assert.deepEqual(
        issues.map((issue) => issue.option),
        [option],
      );
      assert.match(issues[0]?.reason ?? '', reason);
    });
  }

  test('with nothing but its name', async () => {
    const { issues } = await failure({ files: { 'work/traefik.yml': 'entryPoints:\n  web:\n' } });
    assert.deepEqual(
      issues.map(({ option, origin, reason }) => [option, describeOrigin(origin), reason]),
      [['entryPoints.web.address', '/work/traefik.yml:2:3', 'It is needed, but missing.']],
    );
  });

  test('beside another that differs by case alone', async () => {
    const yaml = 'entryPoints:\n  web: {address: ":80"}\n  Web: {address: ":81"}\n';
    const { issues } = await failure({ files: { 'work/traefik.yml': yaml } });
    assert.match(issues[0]?.reason ?? '', /given twice; the first time at \/work\/traefik.yml:2:3/);
  });
});

test('the same variable in two spellings is refused', async () => {
  const { issues } = await failure({ environment: { TRAEFIK_PING: 'true', traefik_ping: 'false' } });
  assert.match(issues[0]?.reason ?? '', /The same is set by TRAEFIK_PING/);
});

test('a group that is set to a text is refused, and cannot be switched off where it is always there', async () => {
  const { issues } = await failure({ arguments: ['--ping=perhaps', '--log=false'] });
  assert.deepEqual(
    issues.map(({ option, reason }) => [option, reason]),
    [
      ['log', 'This group of options cannot be switched off.'],
      ['ping', 'This is a group of options, but it is set to text.'],
    ],
  );
});

/** Where `writeOption` puts it. */
function originsOf(option: string): Readonly<Record<keyof FourForms, string>> {
  const path = option.split('.');
  const key = path.at(-1) ?? '';
  return {
    yaml: `/work/traefik.yml:${path.length}:${2 * (path.length - 1) + key.length + 3}`,
    toml: '/work/traefik.toml:2:1',
    flags: `flag --${option}`,
    environment: `environment variable TRAEFIK_${path.join('_').toUpperCase()}`,
  };
}
