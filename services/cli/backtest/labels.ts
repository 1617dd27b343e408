import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { readLines } from '../inputs/read-lines.ts';

const labelLine = z.object({
  account_id: z.string().min(1),
  label: z.enum(['extraction', 'benign', 'ambiguous']),
  scenario: z.string().default('unnamed'),
  /** Accounts of one controller; honest groups may carry one too. */
  campaign_id: z.string().min(1).optional(),
  first_attack_event_id: z.string().min(1).optional(),
});
export type Label = z.output<typeof labelLine>;

/** Reads a labels file. Throws file_unreadable naming the first line that is no label; of two for one account the later counts. */
export async function readLabels(path: string): Promise<Label[]> {
  const labels = new Map<string, Label>();
  let number = 0;
  await readLines(path, {
    onLine: (line) => {
      number += 1;
      const label = labelLine.safeParse(parse(line));
      if (!label.success) {
        throw new AppError(
          'file_unreadable',
          `${path} cannot be read: label ${number} is not valid.`,
        );
      }
      labels.set(label.data.account_id, label.data);
    },
  });
  return [...labels.values()];
}

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return undefined;
  }
}
