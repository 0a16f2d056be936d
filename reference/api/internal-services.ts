import type { StaticConfiguration } from '../configuration/static-configuration.ts';
import { createApi } from './api.ts';
import { createDashboard } from './dashboard.ts';
import {
  answerOf,
  type InternalService,
  pathOf,
  redirectTo,
  refusalOf,
  textAnswer,
} from './internal-answer.ts';
import { type InternalHandler, onEntryPoint } from './on-entry-point.ts';
import type { ApiView } from './view.ts';

export interface InternalServicesInput {
  readonly configuration: Pick<StaticConfiguration, 'ping' | 'api' | 'metrics'>;
  readonly view: () => ApiView;
  /** Whether the process has been told to stop. */
  readonly terminating: () => boolean;
  /** Undefined: there are none. */
  readonly metrics: { text(): Promise<string>; readonly contentType: string } | undefined;
}

/** Everything that the process answers itself, by the name under which routers can ask for it. */
export interface InternalServices {
  readonly 'api@internal'?: InternalService;
  readonly 'dashboard@internal'?: InternalService;
  readonly 'ping@internal'?: InternalService;
  readonly 'prometheus@internal'?: InternalService;
}

/** Those that the static configuration turns on. */
export function createInternalServices(input: InternalServicesInput): InternalServices {
  const { configuration, view, terminating, metrics } = input;
  const { ping, api } = configuration;
  const dashboard = api?.dashboard === true ? createDashboard() : undefined;
  return {
    ...(api === undefined ? {} : { 'api@internal': withDashboard(createApi(view), dashboard) }),
    ...(dashboard === undefined ? {} : { 'dashboard@internal': dashboard }),
    ...(ping === undefined ? {} : { 'ping@internal': createPing(ping.terminatingStatusCode, terminating) }),
    ...(metrics === undefined ? {} : { 'prometheus@internal': createMetricsService(metrics) }),
  };
}

/**
 * What an entry point serves itself, before any router: `/ping` and `/metrics` where they are not routed by hand; API
 * and dashboard on `traefik` where `api.insecure` says so. Undefined: nothing.
 */
export function internalHandler(
  entryPoint: string,
  { ping, api, metrics: { prometheus } }: InternalServicesInput['configuration'],
  services: InternalServices,
): InternalHandler | undefined {
  const prefixes: [string, InternalService | undefined][] = [];
  const routes = (section: { readonly entryPoint: string; readonly manualRouting: boolean } | undefined) =>
    section !== undefined && !section.manualRouting && section.entryPoint === entryPoint;
  if (routes(ping)) prefixes.push(['/ping', services['ping@internal']]);
  if (routes(prometheus)) prefixes.push(['/metrics', services['prometheus@internal']]);
  const insecure = api?.insecure === true && entryPoint === 'traefik';
  if (insecure) {
    prefixes.push(['/api', services['api@internal']], ['/dashboard', services['dashboard@internal']]);
  }
  const found = (path: string): InternalService | undefined => {
    if (insecure && path === '/' && services['dashboard@internal'] !== undefined) return toDashboard;
    return prefixes.find(([prefix]) => path.startsWith(prefix))?.[1];
  };
  return prefixes.length === 0 ? undefined : onEntryPoint((request) => found(pathOf(request.target)));
}

const toDashboard: InternalService = (request) => refusalOf(request) ?? redirectTo('dashboard/');

/** As in Traefik, a router that names `api@internal` gets the dashboard with it. */
function withDashboard(api: InternalService, dashboard: InternalService | undefined): InternalService {
  if (dashboard === undefined) return api;
  return (request) => (pathOf(request.target).startsWith('/dashboard') ? dashboard(request) : api(request));
}

function createPing(terminatingStatus: number, terminating: () => boolean): InternalService {
  return () => {
    const status = terminating() ? terminatingStatus : 200;
    return textAnswer(status, status === 200 ? 'OK' : 'Terminating');
  };
}

function createMetricsService({
  text,
  contentType,
}: NonNullable<InternalServicesInput['metrics']>): InternalService {
  return async (request) => refusalOf(request) ?? answerOf(200, contentType, await text());
}
