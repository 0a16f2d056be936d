import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer, Flow } from '../middlewares/exchange.ts';

/**
 * Answers that the proxy gives itself, in the words that Traefik uses: the name of the status, save for 404,
 * which is Go's default page.
 */
const bodies: Readonly<Record<number, string>> = { 404: '404 page not found\n' };

function bodyOf(status: number): string {
  return bodies[status] ?? STATUS_CODES[status] ?? String(status);
}

function headersOf(body: string): string[] {
  return [
    'Content-Type',
    'text/plain; charset=utf-8',
    'X-Content-Type-Options',
    'nosniff',
    'Content-Length',
    String(body.length),
  ];
}

const nothingFlows: Flow = { resume() {}, abort() {} };

/** Tells the whole answer at once. Nothing of it must have been told before. */
export function tellStatus(answer: Answer, status: number): Flow {
  const body = bodyOf(status);
  answer.begin({ status, reason: STATUS_CODES[status] ?? '', headers: headersOf(body) });
  answer.write(Buffer.from(body, 'latin1'));
  answer.end([]);
  return nothingFlows;
}

/** Ends the response with `status`. The response must not have begun. */
export function answer(response: ServerResponse, status: number): void {
  const body = bodyOf(status);
  response.writeHead(status, STATUS_CODES[status] ?? '', headersOf(body));
  response.end(body);
}

/** The same on a socket that has no `ServerResponse`: after an upgrade or a request that did not parse. */
export function rawAnswer(status: number, headers: readonly string[] = []): string {
  const body = bodyOf(status);
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2) head += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return (
    `${head}Content-Type: text/plain; charset=utf-8\r\nX-Content-Type-Options: nosniff\r\n` +
    `Date: ${new Date().toUTCString()}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  );
}

/** How long a peer that has been answered may go on sending before its connection is cut, milliseconds. */
const lingering = 1_000;

/**
 * Answers on a bare socket and closes it. What the peer still sends is read and dropped for a moment, because
 * closing a socket with unread input makes the kernel reset it, and the answer is lost (RFC 9112 §9.6).
 */
export function answerAndClose(socket: Duplex, status: number, headers: readonly string[] = []): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.write(rawAnswer(status, headers));
  closeGently(socket);
}

/** Closes a socket on which all has been said, in the way of `answerAndClose`. */
export function closeGently(socket: Duplex): void {
  socket.resume();
  const cut = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => clearTimeout(cut));
  socket.end();
}
