import type { Pool } from './pool.ts';

interface Leased {
  readonly partition: number;
  /** How often the partition has changed hands. */
  readonly epoch: number;
  /** Seconds from the newest event that was judged until now; null before the first. */
  readonly lag: number | null;
}

/** What an operator has to know of an instance and that only the database can say. */
export interface InstanceState {
  readonly leases: readonly Leased[];
  /** Batches and accounts that could not be read and that nobody has replayed. */
  readonly deadLetters: number;
  readonly deliveries: Readonly<Record<'queued' | 'dead' | 'refused', number>>;
  /** Seconds that the delivery that waits longest is past its time; 0 when none waits. */
  readonly deliveryDelay: number;
  readonly openCases: number;
  readonly overdueCases: number;
}

export async function readInstanceState(pool: Pool): Promise<InstanceState> {
  const { rows } = await pool.query<{ state: InstanceState }>(
    `select jsonb_build_object(
       'leases', (select coalesce(jsonb_agg(jsonb_build_object('partition', partition, 'epoch', epoch,
           'lag', extract(epoch from now() - watermark_at))), '[]') from partition_leases),
       'deadLetters', (select count(*) from dead_letters where replayed_at is null),
       'deliveries', jsonb_build_object(
         'queued', (select count(*) from deliveries where state = 'queued'),
         'dead', (select count(*) from deliveries where state = 'dead'),
         'refused', (select count(*) from deliveries where state = 'refused')),
       'deliveryDelay', (select coalesce(greatest(extract(epoch from now() - min(next_attempt_at)), 0), 0)
         from deliveries join endpoints using (endpoint_id) where state = 'queued' and disabled_at is null),
       'openCases', (select count(*) from cases where status = 'open'),
       'overdueCases', (select count(*) from cases where status = 'open' and due_at < now())) as state`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('reading the state of the instance returned no row');
  return row.state;
}
