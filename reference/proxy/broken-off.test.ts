import assert from 'node:assert/strict';
import { constants } from 'node:http2';
import { describe, it } from 'node:test';
import type { EntryPoint } from '../configuration/static-configuration.ts';
import type { Server } from '../runtime/runtime.ts';
import {
  fields,
  flag,
  frame,
  framesIn,
  frameType,
  preface,
  request as requestFields,
} from './http2-frames.fixture.ts';
import {
  entryPointDefaults,
  RawClient,
  serviceOf,
  startPod,
  startRawPod,
  startTestProxy,
  within,
} from './proxy.fixture.ts';

/** A pod that tells how the request that it gets has ended. */
interface ListeningPod extends AsyncDisposable {
  readonly target: Server;
  readonly begun: Promise<void>;
  readonly ended: Promise<'whole' | 'broken off'>;
}

async function startListeningPod(protocol: 'HTTP/1.1' | 'HTTP/2'): Promise<ListeningPod> {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<'whole' | 'broken off'>();
  if (protocol === 'HTTP/1.1') {
    const pod = await startPod((request) => {
      request
        .once('data', () => begun.resolve())
        .on('error', () => {})
        .once('end', () => ended.resolve('whole'))
        .once('close', () => ended.resolve('broken off'));
    });
    return Object.assign(pod, { begun: begun.promise, ended: ended.promise });
  }
  const pod = await startRawPod((socket, received) => {
    if (received.startsWith(preface.toString()) && received.length < 200)
      socket.write(frame(frameType.settings, 0, 0));
    socket.once('close', () => ended.resolve('broken off'));
    for (const { type, flags } of framesIn(received.slice(preface.length))) {
      if (type === frameType.data) begun.resolve();
      if (type === frameType.data && (flags & flag.endStream) !== 0) ended.resolve('whole');
      if (type === frameType.resetStream) ended.resolve('broken off');
    }
  });
  const target = { ...pod.target, origin: pod.target.origin.replace('http:', 'h2c:') };
  return Object.assign(pod, { target, begun: begun.promise, ended: ended.promise });
}

/** An upload over HTTP/2, of which half has been sent, and a way to break it off with one frame. */
interface Upload {
  readonly client: RawClient;
  reset(code: number): void;
}

async function beginUpload(port: number): Promise<Upload> {
  const client = await RawClient.open(port);
  const head = fields([':method', 'POST'], ...requestFields.slice(1));
  const frames = [
    preface,
    frame(frameType.settings, 0, 0),
    frame(frameType.headers, flag.endHeaders, 1, head),
    frame(frameType.data, 0, 1, Buffer.from('half of it')),
  ];
  client.socket.write(Buffer.concat(frames));
  return {
    client,
    reset(code) {
      client.socket.write(frame(frameType.resetStream, 0, 1, Buffer.from([0, 0, 0, code])));
    },
  };
}

const ways: readonly (readonly [what: string, breakOff: (upload: Upload) => void])[] = [
  ['cancelled', (upload) => upload.reset(constants.NGHTTP2_CANCEL)],
  ['closed without an error', (upload) => upload.reset(constants.NGHTTP2_NO_ERROR)],
  ['cut off with its connection', ({ client }) => client.close()],
  // The entry point's own doing.
  ['too slow', () => {}],
];

const { respondingTimeouts, lifeCycle } = entryPointDefaults.transport;
const impatient: Partial<EntryPoint> = {
  transport: { lifeCycle, respondingTimeouts: { ...respondingTimeouts, readTimeout: 200 } },
};

describe('a body over HTTP/2 that is broken off', () => {
  for (const protocol of ['HTTP/1.1', 'HTTP/2'] as const) {
    for (const [what, breakOff] of ways) {
      it(`is not passed off as a whole one: ${what}, to a pod that speaks ${protocol}`, async () => {
        await using pod = await startListeningPod(protocol);
        await using proxy = await startTestProxy(
          serviceOf([pod.target]),
          what === 'too slow' ? impatient : {},
        );
        const upload = await beginUpload(proxy.port);
        await within(pod.begun, 'the beginning at the pod');
        breakOff(upload);
        const ended = within(pod.ended, 'the end at the pod').finally(() => upload.client.close());
        assert.equal(await ended, 'broken off');
      });
    }
  }
});
