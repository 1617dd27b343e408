import type { FastifyInstance } from 'fastify';
import { createLogger } from '../../services/logger.ts';
import { connectProducer, whenReady, type Redis } from '../../services/queue/redis-connection.ts';
import { createReview } from '../../services/review/create-review.ts';
import { createSecretKey, insertApiKey, type KeyScope } from '../../services/storage/api-keys.ts';
import { insertStaffUser, type StaffRole } from '../../services/storage/staff-users.ts';
import { loadDetectors } from '../../workers/load-detection.ts';
import type { Stores } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

export interface TestReview {
  readonly app: FastifyInstance;
  readonly redis: Redis;
  readonly partitions: number;
  readonly addKey: (scope: KeyScope) => Promise<string>;
  readonly addStaff: (role?: StaffRole) => Promise<void>;
  /** Signs a fresh person of the role in and returns the cookie header. */
  readonly signIn: (role?: StaffRole) => Promise<string>;
}

const password = 'correct horse battery';
const emails = {
  lead: 'ada@example.com',
  reviewer: 'rosa@example.com',
  admin: 'alan@example.com',
  auditor: 'olga@example.com',
} as const;

/** One person of each role; `signIn` and `addStaff` make them. */
export function staffOf(role: StaffRole) {
  return { email: emails[role], password, role } as const;
}

export const staff = staffOf('lead');

/** The real staff app on real stores, not listening; webhooks are off without a key. Closed with the test. */
export async function startReview(
  t: Teardown,
  { pool, redisUrl }: Stores,
  webhookKey: Buffer | null = Buffer.alloc(32, 7),
): Promise<TestReview> {
  const partitions = 4;
  const redis = connectProducer(redisUrl);
  await whenReady(redis);
  const detectorTexts = new Map((await loadDetectors()).map((each) => [each.id, each]));
  const log = createLogger('review', 'silent');
  const stores = { pool, redis, partitions, webhookKey: webhookKey ?? undefined };
  const app = await createReview({ log, ...stores, detectorTexts, clock: Date.now });
  t.teardown(async () => {
    await app.close();
    redis.disconnect();
  });
  const addKey = async (scope: KeyScope) => {
    const key = createSecretKey(scope);
    await insertApiKey(pool, { key, scope, name: 'test' });
    return key;
  };
  const addStaff = async (role: StaffRole = 'lead') => {
    await insertStaffUser(pool, staffOf(role));
  };
  const signIn = async (role: StaffRole = 'lead') => {
    await addStaff(role);
    const { email } = staffOf(role);
    const payload = new URLSearchParams({ email, password });
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: payload.toString(),
    });
    const [cookie] = answer.cookies;
    return `${cookie?.name ?? ''}=${cookie?.value ?? ''}`;
  };
  return { app, redis, partitions, addKey, addStaff, signIn };
}
