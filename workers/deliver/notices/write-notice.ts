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

/** A case in a line. */
export function describeCase(found: ChangedCase): string {
  const { case_id: caseId, change, outcome, level, subject_kind: kind, exposure } = found;
  const end = outcome === null ? '' : ` as ${plain(outcome)}`;
  const what = `Case ${String(caseId)}, ${kind === 'account' ? 'an account' : 'a campaign'}: ${words[change]}`;
  return change === 'closed' ? `${what}${end}` : `${what}, ${level}, ${count(exposure)} requests`;
}

function writeDigest(data: unknown, consoleUrl: string | undefined): Notice {
  const { counts, cases } = digest.parse(data);
  const told = changes.flatMap((change) => {
    const cases = counts[change] ?? 0;
    return cases === 0 ? [] : [`${count(cases)} ${words[change]}`];
  });
  const all = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const rest = all - cases.length;
  const lines = cases.map((each) => ({
    text: describeCase(each),
    url: caseUrl(consoleUrl, each.case_id),
  }));
  const more = { text: `and ${count(rest)} more, in the queue`, url: null };
  return {
    title: `Stillwatch cases: ${told.join(', ')}`,
    lines: rest > 0 ? [...lines, more] : lines,
  };
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
