/** Where an entry point listens, and where not. */
import assert from 'node:assert/strict';
import { connectRaw } from '../traffic/raw-client.ts';
import { eventually } from './deadline.ts';
import type { Session } from './session.ts';

/** By and by, since it may have been told to stop just now. */
export async function expectNoListener(session: Session, entryPoint: string): Promise<void> {
  const address = (await session.controller()).address(entryPoint);
  assert.ok(address, `There is no entry point ${entryPoint}.`);
  await eventually(
    () => listens(address.host, address.port),
    (is) => !is,
    () => `The entry point ${entryPoint} still takes connections.`,
  );
}

/** Whether the port of the entry point takes connections at that address of this machine. */
export async function listensAt(session: Session, entryPoint: string, host: string): Promise<boolean> {
  const address = (await session.controller()).address(entryPoint);
  assert.ok(address, `There is no entry point ${entryPoint}.`);
  return await listens(host, address.port);
}

/** Whether that port of this machine takes connections. */
export async function listens(host: string, port: number): Promise<boolean> {
  try {
    (await connectRaw({ host, port })).leave();
    return true;
  } catch {
    return false;
  }
}
