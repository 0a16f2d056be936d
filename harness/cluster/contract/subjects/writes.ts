import assert from 'node:assert/strict';
import {
  applyPatch,
  collections,
  configMapOf,
  expectAnswer,
  expectInvalid,
  expectWarning,
  ingressOf,
  ingressSpec,
  jsonPatch,
  mergePatch,
  strategicMergePatch,
} from '../asking.ts';
import type { Behaviour } from '../behaviours.ts';

export const writeBehaviours: readonly Behaviour[] = [
  {
    name: 'creates an object with generation, uid and time, and refuses it a second time',
    async run(contract) {
      const { ingresses } = collections(contract);
      const created = await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201, {
        metadata: { generation: 1, namespace: contract.namespace },
        status: { loadBalancer: {} },
      });
      assert.match(created.metadata.uid, /^[0-9a-f-]{36}$/);
      assert.match(created.metadata.creationTimestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 409, {
        reason: 'AlreadyExists',
        message: 'ingresses.networking.k8s.io "app" already exists',
        details: { name: 'app', group: 'networking.k8s.io', kind: 'ingresses' },
      });
    },
  },
  {
    name: 'counts generations by changes of the spec alone, and writes nothing that is there already',
    async run(contract) {
      const { ingresses } = collections(contract);
      const created = await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201);
      const path = `${ingresses}/app`;
      const same = await expectAnswer(contract, ['PUT', path, created], 200);
      assert.equal(same.metadata.resourceVersion, created.metadata.resourceVersion);
      const labelled = { metadata: { labels: { a: 'b' } } };
      await expectAnswer(contract, ['PATCH', path, labelled, mergePatch], 200, {
        metadata: { generation: 1 },
      });
      const classed = { spec: { ingressClassName: 'one' } };
      await expectAnswer(contract, ['PATCH', path, classed, mergePatch], 200, {
        metadata: { generation: 2 },
      });
    },
  },
  {
    name: 'refuses to replace what has changed since it was read, or has another name',
    async run(contract) {
      const { ingresses } = collections(contract);
      const created = await expectAnswer(contract, ['POST', ingresses, ingressOf('app')], 201);
      await expectAnswer(
        contract,
        ['PATCH', `${ingresses}/app`, { spec: { ingressClassName: 'x' } }, mergePatch],
        200,
      );
      await expectAnswer(contract, ['PUT', `${ingresses}/app`, created], 409, { reason: 'Conflict' });
      // Without a version, whatever is there is replaced.
      await expectAnswer(contract, ['PUT', `${ingresses}/app`, ingressOf('app')], 200);
      await expectAnswer(contract, ['PUT', `${ingresses}/other`, ingressOf('app')], 400, {
        reason: 'BadRequest',
        message: 'the name of the object (app) does not match the name on the URL (other)',
      });
      await expectAnswer(contract, ['PUT', `${ingresses}/other`, ingressOf('other')], 404);
    },
  },
  {
    name: 'keeps status and spec apart',
    async run(contract) {
      const { ingresses } = collections(contract);
      const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
      await expectAnswer(contract, ['POST', ingresses, { ...ingressOf('app'), status }], 201, {
        status: { loadBalancer: {} },
      });
      const written = { ...ingressSpec('app', { rules: [] }), status };
      const updated = await expectAnswer(contract, ['PUT', `${ingresses}/app/status`, written], 200, {
        status,
      });
      assert.equal(updated.spec.rules[0].host, 'example.net');
      assert.equal(updated.metadata.generation, 1);
      await expectAnswer(contract, ['PUT', `${ingresses}/app`, ingressOf('app')], 200, { status });
      const none = { status: { loadBalancer: null } };
      const emptied = await expectAnswer(
        contract,
        ['PATCH', `${ingresses}/app/status`, none, mergePatch],
        200,
      );
      assert.deepEqual(emptied.status, { loadBalancer: {} });
      const wrong = { status: { loadBalancer: { ingress: [{ ip: 'x' }] } } };
      await expectInvalid(
        contract,
        ['PATCH', `${ingresses}/app/status`, wrong, mergePatch],
        'status.loadBalancer.ingress[0].ip',
      );
    },
  },
  {
    name: 'applies patches of each kind, and refuses those that do not fit',
    async run(contract) {
      const { ingresses } = collections(contract);
      await expectAnswer(
        contract,
        ['POST', ingresses, ingressOf('app', {}, { annotations: { a: '1', b: '2' } })],
        201,
      );
      const path = `${ingresses}/app`;
      const merged = { metadata: { annotations: { a: null, c: '3' } } };
      await expectAnswer(contract, ['PATCH', path, merged, mergePatch], 200, {
        metadata: { annotations: { b: '2', c: '3' } },
      });
      await expectAnswer(
        contract,
        ['PATCH', path, { metadata: { labels: { x: 'y' } } }, strategicMergePatch],
        200,
      );
      const removed = [{ op: 'remove', path: '/metadata/labels/x' }];
      await expectAnswer(contract, ['PATCH', path, removed, jsonPatch], 200);
      // It is not there any more.
      await expectAnswer(contract, ['PATCH', path, removed, jsonPatch], 422, { reason: 'Invalid' });
      await expectAnswer(contract, ['PATCH', path, [{ op: 'put', path: '/x' }], jsonPatch], 422);
      await expectAnswer(contract, ['PATCH', path, { metadata: { labels: { x: 1 } } }, mergePatch], 422);
      await expectAnswer(contract, ['PATCH', path, {}, { 'content-type': 'text/plain' }], 415);
      await expectAnswer(contract, ['PATCH', `${ingresses}/none`, {}, mergePatch], 404);
    },
  },
  {
    name: 'applies what a manager has, and tells of conflicts with another one',
    async run(contract) {
      const { ingresses } = collections(contract);
      const path = `${ingresses}/app`;
      const labelled = (value: string) => ingressOf('app', {}, { labels: { one: value } });
      await expectAnswer(contract, ['PATCH', path, labelled('a'), applyPatch], 422);
      await expectAnswer(contract, ['PATCH', `${path}?fieldManager=me`, labelled('a'), applyPatch], 201);
      await expectAnswer(contract, ['PATCH', `${path}?fieldManager=you`, labelled('b'), applyPatch], 409, {
        reason: 'Conflict',
      });
      await expectAnswer(
        contract,
        ['PATCH', `${path}?fieldManager=you&force=true`, labelled('b'), applyPatch],
        200,
        {
          metadata: { labels: { one: 'b' } },
        },
      );
    },
  },
  {
    name: 'gives maps in the order of their keys',
    async run(contract) {
      const { ingresses } = collections(contract);
      const annotations = { 'b.example/x': '1', 'a.example/y': '2', 'a.example/X': '3' };
      const created = await expectAnswer(
        contract,
        ['POST', ingresses, ingressOf('app', {}, { annotations })],
        201,
      );
      assert.deepEqual(Object.keys(created.metadata.annotations), [
        'a.example/X',
        'a.example/y',
        'b.example/x',
      ]);
    },
  },
  {
    name: 'keeps nothing of a dry run, and refuses another one',
    async run(contract) {
      const { ingresses } = collections(contract);
      await expectAnswer(contract, ['POST', `${ingresses}?dryRun=All`, ingressOf('app')], 201);
      await expectAnswer(contract, ['GET', `${ingresses}/app`], 404);
      await expectInvalid(contract, ['POST', `${ingresses}?dryRun=Some`, ingressOf('app')], 'dryRun');
    },
  },
  {
    name: 'validates names, labels, annotations and finalizers, and makes up names',
    async run(contract) {
      const { ingresses } = collections(contract);
      await expectInvalid(contract, ['POST', ingresses, ingressOf('Bad_Name')], 'metadata.name');
      await expectInvalid(contract, ['POST', ingresses, ingressOf('')], 'metadata.name');
      const labels = { a: 'not ok' };
      await expectInvalid(contract, ['POST', ingresses, ingressOf('a', {}, { labels })], 'metadata.labels');
      const annotations = { 'not ok': 'b' };
      await expectInvalid(
        contract,
        ['POST', ingresses, ingressOf('a', {}, { annotations })],
        'metadata.annotations',
      );
      const finalizers = ['unqualified'];
      await expectInvalid(
        contract,
        ['POST', ingresses, ingressOf('a', {}, { finalizers })],
        'metadata.finalizers[0]',
      );
      await expectAnswer(contract, ['POST', ingresses, ingressOf('a', {}, { namespace: 'elsewhere' })], 400);
      await expectAnswer(contract, ['POST', ingresses, ingressOf('a', {}, { resourceVersion: '1' })], 500);
      const named = { name: undefined, generateName: 'made-' };
      const made = await expectAnswer(contract, ['POST', ingresses, ingressOf('', {}, named)], 201);
      assert.match(made.metadata.name, /^made-[a-z0-9]{5}$/);
    },
  },
  {
    name: 'drops fields that it does not know, says so where it is asked to, and refuses values of another type',
    async run(contract) {
      const { ingresses } = collections(contract);
      const odd = { ...ingressOf('odd'), odd: 1 };
      const kept = await expectAnswer(contract, ['POST', ingresses, odd], 201);
      assert.equal(kept.odd, undefined);
      const again = { ...ingressOf('again'), odd: 1 };
      await expectWarning(contract, ['POST', `${ingresses}?fieldValidation=Warn`, again], 'unknown field');
      await expectAnswer(contract, ['POST', `${ingresses}?fieldValidation=Strict`, odd], 400);
      await expectAnswer(contract, ['POST', ingresses, ingressSpec('x', { rules: 'none' })], 400);
      await expectAnswer(contract, ['POST', ingresses, '{"apiVersion":'], 400);
    },
  },
  {
    name: 'has no objects in namespaces that there are not',
    async run(contract) {
      await expectAnswer(contract, ['POST', '/api/v1/namespaces/nowhere/configmaps', configMapOf('a')], 404, {
        details: { name: 'nowhere', kind: 'namespaces' },
      });
      await expectAnswer(contract, ['GET', '/api/v1/namespaces/nowhere/configmaps'], 200, { items: [] });
      await expectAnswer(contract, ['GET', `/api/v1/namespaces/${contract.namespace}`], 200, {
        metadata: { labels: { 'kubernetes.io/metadata.name': contract.namespace } },
        status: { phase: 'Active' },
      });
    },
  },
];
