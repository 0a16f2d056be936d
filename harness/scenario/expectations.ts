/**
 * What scenarios expect of an implementation. Each throws an error that says what was expected and what came.
 *
 * Positive expectations wait until they hold. Negative ones, and those about one certain answer, are checked
 * once, behind the barrier: everything that the scenario did has been seen by then.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { StartRefused } from '../implementation/implementation.ts';
import { says } from '../implementation/log-lines.ts';
import { describeExchange, type Exchange, type HttpRequest, receivedByPod } from '../traffic/client.ts';
import { eventually } from './deadline.ts';
import type { Session } from './session.ts';

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
}

/** A GET is answered by a pod of the Service. */
export async function expectReaches(
  session: Session,
  url: string,
  service: ServiceReference,
  controller?: string,
  entryPoint?: string,
): Promise<Exchange> {
  return await eventually(
    () => session.exchange(get(url, entryPoint), controller),
    (exchange) => isAnsweredBy(exchange, service),
    (last) =>
      `Expected ${url} to be answered by a pod of the Service ${nameOf(service)}, but ${answererOf(last)}:\n${describeExchange(last)}`,
  );
}

/** A GET is answered by a pod of the Service once everything has been seen, as it may have been before. */
export async function expectStillReaches(
  session: Session,
  url: string,
  service: ServiceReference,
): Promise<void> {
  await session.settled();
  const exchange = await session.exchange(get(url));
  if (!isAnsweredBy(exchange, service))
    throw new Error(
      `Expected ${url} to be answered by a pod of the Service ${nameOf(service)} still, but ${answererOf(exchange)}:\n${describeExchange(exchange)}`,
    );
}

/** The same, of this very request. */
export async function expectAnsweredBy(
  session: Session,
  url: string,
  service: ServiceReference,
): Promise<Exchange> {
  const exchange = await session.exchange(get(url));
  if (!isAnsweredBy(exchange, service)) {
    throw new Error(
      `Expected ${url} to be answered by a pod of the Service ${nameOf(service)}, but:\n${describeExchange(exchange)}`,
    );
  }
  return exchange;
}

/** The Service whose pod answers a GET now. */
export async function readAnswerer(session: Session, url: string): Promise<ServiceReference> {
  const exchange = await session.exchange(get(url));
  const { namespace, service } = receivedByPod(exchange) ?? {};
  if (namespace === undefined || service === undefined)
    throw new Error(`Expected a pod to answer ${url}, but:\n${describeExchange(exchange)}`);
  return { namespace, name: service };
}

/** A GET gets that status, once everything has been seen. */
export async function expectStatus(
  session: Session,
  url: string,
  status: number,
  controller?: string,
  entryPoint?: string,
): Promise<void> {
  await session.settled(controller);
  const exchange = await session.exchange(get(url, entryPoint), controller);
  const got = exchange.outcome.kind === 'answer' ? exchange.outcome.answer.status : undefined;
  if (got !== status)
    throw new Error(
      `Expected ${url} to be answered with ${status}, but ${answererOf(exchange)}:\n${describeExchange(exchange)}`,
    );
}

/** A GET gets that status sooner or later. */
export async function expectStatusInTheEnd(session: Session, url: string, status: number): Promise<void> {
  await eventually(
    () => session.exchange(get(url)),
    ({ outcome }) => outcome.kind === 'answer' && outcome.answer.status === status,
    (last) =>
      `Expected ${url} to be answered with ${status}, but ${answererOf(last)}:\n${describeExchange(last)}`,
  );
}

/** Of `count` GETs in a row every pod of the Service gets its share, and no other pod any. */
export async function expectSpread(
  session: Session,
  url: string,
  service: ServiceReference,
  pods: number,
  count: number,
): Promise<void> {
  const shares = await sharesOf(session, url, service, count);
  const said = describeShares(shares);
  assert.equal(
    shares.size,
    pods,
    `Expected ${count} requests to reach ${pods} pods, but they reached ${said}.`,
  );
  const [most, least] = [Math.max(...shares.values()), Math.min(...shares.values())];
  assert.ok(most - least <= 1, `Expected ${count} requests to be spread evenly, but they were not: ${said}.`);
}

