import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { MemberStart } from '../storage/campaign-members.ts';
import type { PageStart } from '../storage/paging.ts';
import { isRowId } from '../storage/row-id.ts';

const content = z.tuple([z.iso.datetime(), z.string().max(512)]);

export function encodeCursor(start: PageStart | null): string | null {
  if (start === null) return null;
  return Buffer.from(JSON.stringify([start.at.toISOString(), start.id])).toString('base64url');
}

/** Throws query_invalid for what no list gave out. */
export function decodeCursor(cursor: string | undefined): PageStart | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [at, id] = content.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at: new Date(at), id };
  } catch (cause) {
    throw new AppError('query_invalid', 'This cursor is none that a list gave out.', { cause });
  }
}

const memberContent = z.tuple([z.number(), z.string().max(512)]);

export function encodeMemberCursor({ confidence, accountId }: MemberStart): string {
  return Buffer.from(JSON.stringify([confidence, accountId])).toString('base64url');
}

/** Throws query_invalid for what no list of members gave out. */
export function decodeMemberCursor(cursor: string | undefined): MemberStart | undefined {
  if (cursor === undefined) return undefined;
  try {
    const text = Buffer.from(cursor, 'base64url').toString();
    const [confidence, accountId] = memberContent.parse(JSON.parse(text));
    return { confidence, accountId };
  } catch (cause) {
    throw new AppError('query_invalid', 'This cursor is none that a list gave out.', { cause });
  }
}

/** For lists that continue behind an id. Throws query_invalid for what is none. */
export function decodeRowCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || isRowId(cursor)) return cursor;
  throw new AppError('query_invalid', 'This is no id that a list gave out.');
}
