/** What the API of the implementation shows, beyond what sessions read of it themselves. */
import assert from 'node:assert/strict';
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

/** By and by there is a list at that path, with nothing in it. */
export async function expectEmptyList(session: Session, path: string): Promise<void> {
  await eventually(
    () => session.exchange(get(`http://api.example.com${path}`, 'traefik')),
    (exchange) => isDeepStrictEqual(documentOf(exchange), []),
    (last) => `Expected an empty list, but:\n${describeExchange(last)}`,
  );
}

/** By and by the router is shown as disabled, and one of its errors names the reason. */
export async function expectDisabledRouter(session: Session, name: string, reason: string): Promise<void> {
  await eventually(
    () => session.exchange(get(`http://api.example.com/api/http/routers/${name}`, 'traefik')),
    (exchange) => {
      const router = documentOf(exchange);
      if (!isRecord(router) || router.status !== 'disabled' || !Array.isArray(router.error)) return false;
      return router.error.some((error) => String(error).includes(reason));
    },
    (last) =>
      `Expected the router ${name} to be disabled because of ${reason}, but:\n${describeExchange(last)}`,
  );
}

/** What is shown at that path, which is there, does not have the text in it. */
export async function expectNotShown(session: Session, path: string, text: string): Promise<void> {
  const exchange = await session.exchange(get(`http://api.example.com${path}`, 'traefik'));
  assert.ok(documentOf(exchange) !== undefined, describeExchange(exchange));
  const shown = exchange.outcome.kind === 'answer' ? exchange.outcome.answer.body : '';
  assert.ok(!shown.includes(text), `${path} shows ${text}.`);
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
