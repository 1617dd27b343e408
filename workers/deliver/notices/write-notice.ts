import { z } from 'zod';
import type { ClaimedDelivery } from '../../../services/storage/deliveries.ts';

const changes = ['opened', 'reopened', 'raised', 'taken', 'closed'] as const;

export const changedCase = z.object({
  ...{ case_id: z.number(), subject_kind: z.enum(['account', 'campaign']) },
  ...{ level: z.enum(['review', 'act']), score: z.number(), exposure: z.number() },
  ...{ status: z.enum(['open', 'closed']), outcome: z.string().nullable(), is_held: z.boolean() },
  change: z.enum(changes),
});
export type ChangedCase = z.output<typeof changedCase>;

const digest = z.object({
  counts: z.partialRecord(z.enum(changes), z.number()),
  cases: z.array(changedCase),
});

/** Who and what was found is not in it: it stands in the case, for those who may read it. */
export interface Notice {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly url: string | null }[];
}

/** The address of a case in the console, null without `consoleUrl`. */
export function caseUrl(consoleUrl: string | undefined, caseId: number): string | null {
  return consoleUrl === undefined
    ? null
    : `${consoleUrl.replace(/\/$/, '')}/cases/${String(caseId)}`;
}

const words: Readonly<Record<ChangedCase['change'], string>> = {
  opened: 'opened',
  reopened: 'opened again',
  raised: 'raised to act',
  taken: 'taken by somebody',
  closed: 'closed',
};
const plain = (text: string) => text.replaceAll('_', ' ');
const count = (value: number) => value.toLocaleString('en-US');

function nameCase({
  case_id: id,
  subject_kind: kind,
}: Pick<ChangedCase, 'case_id' | 'subject_kind'>) {
  return `Case ${String(id)}, ${kind === 'account' ? 'an account' : 'a campaign'}`;
}

/** A case in a line. */
export function describeCase(found: ChangedCase): string {
  const { change, outcome, level, exposure } = found;
  const end = outcome === null ? '' : ` as ${plain(outcome)}`;
  const what = `${nameCase(found)}: ${words[change]}`;
  return change === 'closed' ? `${what}${end}` : `${what}, ${level}, ${count(exposure)} requests`;
}

/** With a line for those that have none. */
function withRest(lines: Notice['lines'], all: number): Notice['lines'] {
  const rest = all - lines.length;
  return rest > 0
    ? [...lines, { text: `and ${count(rest)} more, in the queue`, url: null }]
    : lines;
}

function writeDigest(data: unknown, consoleUrl: string | undefined): Notice {
  const { counts, cases } = digest.parse(data);
  const told = changes.flatMap((change) => {
    const cases = counts[change] ?? 0;
    return cases === 0 ? [] : [`${count(cases)} ${words[change]}`];
  });
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const lines = cases.map((each) => ({
    text: describeCase(each),
    url: caseUrl(consoleUrl, each.case_id),
  }));
  return {
    title: `Stillwatch cases: ${told.join(', ')}`,
    lines: withRest(lines, all),
  };
}

const overdue = z.object({
  count: z.number(),
  cases: z.array(
    changedCase
      .pick({ case_id: true, subject_kind: true, level: true, exposure: true })
      .extend({ due_at: z.string() }),
  ),
});

function writeOverdue(data: unknown, consoleUrl: string | undefined): Notice {
  const { count: all, cases } = overdue.parse(data);
  const lines = cases.map((each) => ({
    text: `${nameCase(each)}: ${each.level}, ${count(each.exposure)} requests, due ${each.due_at.slice(0, 16)}`,
    url: caseUrl(consoleUrl, each.case_id),
  }));
  const what = all === 1 ? 'one case is overdue' : `${count(all)} cases are overdue`;
  return { title: `Stillwatch: ${what}`, lines: withRest(lines, all) };
}

const forced = z.object({ case_id: z.number(), action: z.string(), accounts: z.number() });

function writeForced(data: unknown, consoleUrl: string | undefined): Notice {
  const { case_id: caseId, action, accounts } = forced.parse(data);
  const whom = accounts === 1 ? 'one account' : `${count(accounts)} accounts`;
  const text = `Case ${String(caseId)}: ${plain(action)}, ${whom}. The audit trail says by whom and why.`;
  return {
    title: 'Stillwatch: the glass was broken, a decision that needs two people has one',
    lines: [{ text, url: caseUrl(consoleUrl, caseId) }],
  };
}

/** What people read of a message. */
export function writeNotice(
  { type, value, data }: Pick<ClaimedDelivery, 'type' | 'value' | 'data'>,
  consoleUrl: string | undefined,
): Notice {
  if (type === 'cases.changed') return writeDigest(data, consoleUrl);
  if (type === 'cases.overdue') return writeOverdue(data, consoleUrl);
  if (type === 'decision.break_glass') return writeForced(data, consoleUrl);
  if (type === 'policy.stopped') {
    const title = `Stillwatch: the policy ${value ?? ''} spent its budget and was stopped`;
    return {
      title,
      lines: [{ text: 'It acts on nobody until a person arms it again.', url: null }],
    };
  }
  return { title: 'Stillwatch: a test message. All is well.', lines: [] };
}
