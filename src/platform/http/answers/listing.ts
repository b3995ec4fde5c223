import { type FastifyReply, type FastifyRequest } from 'fastify';
import { invalidField } from '../../../kernel/domain-error.js';
import { isIsoDate } from '../../../kernel/term.js';
import { and, join, or, raw, sql, type Sql } from '../../database/sql.js';
import { type Reader } from '../../database/unit-of-work.js';
import { type ListOrder, type ListQuery, type SortType } from './listing.dto.js';
import { isInstant } from '../input/validators.js';

export { type ListOrder, type ListQuery, ListQueryIn } from './listing.dto.js';

/** One list, shaped by SQL for its screen. */
export interface ListShape {
  /** What follows SELECT; it names `id`. */
  select: Sql;
  /** What follows FROM. */
  from: Sql;
  /** Conditions that all must hold. */
  where: Sql[];
  /**
   * Conditions of which one must hold, and a row meets no more than one. In the default order each is looked up on its own, since
   * an index has its rows in that order, and none has those of two joined by OR. A search finds its few rows but once.
   */
  parts?: Sql[];
  /**
   * One of the conditions is a search in text, of which PostgreSQL cannot tell how much it finds: where it is little, all of it
   * is found first and then sorted, since going through the book in order until a page is full may mean going through all of it.
   */
  searches?: boolean;
  /** The unique integer by which ties are ordered. */
  id: Sql;
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
export async function paged<Row extends { id: number }>(
  reader: Reader,
  { select, from, where, parts = [raw('true')], searches = false, id, order }: ListShape,
  query: ListQuery,
): Promise<Page<Row>> {
  const { field, descending, by, type } = sortOf(order, query.sort);
  const direction = raw(descending ? 'DESC' : 'ASC');
  const isDefault = field === order.defaultSort.replace(/^-/, '');
  const conditions = (isDefault && !searches ? parts : [or(parts)]).map((part) => and([part, ...where]));
  const inOrder = sql`ORDER BY ${by} ${direction}, ${id} ${direction}`;
  // In the order of the page PostgreSQL counts along its index, or sorts what a better one finds; without, it would read the table.
  const most = MOST_COUNTED + 1;
  const countable = conditions.map((all) => sql`(SELECT FROM ${from} WHERE ${all} ${inOrder} LIMIT ${most})`);
  const [counted] = await reader.query<{ count: number }>(
    sql`SELECT count(*) AS count FROM (SELECT FROM (${join(countable, ' UNION ALL ')}) AS each LIMIT ${most}) AS counted`,
  );
  const { limit = 20, skip = 0 } = query;
  const isShort = searches && counted!.count <= MOST_COUNTED;
  const part = isShort ? raw('OFFSET 0') : sql`${inOrder} LIMIT ${skip + limit + 1}`;
  const after = query.cursor ? sql`AND ${afterCursor(query.cursor, { field, descending, by, type }, id)}` : raw('');
  const listable = conditions.map(
    (all) => sql`(SELECT ${select}, ${by} AS sort_key FROM ${from} WHERE ${all} ${after} ${part})`,
  );
  const found = await reader.query<Row & { sort_key: unknown }>(
    sql`SELECT * FROM (${join(listable, ' UNION ALL ')}) AS listed ORDER BY sort_key ${direction}, id ${direction}
      LIMIT ${limit + 1} OFFSET ${skip}`,
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

interface Sort {
  field: string;
  descending: boolean;
  by: Sql;
  type: SortType;
}

function sortOf({ sorts, defaultSort }: ListOrder, asked: string | undefined): Sort {
  const sort = asked || defaultSort;
  const field = sort.replace(/^-/, '');
  const found = Object.hasOwn(sorts, field) ? sorts[field] : undefined;
  if (found) return { field, descending: sort.startsWith('-'), ...found };
  const known = Object.keys(sorts).join(', ');
  throw invalidField('sort', 'unknown_sort', `sort must be one of ${known}, with - before it for descending`);
}

/** The condition for what comes after a cursor. */
function afterCursor(cursor: string, { field, descending, by, type }: Sort, id: Sql): Sql {
  const [value, lastId] = readCursor(cursor, field, type);
  const compared = raw(descending ? '<' : '>');
  return sql`(${by}, ${id}) ${compared} (${value}::${raw(type)}, ${lastId}::bigint)`;
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
