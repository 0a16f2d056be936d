/** What an implementation says about Ingresses that it does not serve as they are written. */
import type { DynamicConfiguration } from '../implementation/implementation.ts';
import { eventually } from './deadline.ts';
import type { ServiceReference } from './expectations.ts';
import type { Session } from './session.ts';

type Problem = NonNullable<DynamicConfiguration['problems']>[number];

/** Waits until a problem of the Ingress is shown at that field, with a reason and a remedy. */
export async function expectProblem(
  session: Session,
  ingress: ServiceReference,
  field: string,
): Promise<void> {
  await eventually(
    () => problemsOf(session, ingress),
    (found) => found.some((problem) => problem.field === field && problem.reason && problem.remedy),
    (found) =>
      `Expected a problem to be shown at ${field}, but there is one at: ${found.map((problem) => problem.field).join(', ') || 'no field'}.`,
  );
}

/** No problem of the Ingress is shown once everything has been seen: before that, there may be none yet. */
export async function expectNoProblem(session: Session, ingress: ServiceReference): Promise<void> {
  await session.settled();
  await eventually(
    () => problemsOf(session, ingress),
    (found) => found.length === 0,
    (found) =>
      `Expected no problem to be shown, but there is: ${found.map((problem) => `${problem.field}: ${problem.reason}`).join(' ')}`,
  );
}

async function problemsOf(
  session: Session,
  { namespace, name }: ServiceReference,
): Promise<readonly Problem[]> {
  const { problems = [] } = await (await session.controller()).dynamicConfiguration();
  return problems.filter(
    ({ object }) => object.kind === 'Ingress' && object.namespace === namespace && object.name === name,
  );
}
