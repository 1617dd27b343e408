import { z } from 'zod';

/** Wakes the owner of a partition. It names a raw batch and never carries one: the pending list is the truth. */
export const applyBatchJob = z.object({
  partition: z.int().nonnegative(),
  sequence: z.int().positive(),
});
export type ApplyBatchJob = z.output<typeof applyBatchJob>;

/** Job names equal queue names; BullMQ forbids a colon in either. */
export const jobNames = { applyBatch: 'apply-batch' } as const;
