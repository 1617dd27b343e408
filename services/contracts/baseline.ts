import { z } from 'zod';
import { segments } from './account.ts';

/** What kind of client the shape of the requests shows. */
export const clientClasses = [
  /** People at a prompt, who follow up. */
  'chat',
  /** Requests without template, follow-up or tool: single questions of a person, or a bank of them. */
  'standalone',
  /** Most first requests follow a template. */
  'product',
  /** Short constrained answers over much handed in. */
  'batch',
  /** The same requests again, to the letter. */
  'evaluation',
  /** Tools are called and hand back results. */
  'agent',
  /** Many declared end users behind one account, without a template of its own. */
  'gateway',
  /** Templates stand behind a part of it only. */
  'mixed',
  /** Most of the content is redacted or absent. */
  'unreadable',
] as const;
export const clientClass = z.enum(clientClasses);
export type ClientClass = z.output<typeof clientClass>;

/** What the provider says of the account: never trusted alone, and `contradicted` when the shape is of another kind. */
export const declaredClient = z.object({
  segment: z.enum(segments).nullable(),
  verified: z.boolean(),
  contradicted: z.boolean(),
});
export type DeclaredClient = z.output<typeof declaredClient>;

/**
 * How rare a score is among the accounts that a baseline was learned from. `p` is the conformal p-value
 * (1 + those at or above) / (accounts + 1); `is_bound` when nobody is at or above, so that p cannot be lower.
 */
export const statedRate = z.object({
  baseline: z.string(),
  p: z.number().positive().max(1),
  is_bound: z.boolean(),
  accounts: z.int().nonnegative(),
  /** Flagged accounts of the class that score as high and that nobody has decided: counted neither way. */
  undecided: z.int().nonnegative(),
});
export type StatedRate = z.output<typeof statedRate>;

/** Bins in use and their counts, by bin. */
const sparseCounts = z.array(z.tuple([z.int().nonnegative(), z.int().positive()]));

const classBaseline = z.object({
  /** Scores of the accounts that count as honest. */
  honest: sparseCounts,
  /** Highest scores of those that are flagged and undecided. */
  undecided: sparseCounts,
});

/** One version of what honest traffic looks like. The classes that nobody showed are missing. */
export const baselineSnapshot = z.object({
  version: z.string(),
  /** Of the detectors and settings that gave the scores: under others they mean nothing. */
  fingerprint: z.string(),
  classes: z.partialRecord(clientClass, classBaseline),
});
export type BaselineSnapshot = z.output<typeof baselineSnapshot>;
