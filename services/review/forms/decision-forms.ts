import { z } from 'zod';
import { giveSecondWord } from '../work/second-person.ts';
import { undo } from '../work/undo.ts';
import { readForm, type FormWork } from './form-work.ts';
import { clauseField, reasonField } from '../common-schemas.ts';

const approvalForm = z.object({
  verdict: z.enum(['approved', 'rejected']),
  reason: reasonField,
  break_glass: z.literal('yes').optional(),
});
const undoForm = z.object({
  policy_clause: clauseField,
  reason: reasonField,
  idempotency_key: z.string().min(1).max(128),
});

/** The forms about a decision, by the last part of their address. */
export const decisionForms = {
  approval: async ({ pool }, { caller, id, body }) => {
    const { verdict, reason, break_glass: glass } = readForm(approvalForm, body);
    const word = { decisionId: id, verdict, reason, isBreakGlass: glass === 'yes' };
    await giveSecondWord(pool, caller, word);
    return { done: verdict };
  },
  undo: async ({ pool }, { caller, id, body }) => {
    const { policy_clause: policyClause, reason, idempotency_key } = readForm(undoForm, body);
    const order = { decisionId: id, policyClause, reason, idempotencyKey: idempotency_key };
    await undo(pool, caller, order);
    return { done: 'undone' };
  },
} as const satisfies Readonly<Record<string, FormWork>>;
