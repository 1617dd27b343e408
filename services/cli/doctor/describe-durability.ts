export interface RedisFacts {
  readonly appendonly: string;
  readonly appendfsync: string;
  readonly evictionPolicy: string;
  readonly isWriteFailing: boolean;
  readonly replicas: number;
  /** Whether what is acknowledged waits for a replica. */
  readonly isCluster: boolean;
}

export interface PostgresFacts {
  readonly fsync: string;
  readonly synchronousCommit: string;
}

export interface Durability {
  readonly isSafe: boolean;
  readonly guarantee: string;
  readonly mend: string | null;
}

function describeRedis(redis: RedisFacts): Durability {
  if (redis.evictionPolicy !== 'noeviction') {
    return {
      isSafe: false,
      guarantee: 'None: a full Redis drops queued events by itself.',
      mend: 'CONFIG SET maxmemory-policy noeviction, and in redis.conf.',
    };
  }
  if (redis.appendonly !== 'yes') {
    return {
      isSafe: false,
      guarantee:
        'None over a restart of Redis: events that were acknowledged and not yet judged are gone with it.',
      mend: 'CONFIG SET appendonly yes and CONFIG SET appendfsync always, and in redis.conf.',
    };
  }
  if (redis.isWriteFailing) {
    return {
      isSafe: false,
      guarantee: 'None now: Redis cannot write its append-only file.',
      mend: 'Free space on the disk of Redis, then run this again.',
    };
  }
  if (redis.appendfsync !== 'always') {
    return {
      isSafe: false,
      guarantee: `A crash of the process or the machine may lose up to ${redis.appendfsync === 'everysec' ? '2 s' : '30 s'} of acknowledged events.`,
      mend: 'CONFIG SET appendfsync always, and in redis.conf.',
    };
  }
  return { isSafe: true, guarantee: '', mend: null };
}

function failover({ replicas, isCluster }: RedisFacts): string {
  if (replicas === 0) return 'The loss of the disk of Redis loses what was not yet judged.';
  if (isCluster)
    return 'It waits for a replica, so that a failover loses it only when that one is lost as well.';
  return `A failover to one of ${replicas} replicas may lose what had not reached it.`;
}

/** What an acknowledged event can count on under this configuration. */
export function describeDurability(redis: RedisFacts, postgres: PostgresFacts): Durability {
  const queue = describeRedis(redis);
  if (!queue.isSafe) return queue;
  if (postgres.fsync !== 'on' || postgres.synchronousCommit === 'off') {
    return {
      isSafe: false,
      guarantee:
        'Events are safe in the queue, but a crash of PostgreSQL may lose alerts that were committed.',
      mend: 'Set fsync = on and synchronous_commit = on in postgresql.conf.',
    };
  }
  const guarantee = `An acknowledged event survives a crash or kill of every process and of the machine, and counts once. ${failover(redis)}`;
  return { isSafe: true, guarantee, mend: null };
}
