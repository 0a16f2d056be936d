import type { AnswerHead } from '../middlewares/exchange.ts';

/** The way back to a client: what an answer is written with, whatever version of HTTP the client speaks. */
export interface ClientWriter {
  /** Whether the head is out, or on its way. */
  readonly begun: boolean;
  /** Tells the client to send the body that it holds back (RFC 9110 §10.1.1). */
  goOn(): void;
  /** 102, 103: passed on where the client can understand them, and keeps up with reading (RFC 9110 §15.2). */
  inform(status: number, headers: readonly string[]): void;
  /** @throws where status, reason or a header can't stand in a message */
  begin(head: AnswerHead): void;
  /** False: no more until it is told that the client has caught up. */
  write(chunk: Buffer): boolean;
  /**
   * @param trailers name, value, name, value …; left out where the client can't be sent any
   * @throws where one can't stand in a message
   */
  end(trailers: readonly string[]): void;
  /** Makes sure that the client does not take half an answer for a whole one. */
  cut(): void;
}

/** Bytes that may wait to be written to a client before informational answers are dropped. */
export const maxWaiting = 64 * 1024;
