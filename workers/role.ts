import type { Logger } from '../services/logger.ts';

/** What a worker needs of the settings; config/env.ts says what each means. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly partitions: number;
  readonly workerId: string;
  readonly leaseMs: number;
  readonly idleFlushMs: number;
  readonly cacheBytes: number;
  readonly commitMaxBatches: number;
  /** Path of the file of detection settings. Read once, at the start. */
  readonly detectionSettings: string;
  /** Path of the file of policies. Read once, at the start. */
  readonly policies: string;
  /** 32 bytes or more, from which the keys of all endpoints are derived. */
  readonly webhookKey: Buffer | undefined;
  /** Networks that are called though they are not public. */
  readonly egressAllow: readonly string[];
  /** Where people open the console; without it what they are sent holds no links. */
  readonly consoleUrl?: string | undefined;
  /** Days that raw records are kept which could not be applied. */
  readonly retentionDays: number;
}

export interface RoleContext {
  readonly log: Logger;
  /** For what no retry mends: the process logs it and ends with 1. */
  readonly onFatal: (error: unknown) => void;
}

/** A worker at work. */
export interface RunningRole {
  /** Takes nothing new, commits what it has, closes its connections. */
  close(): Promise<void>;
}
