import type { Pool, PoolClient } from './pool.ts';

export interface AutomationSwitch {
  /** Null while policies may act. */
  readonly stoppedBy: string | null;
  readonly stoppedBecause: string | null;
  readonly changedAt: Date;
}

const columns = `stopped_by as "stoppedBy", stopped_because as "stoppedBecause", changed_at as "changedAt"`;

async function read(client: Pool | PoolClient, lock: string): Promise<AutomationSwitch> {
  const { rows } = await client.query<AutomationSwitch>(
    `select ${columns} from automation_switch ${lock}`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the switch of the automation is missing');
  return row;
}

export function readAutomationSwitch(client: Pool | PoolClient): Promise<AutomationSwitch> {
  return read(client, '');
}

/** Nobody stops the automation before the transaction has ended: whoever acts reads it so. */
export function holdAutomationSwitch(client: PoolClient): Promise<AutomationSwitch> {
  return read(client, 'for share');
}

/** Stops every policy, or with null lets them go on. From the end of the transaction on nothing acts any more. */
export async function setAutomationSwitch(
  client: PoolClient,
  stop: { readonly stoppedBy: string; readonly stoppedBecause: string } | null,
): Promise<void> {
  await client.query(
    'update automation_switch set stopped_by = $1, stopped_because = $2, changed_at = now()',
    [stop?.stoppedBy ?? null, stop?.stoppedBecause ?? null],
  );
}
