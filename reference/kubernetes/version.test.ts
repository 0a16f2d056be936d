import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from './api-error.ts';
import { networkingVersions, parseVersion, VersionSource } from './version.ts';

for (const [answer, major, minor] of [
  [{ gitVersion: 'v1.19.3-eks-1-2' }, 1, 19],
  [{ gitVersion: 'v1.27.4+k3s1' }, 1, 27],
  [{ gitVersion: 'v1.34.0-alpha.1.22+0f0a64bc6f0cb0' }, 1, 34],
  [{ gitVersion: '1.14.0' }, 1, 14],
  [{ gitVersion: 'v2.0.0' }, 2, 0],
  [{ gitVersion: 'v1.21.5', major: '1', minor: '99' }, 1, 21],
  [{ major: '1', minor: '21+' }, 1, 21],
  [{ gitVersion: 'custom', major: '1', minor: '22' }, 1, 22],
] as const) {
  test(`${JSON.stringify(answer)} is ${major}.${minor}`, () => {
    const version = parseVersion(answer);
    assert.deepEqual([version.major, version.minor], [major, minor]);
  });
}

for (const [answer, message] of [
  [{ gitVersion: 'v1.13.9' }, /v1\.13\.9 is too old/],
  [{ gitVersion: 'v0.99.0' }, /too old/],
  [{ gitVersion: 'banana' }, /no version number/],
  [{}, /no version number/],
  ['text', /no version number/],
  [null, /no version number/],
] as const) {
  test(`${JSON.stringify(answer)} is refused`, () => {
    assert.throws(
      () => parseVersion(answer),
      (error) => error instanceof ApiError && message.test(error.message),
    );
  });
}

for (const [minor, ingress, ingressClass] of [
  [14, 'v1beta1', undefined],
  [17, 'v1beta1', undefined],
  [18, 'v1beta1', 'v1beta1'],
  [19, 'v1', 'v1'],
  [21, 'v1', 'v1'],
  [22, 'v1', 'v1'],
] as const) {
  test(`1.${minor} reads Ingress in ${ingress}, IngressClass in ${ingressClass ?? 'none'}`, () => {
    assert.deepEqual(networkingVersions({ major: 1, minor, gitVersion: `v1.${minor}.0` }), {
      Ingress: ingress,
      IngressClass: ingressClass,
    });
  });
}

function source(answers: (() => unknown)[]) {
  const told: string[] = [];
  let asked = 0;
  const never = () => {
    throw new Error('Not asked for here.');
  };
  const version = new VersionSource({
    get: async () => {
      asked += 1;
      return answers.shift()?.();
    },
    put: never,
    watch: never,
    close: never,
  });
  version.onChange(({ gitVersion }) => told.push(gitVersion));
  return { version, told, asked: () => asked };
}

test('however many ask at a time, there is one request', async () => {
  const { version, asked } = source([() => ({ gitVersion: 'v1.28.0' })]);
  await Promise.all([version.current(), version.current(), version.refresh()]);
  await version.current();
  assert.equal(asked(), 1);
});

test('a change is told, the same again is not', async () => {
  const { version, told } = source(
    ['v1.21.0', 'v1.21.0', 'v1.22.0'].map((gitVersion) => () => ({ gitVersion })),
  );
  await version.refresh();
  await version.refresh();
  await version.refresh();
  assert.deepEqual(told, ['v1.21.0', 'v1.22.0']);
});

test('who no longer listens is told nothing', async () => {
  const { version } = source(['v1.21.0', 'v1.22.0'].map((gitVersion) => () => ({ gitVersion })));
  const told: number[] = [];
  const unsubscribe = version.onChange(({ minor }) => told.push(minor));
  await version.refresh();
  unsubscribe();
  await version.refresh();
  assert.deepEqual(told, [21]);
});

test('a failure leaves what was known, and is asked again', async () => {
  const { version, asked } = source([
    () => ({ gitVersion: 'v1.21.0' }),
    () => ({ gitVersion: 'nonsense' }),
    () => ({ gitVersion: 'v1.22.0' }),
  ]);
  await version.refresh();
  await assert.rejects(version.refresh());
  assert.equal(version.known?.minor, 21);
  assert.equal((await version.refresh()).minor, 22);
  assert.equal(asked(), 3);
});
