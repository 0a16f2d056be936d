import * as documents from './documents.ts';
import { ingressDocument } from './ingress-documents.ts';
import { judgementsOf } from './ingress-judgements.ts';
import type { ApiView } from './view.ts';

/** What stands below a list, by its name. */
export type Item =
  | { readonly kind: 'found'; readonly document: object }
  | { readonly kind: 'missing'; readonly reason: string };

/** @param path below `/api/`, as it stands in the target: names in it may be percent-encoded */
export function itemNamed(path: string, view: ApiView): Item {
  const [, list, encoded = ''] = /^((?:http|tcp|udp)\/\w+|entrypoints|ingresses)\/(.+)$/.exec(path) ?? [];
  const find = list === undefined || !Object.hasOwn(finders, list) ? undefined : finders[list];
  if (find === undefined) return { kind: 'missing', reason: `/api/${path} is not found` };
  const name = decode(encoded);
  const document = find.item(name, view);
  return document === undefined
    ? { kind: 'missing', reason: `${find.what} not found: ${name}` }
    : { kind: 'found', document };
}

interface Finder {
  readonly what: string;
  readonly item: (name: string, view: ApiView) => object | undefined;
}

const nothing = (what: string): Finder => ({ what, item: () => undefined });

const finders: Readonly<Record<string, Finder>> = {
  'http/routers': {
    what: 'router',
    item(name, { runtime }) {
      const state = runtime?.routers.get(name);
      return state && documents.listedRouter(name, state);
    },
  },
  'http/services': {
    what: 'service',
    item(name, { runtime }) {
      const state = runtime?.services.get(name);
      return state && documents.listedService(name, state);
    },
  },
  'http/middlewares': {
    what: 'middleware',
    item(name, { runtime }) {
      const state = runtime?.middlewares.get(name);
      return state && documents.listedMiddleware(name, state);
    },
  },
  entrypoints: {
    what: 'entry point',
    item: (wanted, { entryPoints }) => documents.entryPoints(entryPoints).find(({ name }) => name === wanted),
  },
  ingresses: {
    what: 'ingress',
    item(wanted, view) {
      const ingress = view.ingresses.find(({ namespace, name }) => `${namespace}/${name}` === wanted);
      return ingress && ingressDocument(ingress, view, judgementsOf(view).problems);
    },
  },
  'tcp/routers': nothing('router'),
  'tcp/services': nothing('service'),
  'tcp/middlewares': nothing('middleware'),
  'udp/routers': nothing('router'),
  'udp/services': nothing('service'),
};

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
