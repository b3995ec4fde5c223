import { type FastifyReply, type FastifyRequest } from 'fastify';
import { invalidField } from '../../../kernel/domain-error.js';
import { isIsoDate } from '../../../kernel/term.js';
import { type Parameters } from '../../database/parameters.js';
import { type Reader } from '../../database/replica.js';
import { type ListOrder, type ListQuery, type SortType } from './listing.dto.js';
import { isInstant } from '../input/validators.js';

export { type ListOrder, type ListQuery, ListQueryIn } from './listing.dto.js';

/** One list, shaped by SQL for its screen. */
export interface ListShape {
  /** What follows SELECT. */
  select: string;
  /** What follows FROM. */
  from: string;
  /** Conditions that all must hold; placeholders from `parameters`. */
  where: string[];
  /**
   * Conditions of which one must hold, and a row meets no more than one. In the default order each is looked up on its own, since
   * an index has its rows in that order, and none has those of two joined by OR. A search finds its few rows but once.
   */
  parts?: string[];
  /**
   * One of the conditions is a search in text, of which PostgreSQL cannot tell how much it finds: where it is little, all of it
   * is found first and then sorted, since going through the book in order until a page is full may mean going through all of it.
   */
  searches?: boolean;
  parameters: Parameters;
  /** The unique integer by which ties are ordered. */
  id: string;
  /** The one that the query's DTO is made of. */
  order: ListOrder;
}

/** One page of a list. */
export interface Page<Row> {
  rows: Row[];
  /** Exact up to 10,000, beyond it `10000+`: no list counts a million rows. */
  total: string;
  next: string | undefined;
}

const MOST_COUNTED = 10_000;
/** What a cursor's value may look like, by the type of its sort field; PostgreSQL would fail on anything else. */
const FITS: Record<SortType, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string' && !value.includes('\0'),
  numeric: (value) => typeof value !== 'object' && /^-?\d{1,15}(\.\d{1,6})?$/.test(String(value)),
  date: (value) => typeof value === 'string' && isIsoDate(value),
  timestamptz: (value) => typeof value === 'string' && isInstant(value),
};

/** Reads one page. Order is always total: by the sort field, then by id. @throws validation_failed */
export async function listPage<Row extends { id: number }>(
  database: Reader,
  shape: ListShape,
  query: ListQuery,
): Promise<Page<Row>> {
  const { sorts, defaultSort } = shape.order;
  const sort = query.sort || defaultSort;
  const descending = sort.startsWith('-');
  const field = sort.replace(/^-/, '');
  const by = Object.hasOwn(sorts, field) ? sorts[field] : undefined;
  if (!by)
    throw invalidField(
      'sort',
      'unknown_sort',
      `sort must be one of ${Object.keys(sorts).join(', ')}, with - before it for descending`,
    );
  const direction = descending ? 'DESC' : 'ASC';
  const apart = field === defaultSort.replace(/^-/, '') && !shape.searches;
  const { parts = ['true'] } = shape;
  const conditions = (apart ? parts : [`(${parts.join(' OR ')})`]).map((part) => [part, ...shape.where].join(' AND '));
  const order = `ORDER BY ${by.sql} ${direction}, ${shape.id} ${direction}`;
  // In the order of the page PostgreSQL counts along its index, or sorts what a better one finds; without, it would read the table.
  const countable = conditions.map(
    (all) => `(SELECT FROM ${shape.from} WHERE ${all} ${order} LIMIT ${MOST_COUNTED + 1})`,
  );
  const [counted] = await database.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT FROM (${countable.join(' UNION ALL ')}) AS each LIMIT ${MOST_COUNTED + 1}) AS counted`,
    [...shape.parameters.values],
  );
  const { limit = 20, skip = 0 } = query;
  const inOrder = shape.searches && counted!.count <= MOST_COUNTED ? 'OFFSET 0' : `${order} LIMIT ${skip + limit + 1}`;
  let after = '';
  if (query.cursor) {
    const [value, id] = readCursor(query.cursor, field, by.type);
    const bound = `(${shape.parameters.add(value)}::${by.type}, ${shape.parameters.add(id)}::bigint)`;
    after = ` AND (${by.sql}, ${shape.id}) ${descending ? '<' : '>'} ${bound}`;
  }
  const listable = conditions.map(
    (all) => `(SELECT ${shape.select}, ${by.sql} AS sort_key FROM ${shape.from} WHERE ${all}${after} ${inOrder})`,
  );
  const found = await database.query<Row & { sort_key: unknown }>(
    `SELECT * FROM (${listable.join(' UNION ALL ')}) AS listed ORDER BY sort_key ${direction}, id ${direction} LIMIT ${limit + 1} OFFSET ${skip}`,
    shape.parameters.values,
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    rows: page.map(({ sort_key: _, ...row }) => row as unknown as Row),
    total: counted!.count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(counted!.count),
    next:
      last && found.length > limit
        ? Buffer.from(JSON.stringify([field, last.sort_key, last.id])).toString('base64url')
        : undefined,
  };
}

/** Sends a page's headers (`X-Total-Count`, `Link: rel="next"`) and returns its rows. */
export function withPageHeaders<Row>(request: FastifyRequest, reply: FastifyReply, page: Page<Row>): Row[] {
  void reply.header('x-total-count', page.total);
  if (page.next) {
    const [path, search] = request.url.split('?');
    const next = new URLSearchParams(search);
    next.delete('skip');
    next.set('cursor', page.next);
    void reply.header('link', `<${path}?${next.toString()}>; rel="next"`);
  }
  return page.rows;
}

function readCursor(cursor: string, field: string, type: SortType): [unknown, number] {
  try {
    const [sortedBy, value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, unknown, number];
    if (sortedBy === field && Number.isSafeInteger(id) && FITS[type](value)) return [value, id];
  } catch {
    // Not one of ours: refused below like any other.
  }
  throw invalidField(
    'cursor',
    'invalid_cursor',
    'cursor must come from the Link header of the page before, with the same sort',
  );
}
