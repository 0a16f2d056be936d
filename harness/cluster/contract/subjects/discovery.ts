import assert from 'node:assert/strict';
import { expectAnswer } from '../asking.ts';
import type { Behaviour } from '../behaviours.ts';
import type { Json } from '../servers.ts';

const ingressVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
const noSuchResource = { reason: 'NotFound', message: 'the server could not find the requested resource' };

export const discoveryBehaviours: readonly Behaviour[] = [
  {
    name: 'lists the resources of a group version in the order of their names',
    async run(contract) {
      const list = await expectAnswer(contract, ['GET', '/apis/networking.k8s.io/v1'], 200, {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: 'networking.k8s.io/v1',
      });
      const names: string[] = list.resources.map(({ name }: Json) => name);
      assert.deepEqual(names, [...names].sort());
      const ingresses = list.resources.find(({ name }: Json) => name === 'ingresses');
      assert.deepEqual(
        [ingresses.kind, ingresses.singularName, ingresses.namespaced, ingresses.shortNames, ingresses.verbs],
        ['Ingress', 'ingress', true, ['ing'], ingressVerbs],
      );
      const status = list.resources.find(({ name }: Json) => name === 'ingresses/status');
      assert.deepEqual(status.verbs, ['get', 'patch', 'update']);
    },
  },
  {
    name: 'says of a known group what it has not in a Status, and of an unknown one in plain text',
    async run(contract) {
      for (const path of ['/foos', '/ingresses/x', '']) {
        const version = path === '' ? 'v9' : 'v1';
        await expectAnswer(
          contract,
          ['GET', `/apis/networking.k8s.io/${version}${path}`],
          404,
          noSuchResource,
        );
      }
      const unknown = await expectAnswer(contract, ['GET', '/apis/extensions/v1beta1/ingresses'], 404);
      assert.equal(unknown, '404 page not found\n');
    },
  },
  {
    name: 'is healthy and ready, and says its version',
    async run(contract) {
      for (const path of ['/healthz', '/livez', '/readyz']) {
        assert.equal(await expectAnswer(contract, ['GET', path], 200), 'ok');
      }
      await expectAnswer(contract, ['GET', '/version'], 200, { major: '1' });
    },
  },
  {
    name: 'refuses methods that a collection has not, and forms that it does not speak',
    async run(contract) {
      const path = `/apis/networking.k8s.io/v1/namespaces/${contract.namespace}/ingresses`;
      await expectAnswer(contract, ['PUT', path, {}], 405, { reason: 'MethodNotAllowed' });
      await expectAnswer(contract, ['GET', path, undefined, { accept: 'application/xml' }], 406, {
        reason: 'NotAcceptable',
      });
    },
  },
];
