import type { Finding } from '../contracts/finding.ts';
import type { PoolClient } from './pool.ts';

type Subject = Pick<Finding, 'subject_kind' | 'subject_id'>;

/** Opens a case for each subject that has none open. */
export async function openCases(client: PoolClient, subjects: readonly Subject[]): Promise<void> {
  if (subjects.length === 0) return;
  await client.query(
    `insert into cases (subject_kind, subject_id)
     select distinct * from unnest($1::text[], $2::text[])
     on conflict (subject_kind, subject_id) where status = 'open' do nothing`,
    [
      subjects.map((subject) => subject.subject_kind),
      subjects.map((subject) => subject.subject_id),
    ],
  );
}
