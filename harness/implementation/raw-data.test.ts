import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import nock from 'nock';
import { readRawData } from './raw-data.ts';

const api = 'http://127.0.0.1:8080';

describe('reading the dynamic configuration', () => {
  afterEach(() => {
    assert.deepEqual(nock.pendingMocks(), []);
    nock.cleanAll();
  });

  test('it is given as the implementation tells it', async () => {
    nock(api)
      .get('/api/rawdata')
      .reply(200, { routers: { 'a@kubernetes': { rule: 'Host(`a`)' } } });
    assert.deepEqual(await readRawData(api), { routers: { 'a@kubernetes': { rule: 'Host(`a`)' } } });
  });

  test('another status is told with its body', async () => {
    nock(api).get('/api/rawdata').reply(404, '404 page not found');
    await assert.rejects(readRawData(api), {
      message: `${api}/api/rawdata answered 404: 404 page not found`,
    });
  });

  test('what is not JSON is told as it came', async () => {
    nock(api).get('/api/rawdata').reply(200, '<html>');
    await assert.rejects(readRawData(api), /not JSON: <html>/);
  });

  test('a connection that fails is told with its cause', async () => {
    nock(api).get('/api/rawdata').replyWithError(new Error('connection reset'));
    await assert.rejects(readRawData(api), /could not be asked: connection reset/);
  });
});
