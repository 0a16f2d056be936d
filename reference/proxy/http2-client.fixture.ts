/** Requests over HTTP/2 to an entry point, as the tests of the proxy send them. */
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
  type OutgoingHttpHeaders,
} from 'node:http2';

/** HTTP/2 with prior knowledge, on a connection of its own. */
export class Http2Client implements AsyncDisposable {
  readonly session: ClientHttp2Session;

  constructor(port: number) {
    this.session = connect(`http://127.0.0.1:${port}`);
    this.session.on('error', () => {});
  }

  /** Begins a request for `example.net`. */
  request(headers: OutgoingHttpHeaders = {}, options: { readonly endStream?: boolean } = {}): Http2Exchange {
    return new Http2Exchange(
      this.session.request({ ':authority': 'example.net', ':path': '/', ...headers }, options),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.session.closed) return;
    this.session.destroy();
    await once(this.session, 'close');
  }
}

type ResponseHeaders = IncomingHttpHeaders & IncomingHttpStatusHeader;

/** One request and all that comes of it. */
export class Http2Exchange {
  readonly stream: ClientHttp2Stream;
  head: ResponseHeaders | undefined;
  /** Whether the answer ended with its head. */
  headOnly = false;
  readonly informational: ResponseHeaders[] = [];
  trailers: IncomingHttpHeaders | undefined;
  body = '';
  readonly #closed: Promise<unknown>;

  constructor(stream: ClientHttp2Stream) {
    this.stream = stream;
    stream.setEncoding('latin1');
    this.#closed = new Promise((resolve) => stream.once('close', resolve));
    stream
      .on('error', () => {})
      .on('headers', (headers) => this.informational.push(headers))
      .on('response', (headers, flags) => {
        this.head = headers;
        this.headOnly = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      })
      .on('trailers', (trailers) => {
        this.trailers = trailers;
      })
      .on('data', (text) => {
        this.body += text;
      });
  }

  /** What has come, once the stream is closed: its error code is `stream.rstCode`. */
  async end(): Promise<this> {
    await this.#closed;
    return this;
  }
}
