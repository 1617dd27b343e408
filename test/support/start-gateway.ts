import type { FastifyInstance } from 'fastify';
import { shippedIdentityMapping } from '../../config/env.ts';
import { createGateway } from '../../services/gateway/create-gateway.ts';
import {
  loadIdentityMappings,
  type IdentityMappings,
} from '../../services/ingest/identity-mappings.ts';
import { createLogger } from '../../services/logger.ts';
import { decodeBatch, type BatchRecord } from '../../services/queue/batch.ts';
import { createBatchWriter } from '../../services/queue/batch-writer.ts';
import { batchKey, partitionKeys } from '../../services/queue/keys.ts';
import { connectProducer, whenReady, type Redis } from '../../services/queue/redis-connection.ts';
import { createSecretKey, insertApiKey, type KeyScope } from '../../services/storage/api-keys.ts';
import type { Stores } from './stores.ts';
import type { Teardown } from './temp-folder.ts';

interface GatewaySettings {
  readonly partitions?: number;
  readonly queueDepthLimit?: number;
  readonly clock?: () => number;
  readonly authzOnUnknown?: 'allow' | 'deny';
  readonly authzStaleAfterMs?: number;
  readonly identityMappings?: IdentityMappings;
}

export interface TestGateway {
  readonly app: FastifyInstance;
  readonly redis: Redis;
  /** A good key of scope ingest, whose source is `test-source`. */
  readonly key: string;
  readonly addKey: (scope: KeyScope) => Promise<{ key: string; apiKeyId: string }>;
  /** Every record queued, in the order of its partition. */
  readonly readQueued: () => Promise<BatchRecord[]>;
}

async function readPartition(redis: Redis, partition: number): Promise<BatchRecord[]> {
  const sequences = await redis.zrange(partitionKeys(partition).pending, '0', '-1');
  const ordered = sequences.map(Number).sort((a, b) => a - b);
  const buffers = await Promise.all(
    ordered.map((each) => redis.getBuffer(batchKey(partition, each))),
  );
  return buffers.flatMap((buffer) => (buffer === null ? [] : decodeBatch(buffer).records));
}

/** The real gateway app on real stores, not listening. Closed with the test. */
export async function startGateway(
  t: Teardown,
  { pool, redisUrl }: Stores,
  settings: GatewaySettings = {},
): Promise<TestGateway> {
  const partitions = settings.partitions ?? 4;
  const redis = connectProducer(redisUrl);
  await whenReady(redis);
  const writer = createBatchWriter({ redis, partitions });
  const limits = {
    ...{ batchBytes: 524_288, batchDelayMs: 15, queueDepthLimit: 1_000 },
    ...{ authzOnUnknown: 'allow' as const, authzStaleAfterMs: 900_000 },
  };
  const log = createLogger('gateway', 'silent');
  const stores = { pool, redis, writer, log };
  const identityMappings = await loadIdentityMappings(shippedIdentityMapping);
  const presets = { ...limits, clock: Date.now, identityMappings };
  const app = createGateway({ ...presets, ...settings, ...stores, partitions });
  t.teardown(async () => {
    await app.close();
    await writer.close();
    redis.disconnect();
  });

  const addKey = async (scope: KeyScope) => {
    const key = createSecretKey(scope);
    const { apiKeyId } = await insertApiKey(pool, {
      key,
      scope,
      name: 'test',
      source: 'test-source',
    });
    return { key, apiKeyId };
  };
  const { key } = await addKey('ingest');
  const readQueued = async () => {
    const numbers = Array.from({ length: partitions }, (_, partition) => partition);
    return (await Promise.all(numbers.map((partition) => readPartition(redis, partition)))).flat();
  };
  return { app, redis, key, addKey, readQueued };
}
