/** A pod that costs next to nothing: the same bytes for every request. */
import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const body = 'x'.repeat(workerData.body);
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Thu, 02 May 2024 10:00:00 GMT\r\nServer: pod\r\n` +
    `Cache-Control: no-cache\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  // No request of the benchmark has a body, and none is pipelined.
  socket.on('data', (chunk) => {
    if (chunk.subarray(-4).toString('latin1') === '\r\n\r\n') socket.write(answer);
  });
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
