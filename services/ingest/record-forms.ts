import type { z } from 'zod';
import { accountRecord } from '../contracts/account.ts';
import { usageEvent } from '../contracts/usage-event.ts';
import type { RecordKind } from '../queue/batch.ts';
import { isUsageEvent } from './check-usage-event.ts';

/** What one receiver takes. `isValid` and `schema` accept the same values. */
export interface RecordForm {
  readonly kind: RecordKind;
  readonly schema: z.ZodType;
  readonly isValid: (value: unknown) => boolean;
}

export const usageEventForm: RecordForm = {
  kind: 'event',
  schema: usageEvent,
  isValid: isUsageEvent,
};

/** Account records are few, so that the schema itself is fast enough. */
export const accountForm: RecordForm = {
  kind: 'account',
  schema: accountRecord,
  isValid: (value) => accountRecord.safeParse(value).success,
};
