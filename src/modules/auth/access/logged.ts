import { type FastifyRequest } from 'fastify';
import { type Resource } from './access-table.js';

/** One's own sign-in, which is an event, and what tells of nobody. */
const NEVER: ReadonlySet<Resource> = new Set<Resource>(['session', 'catalogue']);
/** What tells of persons: where the request names one object. A list is no single person's data. */
const BY_OBJECT: ReadonlySet<Resource> = new Set<Resource>([
  'prospect',
  'activity',
  'eligibility',
  'quote',
  'policy',
  'commission',
  'dashboard',
]);

/** Fields of a query or a body that name the object where the path does not. */
const NAMING = ['prospect_id', 'quote_id', 'policy_id'];
/** Whatever else stands where an id belongs may be anything, a name too. */
const ID = /^(\d{1,10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Everything else (administration, operations, exports) always; so is a new resource, unless it is named above. */
export function isLogged(resource: Resource, object: string | null): boolean {
  return !NEVER.has(resource) && (object !== null || !BY_OBJECT.has(resource));
}

/** What the request is about: `prospect:12`. By its path's first id, else by what query or body name. */
export function objectOf({
  routeOptions,
  params,
  query,
  body,
}: Pick<FastifyRequest, 'params' | 'query' | 'body'> & {
  routeOptions: { url?: string };
}): string | null {
  const inPath = /([\w-]+)\/:(\w+)/.exec(routeOptions.url ?? '');
  if (inPath) {
    const [, collection, name] = inPath as unknown as [string, string, string];
    return named(name === 'id' ? singular(collection) : withoutId(name), (params as Record<string, unknown>)[name]);
  }
  const { aggregate_type: type, aggregate_id: id } = query as Record<string, unknown>;
  if (typeof type === 'string' && /^[a-z]{1,20}$/.test(type)) return named(type, id);
  const given = { ...(body as object | undefined), ...(query as object) } as Record<string, unknown>;
  const name = NAMING.find((field) => given[field] !== undefined);
  return name === undefined ? null : named(withoutId(name), given[name]);
}

function named(kind: string, id: unknown): string | null {
  return (typeof id === 'string' || typeof id === 'number') && ID.test(String(id)) ? `${kind}:${id}` : null;
}

function withoutId(name: string): string {
  return name.replace(/_id$/, '');
}

/** `policies` → `policy`, `quotes` → `quote`. */
function singular(collection: string): string {
  return collection.replace(/ies$/, 'ys').replace(/s$/, '');
}
