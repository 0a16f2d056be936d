/** Which requests a rule takes: those are answered by the Service, the others by nobody. */
import { describeExchange, type HttpRequest } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { isAnsweredBy, type ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

/** A request, and whether the rule takes it. */
export interface Expected {
  readonly request: HttpRequest;
  readonly taken: boolean;
}

/**
 * Those that are taken are waited for, which puts the rule in force for certain; what it does not take is then asked
 * for once, behind the barrier.
 */
export async function expectTaken(
  session: Session,
  service: ServiceReference,
  expected: readonly Expected[],
): Promise<void> {
  const { taken = [], others = [] } = Object.groupBy(expected, (one) => (one.taken ? 'taken' : 'others'));
  // Without any, nobody could tell a rule that is not in force from one that takes nothing.
  if (taken.length === 0) throw new Error('The table needs a request that is taken.');
  for (const { request } of taken) {
    await eventually(
      () => session.exchange(request),
      (exchange) => isAnsweredBy(exchange, service),
      (last) => `Expected the rule to take this request, but it does not:\n${describeExchange(last)}`,
    );
  }
  await session.settled();
  for (const { request } of others) {
    const exchange = await session.exchange(request);
    const { outcome } = exchange;
    if (outcome.kind !== 'answer' || outcome.answer.status !== 404)
      throw new Error(`Expected the rule not to take this request, but:\n${describeExchange(exchange)}`);
  }
}

/**
 * @param text `GET http://example.com/` or the URL alone
 * @param headers `Name: value`, several of them with semicolons between
 */
export function readRequest(text: string, headers: string, entryPoint: string): HttpRequest {
  const [, method = 'GET', url = ''] = /^(?:([A-Z]+) )?(\S+)$/.exec(text.trim()) ?? [];
  const fields = headers.split(';').filter((field) => field.trim() !== '');
  return {
    method,
    url,
    headers: Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).trim(), field.slice(colon + 1).trim()];
      }),
    ),
    ...(entryPoint === '' ? {} : { entryPoint }),
  };
}
