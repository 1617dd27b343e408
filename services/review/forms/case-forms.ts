import { z } from 'zod';
import { caseUrl } from '../pages/format.ts';
import { claim, release, takeNext } from '../work/claims.ts';
import { decide } from '../work/decide.ts';
import { assign, note, snooze } from '../work/notes.ts';
import { readFormOrder } from './decision-form.ts';
import { readForm, type FormWork } from './form-work.ts';

const noteForm = z.object({ text: z.string().trim().min(1, 'Write the note first.').max(8_000) });
const assignForm = z.object({ to: z.enum(['me', 'nobody']) });
const snoozeForm = z.object({ hours: z.coerce.number().min(1).max(8_760) });
const thenForm = z.object({ then: z.string().optional() });
const hourMs = 3_600_000;

/** The forms of a case page, by the last part of their address. */
export const caseForms = {
  claim: async ({ pool }, { caller, id }) => {
    await claim(pool, caller, id);
    return { done: 'claimed' };
  },
  release: async ({ pool }, { caller, id }) => {
    await release(pool, caller, id);
    return { to: '/cases' };
  },
  notes: async ({ pool }, { caller, id, body }) => {
    await note(pool, caller, { caseId: id, text: readForm(noteForm, body).text });
    return { done: 'noted' };
  },
  assign: async ({ pool }, { caller, id, body }) => {
    const { to } = readForm(assignForm, body);
    await assign(pool, caller, { caseId: id, assignee: to === 'me' ? caller.actor : null });
    return { done: 'assigned' };
  },
  snooze: async ({ pool, clock }, { caller, id, body }) => {
    const until = new Date(clock() + readForm(snoozeForm, body).hours * hourMs);
    await snooze(pool, caller, { caseId: id, until });
    return { to: '/cases' };
  },
  wake: async ({ pool }, { caller, id }) => {
    await snooze(pool, caller, { caseId: id, until: null });
    return { done: 'woken' };
  },
  decisions: async ({ pool, clock }, { caller, id, body }) => {
    const { decision } = await decide(pool, caller, readFormOrder(id, body, clock()));
    if (readForm(thenForm, body).then !== 'next') {
      return { done: decision.state === 'pending' ? 'waiting' : 'decided' };
    }
    const next = await takeNext(pool, caller);
    return { to: next === undefined ? '/cases?none=1' : caseUrl(next.caseId) };
  },
} as const satisfies Readonly<Record<string, FormWork>>;
