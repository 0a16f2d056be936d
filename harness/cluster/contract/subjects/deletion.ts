import assert from 'node:assert/strict';
import {
  collections,
  configMapOf,
  expectAnswer,
  expectInvalid,
  ingressOf,
  mergePatch,
  serviceOf,
} from '../asking.ts';
import type { Behaviour } from '../behaviours.ts';

export const deletionBehaviours: readonly Behaviour[] = [
  {
    name: 'deletes at once what nothing holds, and says what it was',
    async run(contract) {
      const { ingresses, services } = collections(contract);
      await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201);
      await expectAnswer(contract, ['DELETE', `${ingresses}/app`], 200, {
        kind: 'Status',
        status: 'Success',
        details: { name: 'app', group: 'networking.k8s.io', kind: 'ingresses' },
      });
      await expectAnswer(contract, ['DELETE', `${ingresses}/app`], 404, { reason: 'NotFound' });
      await expectAnswer(contract, ['POST', services, serviceOf('app')], 201);
      await expectAnswer(contract, ['DELETE', `${services}/app`], 200, { kind: 'Service' });
    },
  },
  {
    name: 'keeps what has finalizers until the last one is gone',
    async run(contract) {
      const { ingresses } = collections(contract);
      const path = `${ingresses}/app`;
      await expectAnswer(
        contract,
        ['POST', ingresses, ingressOf('app', {}, { finalizers: ['example.net/one'] })],
        201,
      );
      const marked = await expectAnswer(contract, ['DELETE', path], 200, {
        metadata: { name: 'app', generation: 2, deletionGracePeriodSeconds: 0 },
      });
      assert.ok(marked.metadata.deletionTimestamp);
      await expectAnswer(contract, ['GET', path], 200);
      const { message } = await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 409);
      assert.match(message, /^object is being deleted: /);
      const another = { metadata: { finalizers: ['example.net/one', 'example.net/two'] } };
      await expectInvalid(contract, ['PATCH', path, another, mergePatch], 'metadata.finalizers');
      await expectAnswer(contract, ['PATCH', path, { metadata: { finalizers: null } }, mergePatch], 200);
      await expectAnswer(contract, ['GET', path], 404);
    },
  },
  {
    name: 'deletes only what is as the preconditions have it',
    async run(contract) {
      const { ingresses } = collections(contract);
      const created = await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201);
      const path = `${ingresses}/app`;
      await expectAnswer(contract, ['DELETE', path, { preconditions: { uid: 'other' } }], 409, {
        reason: 'Conflict',
      });
      await expectAnswer(contract, ['DELETE', path, { preconditions: { resourceVersion: '1' } }], 409);
      await expectInvalid(contract, ['DELETE', path, { propagationPolicy: 'Other' }], 'propagationPolicy');
      await expectAnswer(contract, ['DELETE', `${path}?dryRun=All`], 200);
      const { uid } = created.metadata;
      await expectAnswer(contract, ['DELETE', path, { preconditions: { uid } }], 200);
    },
  },
  {
    name: 'deletes a collection by a selector',
    async run(contract) {
      const { configMaps } = collections(contract);
      await expectAnswer(contract, ['POST', configMaps, configMapOf('one', { a: 'b' })], 201);
      await expectAnswer(contract, ['POST', configMaps, configMapOf('two', { a: 'c' })], 201);
      const { items } = await expectAnswer(contract, ['DELETE', `${configMaps}?labelSelector=a%3Db`], 200);
      assert.equal(items.length, 1);
      await expectAnswer(contract, ['GET', `${configMaps}/one`], 404);
      await expectAnswer(contract, ['GET', `${configMaps}/two`], 200);
    },
  },
  {
    name: 'lets some namespaces live for ever',
    async run(contract) {
      await expectAnswer(contract, ['DELETE', '/api/v1/namespaces/default'], 403, { reason: 'Forbidden' });
    },
  },
];
