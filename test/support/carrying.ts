import { randomBytes } from 'node:crypto';
import { createLogger } from '../../services/logger.ts';
import { waitUntil } from '../../services/runtime/wait-until.ts';
import {
  insertEndpoint,
  updateEndpointSecret,
  type EndpointKind,
} from '../../services/storage/endpoints.ts';
import { inTransaction } from '../../services/storage/transaction.ts';
import { sealSecret } from '../../services/webhooks/sealed-secret.ts';
import { createCarrier } from '../../workers/deliver/carry.ts';
import { createPost } from '../../workers/deliver/post-signed.ts';
import { runDeliveries } from '../../workers/deliver/run-deliveries.ts';
import type { Stores } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

interface ProductEndpoint {
  readonly kind: EndpointKind;
  readonly url: string;
  readonly settings: unknown;
  readonly secret: string;
}

interface Outcome {
  readonly state: string;
  readonly status: number | null;
  readonly error: string | null;
}

/** Deliveries to products on the loopback, and how they ended. */
export function startCarrying(t: Teardown, { pool }: Stores, consoleUrl?: string) {
  const instanceKey = randomBytes(32);
  const calling = {
    ...{ instanceKey, clock: Date.now, allowed: ['127.0.0.1'], timeoutMs: 2_000, consoleUrl },
  };
  const start = () => {
    const runner = runDeliveries({
      ...{ pool, clock: Date.now, log: createLogger('deliver', 'silent'), workerId: 'deliver-1' },
      ...{ claimMs: 60_000, random: () => 0 },
      post: createCarrier(pool, calling, createPost(calling)),
      counters: { delivered: 0, failed: 0, announced: 0 },
      report: () => Promise.resolve(),
    });
    t.teardown(runner.close);
    return runner;
  };
  const addEndpoint = ({ secret, ...given }: ProductEndpoint) =>
    inTransaction(pool, async (client) => {
      const made = { ...given, description: '', createdBy: 'staff:1' };
      const { endpointId } = await insertEndpoint(client, made);
      await updateEndpointSecret(client, endpointId, sealSecret(instanceKey, endpointId, secret));
      return endpointId;
    });
  /** Of each message about a target, the oldest first. */
  const outcomesOf = async (value: string) =>
    (
      await pool.query<Outcome>(
        `select state, last_status as status, last_error as error from deliveries join messages using (message_id)
         where value = $1 order by message_id`,
        [value],
      )
    ).rows;
  /** Once the last of `count` messages was tried. */
  const ended = async (value: string, count = 1): Promise<Outcome | undefined> => {
    const isTried = async () => {
      const outcomes = await outcomesOf(value);
      const last = outcomes[count - 1];
      return last !== undefined && (last.state !== 'queued' || last.error !== null);
    };
    await waitUntil(isTried, { deadlineMs: 10_000 });
    return (await outcomesOf(value))[count - 1];
  };
  const dueNow = () =>
    pool.query(`update deliveries set next_attempt_at = now() where state = 'queued'`);
  return { start, addEndpoint, ended, dueNow };
}
