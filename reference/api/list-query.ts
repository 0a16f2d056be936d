/** How lists are asked for: `?search=`, `?status=`, `?page=`, `?per_page=`. */
export interface ListQuery {
  /** In lower case; empty: everything. */
  readonly search: string;
  /** Empty: whatever it is. */
  readonly status: string;
  /** From 1 on. */
  readonly page: number;
  readonly perPage: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** 1 behind the last one, as in Traefik. */
  readonly next: number;
  /** Of all pages. */
  readonly total: number;
}

const itemsPerPage = 100;

/** @returns what is wrong with it, as text, where it can't be understood */
export function readListQuery(query: URLSearchParams): ListQuery | string {
  const page = positive(query.get('page'), 1);
  const perPage = positive(query.get('per_page'), itemsPerPage);
  if (page === undefined) return 'page must be a whole number from 1 on';
  if (perPage === undefined) return 'per_page must be a whole number from 1 on';
  const search = (query.get('search') ?? '').trim().toLowerCase();
  return { search, status: (query.get('status') ?? '').trim().toLowerCase(), page, perPage };
}

/** @returns undefined where there is no such page; there is always a first one */
export function pageOf<Item>(items: readonly Item[], { page, perPage }: ListQuery): Page<Item> | undefined {
  const start = (page - 1) * perPage;
  if (start > 0 && start >= items.length) return undefined;
  const end = start + perPage;
  return { items: items.slice(start, end), next: end < items.length ? page + 1 : 1, total: items.length };
}

function positive(text: string | null, otherwise: number): number | undefined {
  if (text === null || text === '') return otherwise;
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
