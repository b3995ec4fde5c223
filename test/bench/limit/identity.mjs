import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { pool, run, statement } from './database.mjs';
import { seal } from './facts.mjs';

const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
const CACHE_MS = 5000;
const known = new Map();

const SIGNED_IN = statement(
  'signed_in',
  `
  SELECT app_user.id, username, role, supervisor_id,
    CASE WHEN role IN ('manager', 'head_of_sales', 'admin') THEN reports_of(app_user.id) ELSE '{}' END AS team, second_factor
  FROM app_user JOIN session ON session.user_id = app_user.id
  WHERE app_user.id = $1 AND is_active AND session.id = $2 AND revoked_at IS NULL
    AND session.created_at > clock_timestamp() - make_interval(days => 30)`,
);

/** The user of a valid access token (HS256, iss, aud, exp and typ checked), as the database knows them, at most five seconds old. */
export async function signedIn(authorization) {
  const [header, payload, signature] = (authorization ?? '').replace(/^Bearer /, '').split('.');
  if (header !== HEADER || !signature) return undefined;
  const expected = createHmac('sha256', process.env.JWT_SECRET).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const { iss, aud, exp, typ, jti, sub, sid } = claims;
  if (iss !== 'insurance-crm' || aud !== 'insurance-crm-api' || typ !== 'access' || !jti || !(exp > Date.now() / 1000))
    return undefined;
  const cached = known.get(sid);
  if (cached && cached.until > Date.now()) return cached.user;
  const [user] = await run(pool, SIGNED_IN, [sub, sid]);
  known.set(sid, { user, until: Date.now() + CACHE_MS });
  return user;
}

/** The ids by which this user sees a prospect; null: all of them. */
export function seenBy({ id, role, team }) {
  if (role === 'admin' || role === 'head_of_sales') return null;
  return [id, ...team];
}

const WRITE_ACCESS = statement(
  'access',
  `
  INSERT INTO access_log (at, user_id, role, action, object, route, status, request_id, sealed_ip)
  SELECT at, user_id, role, action, object, route, status, request_id, sealed_ip FROM jsonb_to_recordset($1) AS row
    (at timestamptz, user_id int, role text, action text, object text, route text, status int, request_id text, sealed_ip jsonb)`,
);

let waiting = [];

/** Notes who looked at what; written in batches, like the API's access log. */
export function noteAccess(user, resource, id, request, status) {
  if (waiting.length === 0) setTimeout(writeAccess, 1000);
  waiting.push({
    at: new Date().toISOString(),
    user_id: user.id,
    role: user.role,
    action: `${resource}.${request.method}`,
    object: `${resource}:${id}`,
    route: request.url,
    status,
    request_id: randomUUID(),
    ip: request.socket.remoteAddress,
  });
}

async function writeAccess() {
  const batch = waiting;
  waiting = [];
  const boxes = new Map();
  for (const { user_id, ip } of batch) {
    if (!boxes.has(`${user_id} ${ip}`)) boxes.set(`${user_id} ${ip}`, await seal(pool, `user:${user_id}`, { ip }));
  }
  await run(pool, WRITE_ACCESS, [
    JSON.stringify(batch.map(({ ip, ...access }) => ({ ...access, sealed_ip: boxes.get(`${access.user_id} ${ip}`) }))),
  ]);
}
