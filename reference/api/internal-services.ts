import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StaticConfiguration } from '../configuration/static-configuration.ts';
import * as documents from './documents.ts';
import type { ApiView } from './view.ts';

/** Answers a request that is the process's own business; false where it is not. */
export type InternalHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface InternalServices {
  readonly configuration: Pick<StaticConfiguration, 'ping' | 'api'>;
  readonly view: () => ApiView;
  /** Whether the process has been told to stop. */
  readonly terminating: () => boolean;
}

/** What an entry point serves itself, before any router: `/ping`, and `/api` on `traefik`. Undefined: nothing. */
export function internalHandler(entryPoint: string, services: InternalServices): InternalHandler | undefined {
  const { ping, api } = services.configuration;
  const handlers: InternalHandler[] = [];
  if (ping !== undefined && !ping.manualRouting && ping.entryPoint === entryPoint) {
    handlers.push(pingHandler(ping.terminatingStatusCode, services.terminating));
  }
  if (api?.insecure === true && entryPoint === 'traefik') handlers.push(apiHandler(services.view));
  if (handlers.length === 0) return undefined;
  return (request, response) => handlers.some((handle) => handle(request, response));
}

function pingHandler(terminatingStatus: number, terminating: () => boolean): InternalHandler {
  return (request, response) => {
    if (!pathOf(request).startsWith('/ping')) return false;
    const status = terminating() ? terminatingStatus : 200;
    send(request, response, status, 'text/plain; charset=utf-8', status === 200 ? 'OK' : 'Terminating');
    return true;
  };
}

function apiHandler(view: () => ApiView): InternalHandler {
  return (request, response) => {
    const path = pathOf(request);
    if (path !== '/api' && !path.startsWith('/api/')) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(request, response, 405, 'text/plain; charset=utf-8', 'Method Not Allowed', ['Allow', 'GET, HEAD']);
      return true;
    }
    const document = documentAt(path, view());
    if (document === undefined) {
      const message = { message: `${path} is not found`, status: 404 };
      send(request, response, 404, 'application/json', JSON.stringify(message));
    } else {
      send(request, response, 200, 'application/json', JSON.stringify(document));
    }
    return true;
  };
}

function documentAt(path: string, view: ApiView): object | undefined {
  switch (path) {
    case '/api/rawdata':
      return documents.rawData(view);
    case '/api/version':
      return documents.version(view);
    case '/api/overview':
      return documents.overview(view);
    case '/api/entrypoints':
      return documents.entryPoints(view);
    case '/api/http/routers':
      return documents.routerList(view);
    case '/api/http/services':
      return documents.serviceList(view);
    case '/api/http/middlewares':
      return [];
  }
  const [, list, name] = /^\/api\/(http\/routers|http\/services|entrypoints)\/([^/]+)$/.exec(path) ?? [];
  if (list === undefined || name === undefined) return undefined;
  const wanted = decode(name);
  if (list === 'http/routers') return documents.routerNamed(view, wanted);
  if (list === 'http/services') return documents.serviceNamed(view, wanted);
  const { entryPoints } = view;
  if (!Object.hasOwn(entryPoints, wanted)) return undefined;
  return documents.entryPoints(view).find((entryPoint) => 'name' in entryPoint && entryPoint.name === wanted);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function pathOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return mark === -1 ? url : url.slice(0, mark);
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  headers: readonly string[] = [],
): void {
  const body = Buffer.from(text);
  const all = [
    'Content-Type',
    type,
    'X-Content-Type-Options',
    'nosniff',
    'Cache-Control',
    'no-store',
    ...headers,
  ];
  response.writeHead(status, [...all, 'Content-Length', String(body.length)]);
  response.end(request.method === 'HEAD' ? undefined : body);
}
