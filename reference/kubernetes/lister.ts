import { ApiError, isExpired } from './api-error.ts';
import type { ApiClient, Query } from './client.ts';
import { asRecord, asString } from './json.ts';

export interface Listing<T> {
  readonly items: readonly T[];
  /** Where a watch may go on from. */
  readonly resourceVersion: string;
}

/** As many as clients of Kubernetes usually ask for at a time. */
export const pageSize = 500;

/**
 * Lists a collection in pages, each item decoded before the next page is asked for, so that no more than one
 * page of raw objects is held. When a page is too large, smaller ones are asked for; when the token of a page
 * has expired, all is asked for again in one piece, since that can't expire.
 *
 * @throws {ApiError}
 */
export async function listAll<T>(
  client: ApiClient,
  path: string,
  query: Query,
  read: (item: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<Listing<T>> {
  let limit = pageSize;
  let paged = true;
  let items: T[] = [];
  let token = '';
  for (;;) {
    let answer: Readonly<Record<string, unknown>>;
    try {
      const page: Query = paged ? { limit: String(limit), ...(token === '' ? {} : { continue: token }) } : {};
      answer = asRecord(await client.get(path, { ...query, ...page }, signal));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.failure.kind === 'too-large' && paged && limit > 1) {
        limit = Math.ceil(limit / 4);
      } else if (isExpired(error.failure) && token !== '') {
        paged = false;
        items = [];
        token = '';
      } else {
        throw error;
      }
      continue;
    }
    const { resourceVersion, continue: next } = asRecord(answer.metadata);
    if (!Array.isArray(answer.items) && answer.items !== null) {
      throw invalid(path, 'the answer is no list of Kubernetes objects.');
    }
    // Whoever watched from nowhere in particular would miss what is deleted until then.
    if (asString(resourceVersion) === '') throw invalid(path, 'the list has no resource version.');
    if (token !== '' && next === token) throw invalid(path, 'the list goes round in a circle.');
    for (const raw of answer.items ?? []) {
      const item = read(raw);
      if (item !== undefined) items.push(item);
    }
    token = asString(next);
    if (token === '') return { items, resourceVersion: asString(resourceVersion) };
  }
}

function invalid(path: string, message: string): ApiError {
  return new ApiError(`GET ${path}`, { kind: 'invalid', message });
}