/** The same, whatever the shares: a controller may draw lots. */
export async function expectAllReached(
  session: Session,
  url: string,
  service: ServiceReference,
  pods: number,
  count: number,
): Promise<void> {
  const shares = await sharesOf(session, url, service, count);
  assert.equal(
    shares.size,
    pods,
    `Expected ${count} requests to reach ${pods} pods, but they reached ${describeShares(shares)}.`,
  );
}

/** How many of `count` GETs in a row each pod of the Service answers, once everything has been seen. */
async function sharesOf(
  session: Session,
  url: string,
  service: ServiceReference,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  await session.settled();
  const shares = new Map<string, number>();
  for (let sent = 0; sent < count; sent++) {
    const exchange = await session.exchange(get(url));
    const received = receivedByPod(exchange);
    if (received === undefined || !isAnsweredBy(exchange, service)) {
      throw new Error(
        `Expected a pod of the Service ${nameOf(service)} to answer, but:\n${describeExchange(exchange)}`,
      );
    }
    shares.set(received.pod, (shares.get(received.pod) ?? 0) + 1);
  }
  return shares;
}

function describeShares(shares: ReadonlyMap<string, number>): string {
  return [...shares].map(([pod, share]) => `${pod}: ${share}`).join(', ');
}

/** Of everything that steady traffic sent, nothing went without an answer from a pod. */
export async function expectNoFailure(session: Session): Promise<void> {
  const traffic = session.steadyTraffic;
  assert.ok(traffic, 'The scenario has no steady traffic.');
  session.steadyTraffic = undefined;
  const exchanges = await traffic.stop();
  const failed = exchanges.filter((exchange) => receivedByPod(exchange) === undefined);
  const [first] = failed;
  if (first !== undefined) {
    throw new Error(
      `${failed.length} of ${exchanges.length} requests failed, the first of them:\n${describeExchange(first)}`,
    );
  }
}

/** Some line of the log says each of the words of one of the wordings (see `says`). */
export async function expectLogged(session: Session, ...wordings: (readonly string[])[]): Promise<void> {
  const running = await session.controller();
  const expected = wordings.map((words) => words.join(' and ')).join(', or ');
  await eventually(
    async () => running.log(),
    (lines) => lines.some((line) => wordings.some((words) => says(line, words))),
    (lines) =>
      `Expected a line of the log to name ${expected}, but it has only:\n${lines.slice(-20).join('\n')}`,
  );
}

/** Some line of a file in the scenario's own folder has the word; the file itself may still have to come. */
export async function expectInFile(session: Session, path: string, word: string): Promise<void> {
  const file = await session.access.values.inText(`\${files}/${path}`);
  await eventually(
    () => readFile(file, 'utf8').catch((error: Error) => error.message),
    (text) => text.split('\n').some((line) => line.includes(word)),
    (text) => `Expected a line of ${path} to have ${word}, but it has:\n${text.slice(-2000)}`,
  );
}

/** The word is in the log; where the instance does not start, it is in what it says then. */
export async function expectReported(session: Session, word: string): Promise<void> {
  try {
    await session.controller();
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    assert.ok(says(error.output, [word]), `It did not start, and does not name ${word}:\n${error.output}`);
    return;
  }
  await expectLogged(session, [word]);
}

export function isAnsweredBy(exchange: Exchange, { namespace, name }: ServiceReference): boolean {
  const received = receivedByPod(exchange);
  return received?.namespace === namespace && received.service === name;
}

/** Who answered, as the end of "but …". */
function answererOf(exchange: Exchange): string {
  const received = receivedByPod(exchange);
  if (received !== undefined)
    return `a pod of the Service ${received.namespace}/${received.service} answered`;
  const { outcome } = exchange;
  return outcome.kind === 'answer' ? `it was answered with ${outcome.answer.status}` : 'there was no answer';
}

/** @param entryPoint where it goes; undefined: where the scheme of the URL leads */
export function get(url: string, entryPoint?: string): HttpRequest {
  return { method: 'GET', url, headers: {}, ...(entryPoint === undefined ? {} : { entryPoint }) };
}

function nameOf({ namespace, name }: ServiceReference): string {
  return `${namespace}/${name}`;
}
