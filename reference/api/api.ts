/** Traefik's API, to be read: https://doc.traefik.io/traefik/v2.10/operations/api/#endpoints; docs/observability.md has what is added. */
import { createHash } from 'node:crypto';
import { type Item, itemNamed } from './api-items.ts';
import * as documents from './documents.ts';
import {
  answerOf,
  type InternalAnswer,
  type InternalRequest,
  type InternalService,
  pathOf,
  queryOf,
  refusalOf,
} from './internal-answer.ts';
import { pageOf, readListQuery } from './list-query.ts';
import { type List, lists, select } from './lists.ts';
import type { ApiView } from './view.ts';

/** Answers everything below `/api`, with 404 where there is nothing. */
export function createApi(view: () => ApiView): InternalService {
  return (request) => refusalOf(request) ?? read(request, view());
}

function read(request: InternalRequest, view: ApiView): InternalAnswer {
  const path = pathOf(request.target);
  const [, below = ''] = /^\/api\/(.*?)\/?$/.exec(path) ?? [];
  const document = Object.hasOwn(singles, below) ? singles[below] : undefined;
  if (document !== undefined) return jsonAnswer(request, document(view));
  const list = Object.hasOwn(lists, below) ? lists[below] : undefined;
  if (list !== undefined) return listAnswer(request, list, view);
  const item: Item = itemNamed(below, view);
  return item.kind === 'found' ? jsonAnswer(request, item.document) : message(404, item.reason);
}

const singles: Readonly<Record<string, (view: ApiView) => object>> = {
  rawdata: documents.rawData,
  version: documents.version,
  overview: documents.overview,
};

function listAnswer(request: InternalRequest, list: List, view: ApiView): InternalAnswer {
  const query = readListQuery(queryOf(request.target));
  if (typeof query === 'string') return message(400, query);
  const page = pageOf(select(list(view), query), query);
  if (page === undefined) return message(400, `there is no page ${query.page} of ${query.perPage}`);
  const headers = ['X-Next-Page', String(page.next), 'X-Total-Count', String(page.total)];
  const shown = page.items.map(({ document }) => document());
  return jsonAnswer(request, shown, headers);
}

/** Whoever asks again and again is sent what has changed: the tag is of the content and what is said of it. */
function jsonAnswer(
  request: InternalRequest,
  document: object,
  headers: readonly string[] = [],
): InternalAnswer {
  const text = JSON.stringify(document);
  const tag = `"${createHash('sha256').update(headers.join()).update(text).digest('base64url').slice(0, 22)}"`;
  const all = [...headers, 'ETag', tag];
  return request.ifNoneMatch === tag
    ? { status: 304, headers: all, body: Buffer.alloc(0) }
    : answerOf(200, 'application/json', text, all);
}

function message(status: number, text: string): InternalAnswer {
  return answerOf(status, 'application/json', JSON.stringify({ message: text }));
}
