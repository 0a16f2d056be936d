/** What an API server does, subject by subject: the same of the embedded one and of a real one. */
import type { ContractServer } from './servers.ts';
import { deletionBehaviours } from './subjects/deletion.ts';
import { discoveryBehaviours } from './subjects/discovery.ts';
import { listBehaviours } from './subjects/lists.ts';
import { networkBehaviours } from './subjects/network-objects.ts';
import { watchBehaviours } from './subjects/watches.ts';
import { writeBehaviours } from './subjects/writes.ts';

export interface Behaviour {
  /** As the end of "an API server …". */
  readonly name: string;
  /** Rejects where the server behaves otherwise. */
  run(contract: Contract): Promise<void>;
}

export interface Contract {
  readonly server: ContractServer;
  /** Of the behaviour's own. */
  readonly namespace: string;
}

export const behaviours: readonly Behaviour[] = [
  ...discoveryBehaviours,
  ...writeBehaviours,
  ...networkBehaviours,
  ...listBehaviours,
  ...watchBehaviours,
  ...deletionBehaviours,
];
