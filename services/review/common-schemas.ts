import { z } from 'zod';

export const errorAnswer = z.object({
  code: z.string(),
  message: z.string(),
  details: z.unknown().optional().describe('what the code is about, where that is more than words'),
});

export const failures = {
  400: errorAnswer,
  401: errorAnswer,
  403: errorAnswer,
  404: errorAnswer,
};
export const workFailures = { ...failures, 409: errorAnswer };

export const time = z.string().describe('RFC 3339, UTC');

export const pageQuery = z.object({
  cursor: z.string().optional().describe('next of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export const idParams = z.object({ id: z.string().min(1).max(256) });

export const clauseField = z.string().trim().min(1, 'Name the clause of the terms.').max(200);
export const reasonField = z.string().trim().min(1, 'Give the reason.').max(4_000);
