/** What an implementation says about Ingresses that it does not serve as they are written. */
import type { DynamicConfiguration } from '../implementation/implementation.ts';
import { eventually } from './deadline.ts';
import type { NamedObject } from './objects.ts';
import type { Session } from './session.ts';

type Problem = NonNullable<DynamicConfiguration['problems']>[number];

/** Waits until a problem of the object is shown at that field, with a reason and a remedy. */
export async function expectProblem(session: Session, object: NamedObject, field: string): Promise<void> {
  await eventually(
    () => problemsOf(session, object),
    (found) => found.some((problem) => problem.field === field && problem.reason && problem.remedy),
    (found) =>
      `Expected a problem to be shown at ${field}, but there is one at: ${found.map((problem) => problem.field).join(', ') || 'no field'}.`,
  );
}

/** No problem of the object is shown once everything has been seen: before that, there may be none yet. */
export async function expectNoProblem(session: Session, object: NamedObject): Promise<void> {
  await session.settled();
  await eventually(
    () => problemsOf(session, object),
    (found) => found.length === 0,
    (found) =>
      `Expected no problem to be shown, but there is: ${found.map((problem) => `${problem.field}: ${problem.reason}`).join(' ')}`,
  );
}

/** No problem of an object of that kind is shown, in the end. */
export async function expectNoProblemOf(session: Session, kind: string): Promise<void> {
  const running = await session.controller();
  await eventually(
    async () => {
      const { problems = [] } = await running.dynamicConfiguration();
      return problems.filter(({ object }) => object.kind === kind);
    },
    (found) => found.length === 0,
    (found) =>
      `Expected no ${kind} to be shown to have a problem, but: ${found.map(({ reason }) => reason).join(' ')}`,
  );
}

/** What has no namespace is found by its name alone. */
async function problemsOf(
  session: Session,
  { kind, namespace, name }: NamedObject,
): Promise<readonly Problem[]> {
  const { problems = [] } = await (await session.controller()).dynamicConfiguration();
  return problems.filter(
    ({ object }) =>
      object.kind === kind && ['', namespace].includes(object.namespace) && object.name === name,
  );
}
