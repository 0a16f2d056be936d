/**
 * Lists of what is in force. Items are judged by the little that search and status look at, and shown only where they are
 * on the page that was asked for: what a list costs does not grow with what it shows of each item.
 */
import { certificateDocument, certificateStatus } from './certificate-documents.ts';
import * as documents from './documents.ts';
import { ingressDocument } from './ingress-documents.ts';
import { judgementsOf } from './ingress-judgements.ts';
import type { ListQuery } from './list-query.ts';
import type { ApiView } from './view.ts';

/** One item of a list. */
export interface Listed {
  readonly status: string;
  /** What search looks in. */
  readonly words: () => readonly string[];
  readonly document: () => object;
}

export type List = (view: ApiView) => readonly Listed[];

/** By path below `/api/`; of TCP and UDP there is never anything. */
export const lists: Readonly<Record<string, List>> = {
  'http/routers': ({ runtime }) =>
    documents.sorted(runtime?.routers).map(([name, state]) => ({
      status: state.status,
      words: () => [name, state.router.rule, state.router.service],
      document: () => documents.listedRouter(name, state),
    })),
  'http/services': ({ runtime }) =>
    documents.sorted(runtime?.services).map(([name, state]) => ({
      status: state.status,
      words: () => [name, ...state.service.loadBalancer.servers.map(({ url }) => url)],
      document: () => documents.listedService(name, state),
    })),
  'http/middlewares': ({ runtime }) =>
    documents.sorted(runtime?.middlewares).map(([name, state]) => ({
      status: state.status,
      words: () => [name, documents.kindOf(state)],
      document: () => documents.listedMiddleware(name, state),
    })),
  entrypoints: ({ entryPoints }) =>
    documents.entryPoints(entryPoints).map((entryPoint) => ({
      status: '',
      words: () => [entryPoint.name, entryPoint.address],
      document: () => entryPoint,
    })),
  'tcp/routers': () => [],
  'tcp/services': () => [],
  'tcp/middlewares': () => [],
  'udp/routers': () => [],
  'udp/services': () => [],
  ingresses: (view) => {
    const { problems, statuses } = judgementsOf(view);
    return view.ingresses.map((ingress, index) => ({
      status: statuses[index] ?? '',
      words: () => [
        `${ingress.namespace}/${ingress.name}`,
        ingress.class,
        ...ingress.paths.flatMap(({ host, path, backend }) => [`${host}${path}`, backend]),
      ],
      document: () => ingressDocument(ingress, view, problems),
    }));
  },
  certificates: ({ runtime }) =>
    [...(runtime?.certificates ?? [])].map((certificate) => ({
      status: certificateStatus(certificate, new Date()),
      words: () => [certificate.origin, ...certificate.names],
      document: () => certificateDocument(certificate, new Date()),
    })),
  problems: ({ problems }) =>
    problems.map((problem) => ({
      status: problem.severity,
      words: () => [
        `${problem.object.namespace}/${problem.object.name}`,
        problem.object.kind,
        problem.reason,
      ],
      document: () => problem,
    })),
};

/** Those that the query asks for, of all pages. */
export function select(listed: readonly Listed[], { search, status }: ListQuery): readonly Listed[] {
  return listed.filter(
    (item) =>
      (status === '' || item.status === status) &&
      (search === '' || item.words().some((word) => word.toLowerCase().includes(search))),
  );
}
