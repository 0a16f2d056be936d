import type { Buffering } from '../../dynamic/middleware.ts';
import { respondWith } from '../answering.ts';
import type { Flow, Middleware, ProxyRequest } from '../exchange.ts';
import { ExpressionError, type ExpressionFunctions, readExpression } from '../expression/expression.ts';
import { MiddlewareError } from '../middleware-error.ts';
import { BufferedExchange, type Outcome } from './buffered-exchange.ts';

/**
 * Reads the whole request before the pod gets it, and the whole answer before the client does; refuses what is too
 * large, and tries again where its expression says so.
 * https://doc.traefik.io/traefik/v2.10/middlewares/http/buffering/
 *
 * @throws {MiddlewareError}
 */
export function buffering(options: Buffering): Middleware {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'number' && value < 0) {
      throw new MiddlewareError(`buffering.${name}`, 'It is negative.', 'Write a number of bytes.');
    }
  }
  const terms = {
    request: { maximum: options.maxRequestBodyBytes, memory: options.memRequestBodyBytes },
    answer: { maximum: options.maxResponseBodyBytes, memory: options.memResponseBodyBytes },
    triesAgain: readCondition(options.retryExpression),
  };
  return (next) =>
    (request, answer): Flow => {
      if (request.upgrade) return next(request, answer);
      if (isTooLarge(request, options.maxRequestBodyBytes)) return respondWith(answer, 413);
      return new BufferedExchange(next, request, answer, terms).start();
    };
}

const functions: ExpressionFunctions<Outcome> = {
  Attempts: { kind: 'number', arity: 0, of: () => (outcome) => outcome.attempts },
  ResponseCode: { kind: 'number', arity: 0, of: () => (outcome) => outcome.status },
  IsNetworkError: { kind: 'condition', arity: 0, of: () => (outcome) => outcome.networkError },
};

function readCondition(expression: string): (outcome: Outcome) => boolean {
  if (expression.trim() === '') return () => false;
  try {
    return readExpression(expression, functions);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new MiddlewareError(
      'buffering.retryExpression',
      `${error.message}.`,
      'Write one like `IsNetworkError() && Attempts() < 2`.',
    );
  }
}

/** It says so itself. */
function isTooLarge({ body }: ProxyRequest, maximum: number): boolean {
  return maximum > 0 && body?.length !== undefined && body.length > maximum;
}
