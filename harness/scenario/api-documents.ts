/** What the API of the implementation shows, beyond what sessions read of it themselves. */
import { isDeepStrictEqual } from 'node:util';
import { describeExchange, type Exchange } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import { get } from './expectations.ts';
import type { Session } from './session.ts';

/** By and by the document at that path shows all of `expected`: see `shows`. */
export async function expectDocument(session: Session, path: string, expected: unknown): Promise<void> {
  await eventually(
    () => session.exchange(get(`http://api.example.com${path}`, 'traefik')),
    (exchange) => shows(documentOf(exchange), expected),
    (last) => `Expected ${JSON.stringify(expected)}, but:\n${describeExchange(last)}`,
  );
}

/**
 * Whether a document has what is expected: of an object the keys that are named, of a list an element for each
 * one that is named, anything else exactly.
 */
export function shows(document: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(document) &&
      expected.every((wanted) => document.some((element) => shows(element, wanted)))
    );
  }
  if (!isRecord(expected)) return isDeepStrictEqual(document, expected);
  return (
    isRecord(document) && Object.entries(expected).every(([key, wanted]) => shows(document[key], wanted))
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function documentOf({ outcome }: Exchange): unknown {
  if (outcome.kind !== 'answer' || outcome.answer.status !== 200) return undefined;
  try {
    return JSON.parse(outcome.answer.body);
  } catch {
    return undefined;
  }
}
