/**
 * What API servers do to their clients, and scenarios to an implementation: they are away, cut watches, forget
 * what was, answer with errors. The harness itself is spared all of it.
 */
import type { FaultAnswer } from '../../fixtures/api-server/index.ts';
import { harnessUserAgent } from '../cluster/objects.ts';
import { eventually } from './deadline.ts';
import type { Session } from './session.ts';

export type { FaultAnswer };

/** Tries in vain that show that the implementation has noticed, and goes on trying. */
const severalTries = 10;

/** For the implementation there is no API server from now on. */
export async function takeServerAway(session: Session): Promise<void> {
  (await session.ownCluster()).gate.shut();
}

/** Resolves when the implementation has looked for its API server again and again. */
export async function serverMissed(session: Session): Promise<void> {
  await session.controller();
  const { gate } = await session.ownCluster();
  await eventually(
    async () => gate.turnedAway,
    (tries) => tries >= severalTries,
    (tries) =>
      `While the API server was away, the implementation tried ${tries} times to connect, fewer than ${severalTries}.`,
  );
}

/** The API server is there again, once it has been missed. */
export async function bringServerBack(session: Session): Promise<void> {
  await serverMissed(session);
  (await session.ownCluster()).gate.open();
}

/** The implementation has to connect anew, which it may do at once. */
export async function loseConnections(session: Session): Promise<void> {
  const { gate } = await session.ownCluster();
  gate.shut();
  gate.open();
}

/** Cuts every watch of the implementation; new ones wait until `liftFaults`. */
export async function cutWatches(session: Session): Promise<void> {
  const { server } = await session.ownCluster();
  const open = () => server.requests.entries({ verb: 'watch' }).filter(({ end }) => end === undefined);
  await eventually(
    async () => open(),
    (requests) => requests.length > 0 && requests.every(({ watch }) => watch !== undefined),
    () => 'The implementation does not watch the API server, so there is nothing to cut.',
  );
  server.faults.hold({ verb: 'watch' });
  server.faults.cutWatches();
}

/** No watch can be resumed from what has been so far. */
export async function forgetHistory(session: Session): Promise<void> {
  (await session.ownCluster()).server.faults.compact();
}

/** Ends every watch with the event that says that what it would go on from is forgotten. */
export async function expireWatches(session: Session): Promise<void> {
  (await session.ownCluster()).server.faults.compact({ expireWatches: true });
}

/** Whatever the implementation asks about the resource is answered with that, until `liftFaults`. */
export async function answerWithError(
  session: Session,
  resource: string,
  code: FaultAnswer['code'],
): Promise<void> {
  const others = new RegExp(`^(?!${harnessUserAgent}$)`);
  (await session.ownCluster()).server.faults.answer({ resource, userAgent: others }, { code });
}

/** The API server does its part again. */
export async function liftFaults(session: Session): Promise<void> {
  (await session.ownCluster()).server.faults.clear();
}
