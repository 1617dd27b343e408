import { AppError } from '../../errors.ts';
import {
  checkAuditTrail,
  holdsAuditEntry,
  type AuditFault,
  type AuditHead,
} from '../../storage/audit-chain.ts';
import type { Pool } from '../../storage/pool.ts';
import { readArgs, type Command, type CommandContext } from '../command.ts';
import { withPool } from '../open-stores.ts';

const options = {
  expect: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArgs<typeof options>>['values'];

const problems: Readonly<Record<AuditFault['problem'], string>> = {
  missing: 'is missing',
  changed: 'is not as it was written: its hash does not fit what it says',
  unchained: 'does not follow from the entry before it',
};

function readExpected(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  const [, auditEntryId, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (auditEntryId !== undefined && hash !== undefined) return { auditEntryId, hash };
  throw new AppError('usage', '--expect is the ID:HASH that an earlier verify printed.');
}

async function verify(pool: Pool, values: Values, { print, note }: CommandContext) {
  const expected = readExpected(values.expect);
  const { entries, head, fault } = await checkAuditTrail(pool);
  const isExpected = expected === undefined || (await holdsAuditEntry(pool, expected));
  if (values.json) {
    print(
      JSON.stringify({ entries, head: `${head.auditEntryId}:${head.hash}`, fault, isExpected }),
    );
  } else if (fault === null) {
    print(`${entries} audit entries, each as it was written.`);
    print(`head ${head.auditEntryId}:${head.hash}`);
    note('Note the head elsewhere and give it to the next verify as --expect.');
  } else print(`audit entry ${fault.auditEntryId} ${problems[fault.problem]}.`);
  if (!isExpected)
    note(`The trail no longer holds the entry of --expect: it was cut or rewritten.`);
  return fault === null && isExpected ? 0 : 1;
}

export const auditCommand: Command = {
  name: 'audit',
  summary: 'check that nobody has changed the audit trail',
  usage: `stillwatch audit verify [--expect ID:HASH] [--json]

Computes every hash of the trail anew and names the first entry that was changed, removed or put in; the exit status
is then 1. What was cut off at the end shows only against the head of an earlier verify: give it as --expect.`,
  run: (args, context) => {
    const { values, positionals } = readArgs({ args, options });
    if (positionals[0] !== 'verify') throw new AppError('usage', 'Say audit verify.');
    return withPool(context.loadEnv(), (pool) => verify(pool, values, context));
  },
};
