import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../services/errors.ts';

/** What the committed file of detection settings holds counts as shipped. */
export const shippedDetectionSettings = fileURLToPath(new URL('./detection.json', import.meta.url));

/** What a file of the operator's own does not name is as in this one. */
export const shippedIdentityMapping = fileURLToPath(new URL('./identity.json', import.meta.url));

/** Every policy in it is off. */
export const shippedPolicies = fileURLToPath(new URL('./policies.json', import.meta.url));

type Source = Readonly<Record<string, string | undefined>>;

const port = (preset: number) => z.coerce.number().int().min(0).max(65_535).default(preset);
const whole = (preset: number, least = 1) => z.coerce.number().int().min(least).default(preset);

/** '10.0.0.0/8, 192.0.2.7' as a list. */
const networks = z
  .string()
  .default('')
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
  .refine((parts) => parts.every(isNetwork), 'must be addresses or networks, with commas between');

function isNetwork(text: string): boolean {
  const [address = '', length, ...rest] = text.split('/');
  const longest = isIP(address) === 6 ? 128 : 32;
  const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= longest);
  return isIP(address) !== 0 && isLength && rest.length === 0;
}

/** 32 bytes or more, in base64. */
const secretKey = z
  .base64('must be base64')
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length >= 32, 'must hold 32 bytes or more');

const shape = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
  // Several with commas between are nodes of a cluster.
  REDIS_URL: z.string().regex(/^rediss?:\/\//, 'must start with redis:// or rediss://'),
  GATEWAY_PORT: port(4318),
  STAFF_PORT: port(8080),
  HOST: z.string().default('127.0.0.1'),
  TRUSTED_PROXIES: networks,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  PARTITIONS: whole(8).refine((count) => count <= 1024, 'must be at most 1024'),
  STILLWATCH_HOME: z.string().default('.stillwatch'),
  DETECTION_SETTINGS: z.string().default(shippedDetectionSettings),
  IDENTITY_MAPPING: z.string().default(shippedIdentityMapping),
  POLICIES: z.string().default(shippedPolicies),
  WORKER_ID: z.string().default(`${hostname()}-${String(process.pid)}`),
  LEASE_MS: whole(10_000, 100),
  IDLE_FLUSH_MS: whole(2_000),
  CACHE_BYTES: whole(268_435_456),
  COMMIT_MAX_BATCHES: whole(32),
  BATCH_BYTES: whole(524_288),
  BATCH_DELAY_MS: whole(15, 0),
  QUEUE_DEPTH_LIMIT: whole(1_000),
  WEBHOOK_KEY: secretKey.optional(),
  EGRESS_ALLOW: networks,
  RETENTION_DAYS: whole(30),
  CONSOLE_URL: z.url({ protocol: /^https?$/, error: 'must be an address' }).optional(),
  AUTHZ_ON_UNKNOWN: z.enum(['allow', 'deny']).default('allow'),
  AUTHZ_STALE_AFTER_MS: whole(900_000, 1_000),
});

const runtimeShape = shape.partial({ DATABASE_URL: true, REDIS_URL: true });

function parse<Schema extends z.ZodType>(schema: Schema, source: Source): z.output<Schema> {
  // A variable that is set to nothing reads as absent: compose files and shells produce these.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return given[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`;
  });
  throw new AppError('setting_invalid', `Settings are not usable: ${problems.join('; ')}.`);
}

function shared(values: z.output<typeof runtimeShape>) {
  return {
    gatewayPort: values.GATEWAY_PORT,
    staffPort: values.STAFF_PORT,
    host: values.HOST,
    /** Whose `x-forwarded-*` headers the staff app believes. */
    trustedProxies: values.TRUSTED_PROXIES,
    logLevel: values.LOG_LEVEL,
    partitions: values.PARTITIONS,
    /** Absolute path of the folder that holds everything of an embedded instance. */
    home: resolve(values.STILLWATCH_HOME),
    /** Absolute path of the file of detection settings; workers/load-detection.ts reads it. */
    detectionSettings: resolve(values.DETECTION_SETTINGS),
    /** Absolute path of the file that says where records carry an identity; ingest/identity-mappings.ts reads it. */
    identityMapping: resolve(values.IDENTITY_MAPPING),
    /** Absolute path of the file of policies that may act; services/automation/load-policies.ts reads it. */
    policies: resolve(values.POLICIES),
    workerId: values.WORKER_ID,
    leaseMs: values.LEASE_MS,
    idleFlushMs: values.IDLE_FLUSH_MS,
    cacheBytes: values.CACHE_BYTES,
    commitMaxBatches: values.COMMIT_MAX_BATCHES,
    batchBytes: values.BATCH_BYTES,
    batchDelayMs: values.BATCH_DELAY_MS,
    /** Pending batches over all partitions from which on intake answers 503. */
    queueDepthLimit: values.QUEUE_DEPTH_LIMIT,
    /** What the keys that sign webhooks are derived from. */
    webhookKey: values.WEBHOOK_KEY,
    /** Networks that webhooks may go to though they are not public. */
    egressAllow: values.EGRESS_ALLOW,
    /** Days that raw records are kept which could not be applied. */
    retentionDays: values.RETENTION_DAYS,
    /** Where people open the console, for links in what they are sent. */
    consoleUrl: values.CONSOLE_URL,
    /** What `/v1/authz` says of a call that it cannot judge. */
    authzOnUnknown: values.AUTHZ_ON_UNKNOWN,
    /** How long `/v1/authz` answers from memory while Postgres is away. */
    authzStaleAfterMs: values.AUTHZ_STALE_AFTER_MS,
  };
}

export type Env = ReturnType<typeof loadEnv>;
export type RuntimeEnv = ReturnType<typeof loadRuntimeEnv>;

/** Settings of a role, which cannot run without its stores. Throws setting_invalid naming every problem at once. */
export function loadEnv(source: Source = process.env) {
  const values = parse(shape, source);
  const stores = { databaseUrl: values.DATABASE_URL, redisUrl: values.REDIS_URL };
  return Object.freeze({ ...stores, ...shared(values) });
}

/** The same for what can bring its own stores up (`npm start`) or find the running ones (the command line). */
export function loadRuntimeEnv(source: Source = process.env) {
  const values = parse(runtimeShape, source);
  const stores = { databaseUrl: values.DATABASE_URL, redisUrl: values.REDIS_URL };
  return Object.freeze({ ...stores, ...shared(values) });
}
