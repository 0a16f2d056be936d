/**
 * Carries out each of these in turn, also where one before it fails.
 *
 * @throws AggregateError with everything that failed
 */
export async function endEach(endings: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const end of endings) {
    try {
      await end();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length === 0) return;
  const messages = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  throw new AggregateError(errors, `Not everything could be ended: ${messages.join(' ')}`);
}
