import type { Problem } from '../dynamic/problem.ts';
import { serviceWithoutSecrets, withoutSecrets } from '../dynamic/without-secrets.ts';
import type { ResolvedMiddleware } from './middleware-table.ts';
import type { ResolvedService } from './resolve.ts';
import type { MiddlewareState, ServiceState } from './runtime.ts';

/** @param usedBy routers that name it */
export function serviceState(
  resolved: ResolvedService | undefined,
  usedBy: readonly string[],
): ServiceState | undefined {
  if (resolved === undefined) return undefined;
  const { definition, problems, usable } = resolved;
  return { service: serviceWithoutSecrets(definition), ...statusOf(problems, usable), usedBy };
}

/** @param usedBy routers that name it */
export function middlewareState(
  resolved: ResolvedMiddleware | undefined,
  usedBy: readonly string[],
): MiddlewareState | undefined {
  if (resolved === undefined) return undefined;
  const { definition, middlewares, problems } = resolved;
  return { middleware: withoutSecrets(definition), ...statusOf(problems, middlewares !== undefined), usedBy };
}

function statusOf(problems: readonly Problem[], usable: boolean): Pick<ServiceState, 'status' | 'errors'> {
  const errors = problems.map(({ reason }) => reason);
  return { status: usable ? (errors.length > 0 ? 'warning' : 'enabled') : 'disabled', errors };
}
