/** As many requests as the peer answers, on connections that are kept: bytes in, bytes counted out. */
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

export interface LoadResult {
  /** Answers per second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

interface Plan {
  readonly port: number;
  readonly connections: number;
  readonly milliseconds: number;
}

const request = Buffer.from(
  'GET /some/path?query=1 HTTP/1.1\r\nHost: example.net\r\nUser-Agent: bench/1.0\r\nAccept: */*\r\n' +
    'Accept-Encoding: gzip, br\r\nCookie: session=0123456789abcdef\r\n\r\n',
);

parentPort?.postMessage(await run(workerData));

async function run({ port, connections, milliseconds }: Plan): Promise<LoadResult> {
  const latencies: number[] = [];
  const until = performance.now() + milliseconds;
  await Promise.all(Array.from({ length: connections }, () => ask(port, until, latencies)));
  latencies.sort((a, b) => a - b);
  const at = (quantile: number): number => latencies[Math.floor(latencies.length * quantile)] ?? 0;
  return { rate: (latencies.length / milliseconds) * 1_000, p50: at(0.5), p99: at(0.99) };
}

/** One request after the other until the time is over. */
function ask(port: number, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let began = 0;
    let missing = 0;
    const next = (): void => {
      began = performance.now();
      if (began >= until) {
        socket.destroy();
        resolve();
      } else {
        socket.write(request);
      }
    };
    socket.on('connect', next).on('error', reject);
    socket.on('close', () => reject(new Error('the peer closed the connection')));
    socket.on('data', (chunk) => {
      missing = missing > 0 ? missing - chunk.length : lengthOf(chunk) - chunk.length;
      if (missing > 0) return;
      latencies.push(performance.now() - began);
      next();
    });
  });
}

/** Of the whole answer, from the packet that it begins with. */
function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const [, length] = /^HTTP\/1\.1 200 .*?content-length: (\d+)/is.exec(text.slice(0, end)) ?? [];
  if (end === -1 || length === undefined) throw new Error(`not an answer to measure: ${text.slice(0, 200)}`);
  return end + 4 + Number(length);
}
