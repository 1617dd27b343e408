import { AppError } from '../../errors.ts';
import { listCaseChanges } from '../../storage/case-events.ts';
import type { ListedCase } from '../../storage/case-list.ts';
import type { PoolClient } from '../../storage/pool.ts';
import type { Caller } from '../permissions.ts';
import type { DecisionOrder } from './order.ts';

/** A decision is made on the case as its author read it; what they did themselves meanwhile they know. */
export async function requireUnchanged(
  client: PoolClient,
  caller: Caller,
  { order, found }: { readonly order: DecisionOrder; readonly found: ListedCase },
): Promise<void> {
  if (order.version > found.version) {
    throw new AppError('case_changed', `The case has no version ${order.version} yet.`);
  }
  const events = await listCaseChanges(client, order.caseId, order.version);
  const changes = events.filter(({ actor }) => actor !== caller.actor);
  if (changes.length === 0) return;
  const kinds = [...new Set(changes.map(({ kind }) => kind.replaceAll('_', ' ')))].join(', ');
  throw new AppError(
    'case_changed',
    `The case has changed since version ${order.version}: ${kinds}. Read it again, then decide.`,
    {
      details: changes.map(({ version, kind, actor, at, detail }) => ({
        ...{ version, kind, actor, at: at.toISOString(), detail },
      })),
    },
  );
}
