import { userInfo } from 'node:os';
import { AppError } from '../../errors.ts';
import { insertAuditEntry } from '../../storage/audit-entries.ts';
import { insertLegalHold, liftLegalHold, listLegalHolds } from '../../storage/legal-holds.ts';
import type { Pool } from '../../storage/pool.ts';
import { inTransaction } from '../../storage/transaction.ts';
import { readArgs, readReason, type Command, type CommandContext } from '../command.ts';
import { formatTable } from '../format-table.ts';
import { withPool } from '../open-stores.ts';

const options = {
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

/** Whoever has a shell on the machine acts as the system; who that says to be is noted. */
const actor = 'system';

interface Act {
  readonly by: string;
  readonly reason: string;
}

function readAct({ by, reason }: Values): Act {
  return { by: by ?? userInfo().username, reason: readReason(reason) };
}

async function place(pool: Pool, accountId: string, { by, reason }: Act): Promise<string> {
  return inTransaction(pool, async (client) => {
    const { holdId } = await insertLegalHold(client, { accountId, reason, placedBy: by });
    const subject = { subjectKind: 'account', subjectId: accountId };
    const detail = { legal_hold_id: holdId, by, reason };
    await insertAuditEntry(client, { actor, action: 'legal_hold_placed', ...subject, detail });
    return holdId;
  });
}

async function lift(pool: Pool, holdId: string, { by, reason }: Act): Promise<void> {
  await inTransaction(pool, async (client) => {
    const hold = await liftLegalHold(client, { holdId, reason, liftedBy: by });
    if (hold === undefined) throw new AppError('not_found', `No hold ${holdId} stands.`);
    const subject = { subjectKind: 'account', subjectId: hold.accountId };
    const detail = { legal_hold_id: holdId, by, reason };
    await insertAuditEntry(client, { actor, action: 'legal_hold_lifted', ...subject, detail });
  });
}

async function list(pool: Pool, values: Values, { print }: CommandContext): Promise<number> {
  const holds = await listLegalHolds(pool);
  if (values.json) {
    print(JSON.stringify(holds));
    return 0;
  }
  const rows = holds.map(({ holdId, accountId, placedBy, placedAt, reason }) => {
    return [holdId, accountId, placedBy, placedAt.toISOString(), reason];
  });
  formatTable(['id', 'account', 'by', 'since', 'reason'], rows).forEach(print);
  return 0;
}

export const holdsCommand: Command = {
  name: 'holds',
  summary: 'keep what is stored of an account beyond its term, for a law or a court',
  usage: `stillwatch holds place ACCOUNT --reason TEXT [--by NAME]
stillwatch holds lift ID --reason TEXT [--by NAME]
stillwatch holds list [--json]

Raw records that could not be applied are deleted after RETENTION_DAYS, unless an account in them is held.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    const [verb, subject] = positionals;
    return withPool(context.loadEnv(), async (pool) => {
      if (verb === 'list') return list(pool, values, context);
      if (subject === undefined || (verb !== 'place' && verb !== 'lift'))
        throw new AppError('usage', 'Say holds place ACCOUNT, holds lift ID or holds list.');
      const act = readAct(values);
      if (verb === 'lift') await lift(pool, subject, act);
      else context.print(await place(pool, subject, act));
      return 0;
    });
  },
};
