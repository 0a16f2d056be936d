/**
 * The embedded API server and a real one are held to the same behaviour. The real one is that of KUBEBUILDER_ASSETS;
 * where there is none, its half is skipped.
 */
import { after, before, describe, type TestContext, test } from 'node:test';
import { type Behaviour, behaviours } from './behaviours.ts';
import { type ContractServer, startEmbedded, startReal } from './servers.ts';

/** Which the embedded server is held to where there is no real one: the newest that it knows. */
const newest = '1.34';

describe('an API server', () => {
  let real: Awaited<ReturnType<typeof startReal>>;
  let embedded: ContractServer;

  before(async () => {
    real = await startReal();
    embedded = await startEmbedded(real?.version ?? newest);
  });
  after(async () => {
    await embedded?.stop();
    await real?.stop();
  });

  for (const [index, behaviour] of behaviours.entries()) {
    test(`${behaviour.name}: embedded`, (context) => check(context, behaviour, embedded, index));
    test(`${behaviour.name}: real`, async (context) => {
      if (real === undefined) return context.skip('KUBEBUILDER_ASSETS is not set');
      return await check(context, behaviour, real, index);
    });
  }
});

async function check(
  context: TestContext,
  { run }: Behaviour,
  server: ContractServer,
  index: number,
): Promise<void> {
  context.diagnostic(`against ${server.name}`);
  // A namespace each, so that behaviours do not see one another's objects.
  const namespace = `contract-${index}`;
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  await run({ server, namespace });
}
