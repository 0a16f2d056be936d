import { PassThrough } from 'node:stream';
import type { Middleware as Definition } from '../dynamic/middleware.ts';
import { createMiddleware } from './create.ts';
import type { Answer, AnswerHead, Flow, Handler, ProxyRequest, Services } from './exchange.ts';
import { fieldValue } from './header-fields.ts';

/** A request as the proxy hands it on, with what matters to a test changed. */
export function aRequest(changes: Partial<ProxyRequest> = {}): ProxyRequest {
  return {
    method: 'GET',
    target: '/',
    headers: ['X-Forwarded-For', '192.0.2.1', 'X-Forwarded-Proto', 'http'],
    authority: 'app.example.com',
    body: undefined,
    expectsContinue: false,
    upgrade: false,
    client: { address: '192.0.2.1', httpVersion: '1.1', tls: undefined },
    ...changes,
  };
}

export function aBody(...chunks: readonly string[]): NonNullable<ProxyRequest['body']> {
  const from = new PassThrough();
  for (const chunk of chunks) from.write(chunk);
  from.end();
  return { from, length: Buffer.byteLength(chunks.join('')) };
}

/** What the client gets. */
export class Received implements Answer {
  readonly informed: number[] = [];
  head: AnswerHead | undefined;
  readonly chunks: Buffer[] = [];
  trailers: readonly string[] | undefined;
  error: Error | undefined;
  /** What `write` says: false, and the taker is behind. */
  keepsUp = true;
  readonly over: Promise<void>;
  #end: () => void = () => {};

  constructor() {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get status(): number | undefined {
    return this.head?.status;
  }

  get body(): string {
    return this.bytes.toString();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  header(name: string): string | undefined {
    return fieldValue(this.head?.headers ?? [], name.toLowerCase());
  }

  inform(status: number): void {
    this.informed.push(status);
  }

  begin(head: AnswerHead): void {
    if (this.head !== undefined) throw new Error('the answer begins twice');
    this.head = head;
  }

  write(chunk: Buffer): boolean {
    if (this.head === undefined) throw new Error('a body comes before its head');
    if (this.trailers !== undefined) throw new Error('a body goes on behind its end');
    this.chunks.push(chunk);
    return this.keepsUp;
  }

  end(trailers: readonly string[]): void {
    if (this.head === undefined || this.trailers !== undefined) throw new Error('an end out of place');
    this.trailers = trailers;
    this.#end();
  }

  fail(error: Error): void {
    if (this.error !== undefined || this.trailers !== undefined) throw new Error('a failure out of place');
    this.error = error;
    this.#end();
  }
}

/** A pod behind the middleware, which does as it is told; its latest requests first. */
export class FakePod {
  readonly requests: ProxyRequest[] = [];
  readonly answers: Answer[] = [];
  resumed = 0;
  aborted = 0;
  /** What it does with each request; keeps it waiting by default. */
  behaviour: (answer: Answer, request: ProxyRequest) => void;

  constructor(behaviour: (answer: Answer, request: ProxyRequest) => void = () => {}) {
    this.behaviour = behaviour;
  }

  readonly handler: Handler = (request, answer): Flow => {
    this.requests.push(request);
    this.answers.push(answer);
    this.behaviour(answer, request);
    return {
      resume: () => {
        this.resumed++;
      },
      abort: () => {
        this.aborted++;
      },
    };
  };

  get request(): ProxyRequest {
    const [latest] = this.requests.slice(-1);
    if (latest === undefined) throw new Error('no request has come through');
    return latest;
  }

  header(name: string): string | undefined {
    return fieldValue(this.request.headers, name.toLowerCase());
  }
}

/** Answers with these, all at once. */
export function answering(status: number, headers: readonly string[] = [], body = ''): FakePod {
  return new FakePod((answer) => {
    answer.begin({ status, reason: '', headers });
    if (body !== '') answer.write(Buffer.from(body));
    answer.end([]);
  });
}

export const noServices: Services = { router: 'tested@file', handler: () => undefined };

export interface TestBed {
  readonly pod: FakePod;
  /** Sends a request through the middleware. */
  send(changes?: Partial<ProxyRequest>): Received & { readonly flow: Flow };
  /** Time that has gone by. */
  pass(milliseconds: number): void;
}

/** The middleware that the definition makes, in front of a pod. */
export function inFrontOf(pod: FakePod, definition: Definition, services = noServices): TestBed {
  let time = 0;
  const middleware = createMiddleware(definition, { name: 'tested@file', now: () => time });
  const handler = middleware(pod.handler, services);
  return {
    pod,
    send(changes = {}) {
      const received = new Received();
      return Object.assign(received, { flow: handler(aRequest(changes), received) });
    },
    pass(milliseconds) {
      time += milliseconds;
    },
  };
}
