/** What scenarios expect of the way in which an implementation deals with its API server. */
import assert from 'node:assert/strict';
import type { ApiRequest } from '../cluster/cluster.ts';
import { StartRefused } from '../implementation/implementation.ts';
import { says } from '../implementation/log-lines.ts';
import { eventually } from './deadline.ts';
import { expectLogged } from './expectations.ts';
import type { Session } from './session.ts';

/** Connections of a client that tries again, rather than of one that has several. */
const severalTries = 10;

/** Every request of the implementation came from that user. */
export async function expectEveryRequestBy(session: Session, user: string): Promise<void> {
  await session.settled();
  const users = new Set((await session.cluster()).requests().map((request) => request.user));
  assert.deepEqual([...users], [user], `Requests came from: ${[...users].join(', ')}`);
}

/** Nothing has so much as connected to the other cluster. */
export async function expectNotContacted(session: Session): Promise<void> {
  await session.settled();
  const { gate } = await session.otherCluster();
  assert.equal(gate.asked, 0, `The other cluster was asked for ${gate.asked} connections.`);
}

/** The implementation connects, finds that it should not, and tries again; the API server is sent nothing. */
export async function expectConnectionsWithoutRequest(session: Session): Promise<void> {
  await session.controller();
  const { gate, requests } = await session.ownCluster();
  await eventually(
    async () => gate.asked,
    (asked) => asked >= severalTries,
    (asked) =>
      `Expected the implementation to connect to the API server again and again, but it did so ${asked} times.`,
  );
  assert.deepEqual(requests(), []);
}

/** The API server answers some request of the implementation so. */
export async function expectAnswered(session: Session, status: number): Promise<void> {
  await session.controller();
  const cluster = await session.cluster();
  await eventually(
    async () => cluster.requests(),
    (requests) => requests.some((request) => request.status === status),
    (requests) =>
      `Expected a request to be answered with ${status}, but the last ones were: ${requests
        .slice(-5)
        .map((request) => `${request.verb} ${request.target} (${request.status})`)
        .join(', ')}.`,
  );
}

/** The implementation says so when it refuses to start or, where it starts, as an error in its log. */
export async function expectErrorNaming(session: Session, word: string): Promise<void> {
  try {
    await expectLogged(session, ['error', word]);
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error;
    assert.ok(says(error.output, [word]), `Expected it to name ${word}, but it says:\n${error.output}`);
  }
}

/** Some line of the log names a request that the API server answered so: by its path or its resource, and by the answer. */
export async function expectRefusalLogged(session: Session, status: number): Promise<void> {
  const running = await session.controller();
  const cluster = await session.cluster();
  const refused = () => cluster.requests().filter((request) => request.status === status);
  await eventually(
    async () => running.log(),
    (lines) => refused().some((request) => lines.some((line) => names(line, request))),
    (lines) => {
      const requests = refused().map(({ verb, target }) => `${verb} ${target}`);
      return `Expected a line of the log to name one of these requests: ${requests.join(', ') || 'there are none'}.\nIt has only:\n${lines.slice(-20).join('\n')}`;
    },
  );
}

const reasons: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 500: 'internal' };

function names(line: string, { target, resource, status }: ApiRequest): boolean {
  const [path = ''] = target.split('?');
  const answer = line.includes(String(status)) || line.toLowerCase().includes(reasons[status] ?? 'unknown');
  return answer && (line.includes(path) || (resource !== '' && line.includes(resource)));
}

/** How much longer two later pauses must be than two earlier ones: half of what doubling gives, for jitter's sake. */
const growth = 1.5;

/** The pauses between requests for a resource grow, over the first five of them. */
export async function expectGrowingPauses(session: Session, resource: string): Promise<void> {
  await session.controller();
  const cluster = await session.cluster();
  const starts = await eventually(
    async () =>
      cluster.requests().flatMap((request) => (request.resource === resource ? [request.start] : [])),
    (found) => found.length >= 5,
    (found) => `Expected ${resource} to be asked for again and again, but they were ${found.length} times.`,
    60_000,
  );
  const [first = 0, , third = 0, , fifth = 0] = starts;
  const [earlier, later] = [third - first, fifth - third];
  assert.ok(
    later > growth * earlier,
    `Two pauses lasted ${Math.round(earlier)} ms together, and the next two hardly longer: ${Math.round(later)} ms.`,
  );
}
