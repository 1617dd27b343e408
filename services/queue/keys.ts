/** Every key of a partition carries this hash tag, so that one script may touch them all, on a cluster too. */
export function partitionTag(partition: number): string {
  return `{sw:${partition}}`;
}

/** The keys of a partition. Sequences count from 1. */
export function partitionKeys(partition: number) {
  const tag = partitionTag(partition);
  return {
    /** The last sequence given out. */
    sequence: `${tag}:sequence`,
    /** The last sequence applied. */
    applied: `${tag}:applied`,
    /** Sorted set: sequence by arrival in ms. */
    pending: `${tag}:pending`,
    /** Prefix of the raw batches: `${batch}:${sequence}`. */
    batch: `${tag}:batch`,
    epoch: `${tag}:epoch`,
    lease: `${tag}:lease`,
    /** Hash: account id to encoded profile. */
    profiles: `${tag}:profiles`,
    /** Set of account ids. */
    dirty: `${tag}:dirty`,
    /** Hash: `watermark` in ms, `commit` the id of the last commit. */
    state: `${tag}:state`,
    /** Prefix of the seen ids: `${seen}:${hour}`, 8 bytes an event. */
    seen: `${tag}:seen`,
  };
}

export function batchKey(partition: number, sequence: number): string {
  return `${partitionKeys(partition).batch}:${sequence}`;
}

/** The live workers of a role: sorted set, worker by the time of its last report. Not of a partition. */
export function workersKey(role: string): string {
  return `sw:workers:${role}`;
}

/** What a worker last said of itself, as JSON. */
export function workerKey(workerId: string): string {
  return `sw:worker:${workerId}`;
}

/** Who is the one correlate worker. */
export const correlateLeaseKey = 'sw:correlate:lease';
