import { constants, createGzip, type Gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { Compress } from '../dynamic/middleware.ts';
import { mayBeGuessed, withGuessedType } from './content-type.ts';
import type { Answer, AnswerHead, Flow, Middleware, ProxyRequest } from './exchange.ts';
import {
  fieldHasToken,
  fieldValue,
  fieldValues,
  withField,
  withMember,
  withoutFields,
} from './header-fields.ts';
import { MiddlewareError } from './middleware-error.ts';

/**
 * Compresses answers with gzip for clients that accept it: those that are not encoded yet, are large enough, and
 * of no type that is excluded. What a pod sends bit by bit goes on bit by bit.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/compress/
 *
 * @throws {MiddlewareError}
 */
export function compress(options: Compress): Middleware {
  const excluded = new Set(options.excludedContentTypes.map((type) => mediaType(type)));
  if (options.minResponseBodyBytes < 0) {
    throw new MiddlewareError('compress.minResponseBodyBytes', 'It is negative.', 'Write 0 or more.');
  }
  for (const type of neverCompressed) excluded.add(type);
  const minimum = options.minResponseBodyBytes;
  return (next) => (request, answer) => {
    const isExcluded = excluded.has(mediaType(fieldValue(request.headers, 'content-type') ?? ''));
    if (request.upgrade || isExcluded) return next(request, answer);
    const compressing = new CompressedAnswer(answer, { excluded, minimum, accepts: acceptsGzip(request) });
    return compressing.flowOf(next(request, compressing));
  };
}

/** gRPC compresses its messages itself; events are to be read as they come. */
const neverCompressed = ['application/grpc', 'text/event-stream'];

interface Terms {
  readonly excluded: ReadonlySet<string>;
  readonly minimum: number;
  /** The client takes gzip, and wants the answer as a whole. */
  readonly accepts: boolean;
}

function acceptsGzip({ method, headers }: ProxyRequest): boolean {
  // Of a HEAD, nothing is left to compress; parts of a body are parts of what is not compressed.
  if (method === 'HEAD' || fieldValue(headers, 'range') !== undefined) return false;
  const accepted = fieldValues(headers, 'accept-encoding').join(',');
  if (accepted === '') return false;
  const preferred = new Negotiator({ headers: { 'accept-encoding': accepted } });
  return preferred.encodings(['gzip', 'identity'])[0] === 'gzip';
}

/** Milliseconds that the beginning of an answer of unknown length waits for enough to be worth compressing. */
const holdTime = 50;

/** How far an answer has come. */
type Stage =
  | { readonly kind: 'before' }
  | Held
  | { readonly kind: 'plain' }
  | { readonly kind: 'compressed'; readonly gzip: Gzip };

/** Its length is not known, nor yet whether it is long enough; or its type is not, and there is nothing to guess from. */
interface Held {
  readonly kind: 'held';
  readonly head: AnswerHead;
  readonly chunks: Buffer[];
  length: number;
}

class CompressedAnswer implements Answer {
  readonly #answer: Answer;
  readonly #terms: Terms;
  #stage: Stage = { kind: 'before' };
  #patience: NodeJS.Timeout | undefined;
  #flow: Flow | undefined;
  #flushing: NodeJS.Immediate | undefined;
  #over = false;

  constructor(answer: Answer, terms: Terms) {
    this.#answer = answer;
    this.#terms = terms;
  }

  flowOf(flow: Flow): Flow {
    this.#flow = flow;
    return {
      resume: () => {
        if (this.#stage.kind === 'compressed') this.#stage.gzip.resume();
        else flow.resume();
      },
      abort: () => {
        this.#stop();
        flow.abort();
      },
    };
  }

  inform(status: number, headers: readonly string[]): void {
    this.#answer.inform(status, headers);
  }

  begin(head: AnswerHead): void {
    const { accepts, minimum } = this.#terms;
    if (!this.#isCompressible(head)) {
      this.#beginPlain(head);
      return;
    }
    const varying = { ...head, headers: withMember(head.headers, 'Vary', 'Accept-Encoding') };
    const length = fieldValue(head.headers, 'content-length');
    const isTooShort = length !== undefined && Number(length) < minimum;
    if (!accepts || isTooShort) {
      this.#beginPlain(varying);
      return;
    }
    const held: Held = { kind: 'held', head: varying, chunks: [], length: 0 };
    if (length !== undefined && !mayBeGuessed(varying)) {
      this.#beginCompressed(held);
      return;
    }
    this.#stage = held;
    this.#patience = setTimeout(() => this.#waitNoLonger(), holdTime);
  }

  write(chunk: Buffer): boolean {
    const stage = this.#stage;
    if (stage.kind === 'compressed') return this.#compress(stage.gzip, chunk);
    if (stage.kind !== 'held') return this.#answer.write(chunk);
    stage.chunks.push(chunk);
    stage.length += chunk.length;
    const isLong = stage.length >= this.#terms.minimum;
    if (!isLong && fieldValue(stage.head.headers, 'content-length') === undefined) return true;
    return this.#beginCompressed(stage);
  }

  end(trailers: readonly string[]): void {
    const stage = this.#stage;
    if (stage.kind === 'compressed') {
      stage.gzip.once('end', () => {
        if (this.#over) return;
        this.#over = true;
        this.#answer.end(trailers);
      });
      clearImmediate(this.#flushing);
      stage.gzip.end();
      return;
    }
    if (stage.kind === 'held') {
      clearTimeout(this.#patience);
      // It has turned out to be short.
      this.#answer.begin(withType(stage.head, stage.chunks));
      for (const chunk of stage.chunks) this.#answer.write(chunk);
    }
    this.#over = true;
    this.#answer.end(trailers);
  }

  fail(error: Error): void {
    const wasOver = this.#over;
    this.#stop();
    if (!wasOver) this.#answer.fail(error);
  }

  #isCompressible({ status, headers }: AnswerHead): boolean {
    return (
      status >= 200 &&
      status !== 204 &&
      status !== 206 &&
      status !== 304 &&
      fieldValue(headers, 'content-encoding') === undefined &&
      fieldValue(headers, 'content-range') === undefined &&
      fieldValue(headers, 'content-length') !== '0' &&
      !fieldHasToken(headers, 'cache-control', 'no-transform') &&
      !this.#terms.excluded.has(mediaType(fieldValue(headers, 'content-type') ?? ''))
    );
  }

  #beginPlain(head: AnswerHead): void {
    this.#stage = { kind: 'plain' };
    this.#answer.begin(head);
  }

  #beginCompressed({ head, chunks }: Held): boolean {
    clearTimeout(this.#patience);
    const typed = withType(head, chunks);
    if (this.#terms.excluded.has(mediaType(fieldValue(typed.headers, 'content-type') ?? ''))) {
      this.#beginPlain(typed);
      return chunks.map((chunk) => this.#answer.write(chunk)).every(Boolean);
    }
    const gzip = createGzip();
    this.#stage = { kind: 'compressed', gzip };
    this.#answer.begin({ ...typed, headers: compressedHeaders(typed.headers) });
    gzip
      .on('data', (chunk: Buffer) => {
        if (!this.#over && !this.#answer.write(chunk)) gzip.pause();
      })
      .on('drain', () => this.#flow?.resume())
      .once('error', (error) => {
        this.#flow?.abort();
        this.fail(error);
      });
    return chunks.map((chunk) => this.#compress(gzip, chunk)).every(Boolean);
  }

  #waitNoLonger(): void {
    if (this.#stage.kind !== 'held') return;
    try {
      this.#beginCompressed(this.#stage);
    } catch (error) {
      this.#flow?.abort();
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Once nothing more is there at the moment, what there is goes out. */
  #compress(gzip: Gzip, chunk: Buffer): boolean {
    clearImmediate(this.#flushing);
    this.#flushing = setImmediate(() => {
      if (!this.#over && !gzip.writableEnded) gzip.flush(constants.Z_SYNC_FLUSH);
    });
    return gzip.write(chunk);
  }

  #stop(): void {
    this.#over = true;
    clearTimeout(this.#patience);
    clearImmediate(this.#flushing);
    if (this.#stage.kind === 'compressed') this.#stage.gzip.destroy();
  }
}

function withType(head: AnswerHead, chunks: readonly Buffer[]): AnswerHead {
  const [first] = chunks;
  return first !== undefined && mayBeGuessed(head) ? withGuessedType(head, first) : head;
}

/** RFC 9110 §8.8.1: what is compressed has other bytes than what the validator was for. */
function compressedHeaders(headers: readonly string[]): string[] {
  const etag = fieldValue(headers, 'etag');
  const kept = withoutFields(headers, (name) => name === 'content-length' || name === 'accept-ranges');
  const encoded = withField(kept, 'Content-Encoding', 'gzip');
  return etag?.startsWith('"') ? withField(encoded, 'ETag', `W/${etag}`) : encoded;
}

/** Without parameters, case and white space. */
function mediaType(value: string): string {
  const end = value.indexOf(';');
  return (end === -1 ? value : value.slice(0, end)).replace(/\s/g, '').toLowerCase();
}
