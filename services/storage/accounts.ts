import type { AccountRecord } from '../contracts/account.ts';
import type { Pool, PoolClient } from './pool.ts';
import { storableJson } from './storable.ts';

const columns = `account_id, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
  org_id, plan, segment, signup_ip, email_domain, payment_fingerprint, phone_hash, verified`;

const replaceable = [
  'created_at',
  'org_id',
  'plan',
  'segment',
  'signup_ip',
  'email_domain',
  'payment_fingerprint',
  'phone_hash',
  'verified',
] as const;

function mergeRecords(records: readonly AccountRecord[]): AccountRecord[] {
  const merged = new Map<string, AccountRecord>();
  for (const record of records) {
    merged.set(record.account_id, { ...merged.get(record.account_id), ...record });
  }
  return [...merged.values()];
}

/** Stores account records in their order: a later one replaces the fields that it names. */
export async function upsertAccounts(
  client: Pool | PoolClient,
  records: readonly AccountRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const fields = replaceable.map(
    (name) => `${name} = coalesce(excluded.${name}, accounts.${name})`,
  );
  await client.query(
    `insert into accounts (account_id, ${replaceable.join(', ')})
     select account_id, ${replaceable.join(', ')}
     from jsonb_to_recordset($1::jsonb) as given(account_id text, created_at timestamptz, org_id text, plan text,
       segment text, signup_ip text, email_domain text, payment_fingerprint text, phone_hash text, verified boolean)
     order by account_id
     on conflict (account_id) do update set ${fields.join(', ')}, updated_at = now()`,
    [storableJson(mergeRecords(records))],
  );
}

export type StoredAccount = {
  readonly [Field in keyof AccountRecord]-?: AccountRecord[Field] | null;
};

export async function findAccount(
  client: Pool | PoolClient,
  accountId: string,
): Promise<StoredAccount | undefined> {
  const { rows } = await client.query<StoredAccount>(
    `select ${columns} from accounts where account_id = $1`,
    [accountId],
  );
  return rows[0];
}
