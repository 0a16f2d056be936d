import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openAuditLog } from './audit-log.ts';

describe('an audit log', () => {
  let path = '';

  before(() => {
    path = join(mkdtempSync(join(tmpdir(), 'audit-')), 'audit.log');
  });
  after(() => rmSync(join(path, '..'), { recursive: true }));

  const event = (auditID: string, stage: string, more: object = {}) => ({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID,
    stage,
    requestURI: '/apis/networking.k8s.io/v1/ingresses?watch=true',
    verb: 'watch',
    user: { username: 'controller', groups: ['system:authenticated'] },
    userAgent: 'some',
    objectRef: { resource: 'ingresses', apiGroup: 'networking.k8s.io', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2024-05-01T12:00:00.250000Z',
    ...more,
  });
  const lines = (...events: object[]) => events.map((one) => `${JSON.stringify(one)}\n`).join('');

  test('tells what was asked for since it was opened, and whether it is over', () => {
    writeFileSync(path, lines(event('before', 'ResponseComplete')));
    const log = openAuditLog(path);
    assert.deepEqual(log.requests(), []);
    const watch = {
      verb: 'watch',
      target: '/apis/networking.k8s.io/v1/ingresses?watch=true',
      group: 'networking.k8s.io',
      version: 'v1',
      resource: 'ingresses',
      namespace: '',
      name: '',
      status: 200,
      open: true,
      user: 'controller',
      start: Date.UTC(2024, 4, 1, 12, 0, 0, 250),
    };
    appendFileSync(path, lines(event('1', 'ResponseStarted')));
    assert.deepEqual(log.requests(), [watch]);
    appendFileSync(path, lines(event('1', 'ResponseComplete')));
    assert.deepEqual(log.requests(), [{ ...watch, open: false }]);
    log.close();
  });

  test('is read as far as it has been written', () => {
    writeFileSync(path, '');
    const log = openAuditLog(path);
    const status = {
      verb: 'update',
      requestURI: '/apis/networking.k8s.io/v1/namespaces/shop/ingresses/web/status',
      objectRef: {
        resource: 'ingresses',
        subresource: 'status',
        namespace: 'shop',
        name: 'web',
        apiVersion: 'v1',
      },
    };
    const line = lines(event('é', 'ResponseComplete', status));
    const bytes = Buffer.from(line);
    const middleOfLetter = bytes.indexOf(0xc3) + 1;
    appendFileSync(path, bytes.subarray(0, middleOfLetter));
    assert.deepEqual(log.requests(), []);
    appendFileSync(path, bytes.subarray(middleOfLetter));
    const [request] = log.requests();
    assert.deepEqual(
      [request?.verb, request?.resource, request?.namespace, request?.name],
      ['update', 'ingresses/status', 'shop', 'web'],
    );
    log.close();
  });

  test('has no resource for other paths', () => {
    writeFileSync(path, '');
    const log = openAuditLog(path);
    appendFileSync(
      path,
      lines({ ...event('1', 'ResponseComplete'), requestURI: '/version', objectRef: undefined }),
    );
    assert.deepEqual(log.requests()[0]?.resource, '');
    log.close();
  });
});
